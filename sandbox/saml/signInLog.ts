/** Entra ID's sign-in log: who signed in to what, or why not. */
import { randomUUID } from 'node:crypto';
import type { Application, Tenant, User, World } from '../world.js';
import { SignInError } from './assertion.js';

const RETENTION_MS = 30 * 86_400_000;

/** Signs the user in, and writes down how that went. */
export function logged<T>(
  world: World,
  tenant: Tenant,
  { appId, displayName }: Application,
  user: User,
  signIn: () => T,
): T {
  const now = world.now();
  const write = (errorCode: number, failureReason: string) => {
    const kept = tenant.signIns.filter(
      ({ createdDateTime }) => Date.parse(createdDateTime) > now - RETENTION_MS,
    );
    tenant.signIns = [
      ...kept,
      {
        id: randomUUID(),
        createdDateTime: new Date(now).toISOString(),
        appId,
        appDisplayName: displayName,
        userId: user.id,
        userPrincipalName: user.userPrincipalName.toLowerCase(),
        userDisplayName: user.displayName,
        correlationId: randomUUID(),
        conditionalAccessStatus: 'notApplied',
        isInteractive: true,
        status: { errorCode, failureReason },
      },
    ];
  };
  try {
    const result = signIn();
    write(0, 'Other.');
    return result;
  } catch (error) {
    if (error instanceof SignInError) write(error.code, error.message);
    throw error;
  }
}
