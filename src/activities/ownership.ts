/**
 * Whether our application owns what was made with its rights: with Application.ReadWrite.OwnedBy it can change nothing
 * else. Reported as missing for what Microsoft's templates make, and for a while in 2024 for upserts (Q1, Q2).
 */
import { z } from 'zod';
import type { Deps, Scope } from './deps.js';
import { BlockedError } from './failures.js';
import { findSettled } from './settle.js';

/** Only the owner's id where its kind may not be read. */
const owner = z.object({ id: z.string(), appId: z.string().nullish() });

const KINDS = {
  application: { path: '/applications/{id}/owners', command: 'New-MgApplicationOwnerByRef' },
  servicePrincipal: { path: '/servicePrincipals/{id}/owners', command: 'New-MgServicePrincipalOwnerByRef' },
} as const;

/**
 * Of an object that was made a moment ago: its owners are seen later than itself.
 * @throws BlockedError when our application is not among them, and may not change what it does not own
 */
export async function requireOwner(
  deps: Deps,
  scope: Scope,
  kind: keyof typeof KINDS,
  id: string,
): Promise<void> {
  const graph = deps.graphFor(scope);
  const client = deps.clientOf(scope.permissionProfile);
  if (client === undefined) throw new TypeError(`no client for ${scope.permissionProfile}`); // consent was blocked on it
  const { path, command } = KINDS[kind];
  const clientId = client.clientId.toLowerCase();
  const owned = await findSettled(
    async () =>
      (await graph.list(owner, path, { id })).find(({ appId }) => appId?.toLowerCase() === clientId),
    { mayHaveWritten: true, settleMs: deps.settleMs },
  );
  if (owned !== undefined) return;
  const { permissions, servicePrincipalId } = await deps.entra.granted(scope.tenantId, client);
  if (permissions.includes('Application.ReadWrite.All')) return;
  const owners = await graph.list(owner, path, { id });
  if (owners.some((one) => one.id.toLowerCase() === servicePrincipalId.toLowerCase())) return;
  const noun = kind === 'application' ? 'application' : 'service principal';
  throw new BlockedError({
    code: 'not_owner',
    reason: `Microsoft Graph created the ${noun}, but did not make our application its owner. Without that, our application cannot change it.`,
    remedy: `Have a Cloud Application Administrator of the tenant add our application as owner with Microsoft Graph PowerShell (${command}; the ids are in the details), then retry the step. Or cancel this onboarding and start it again on a worker with the other setting of APPLICATION_CREATION.`,
    details: [`${noun} ${id}`, `owner to add: service principal ${servicePrincipalId}`],
  });
}
