/**
 * Whether our application owns what was made with its rights: with Application.ReadWrite.OwnedBy it can change nothing
 * else. Reported as missing for what Microsoft's templates make, and for a while in 2024 for upserts (Q1, Q2).
 */
import { z } from 'zod';
import type { Deps, Scope } from './deps.js';
import { BlockedError } from './failures.js';
import { findSettled } from './settle.js';

/** Only the owner's id where its kind may not be read. */
const owner = z.object({ id: z.string(), appId: z.string().nullish(), displayName: z.string().nullish() });

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

/**
 * Of an object that was there before this onboarding: anybody may have made it, with our unique name, and may add a
 * certificate of their own to it as long as they own it.
 * @throws BlockedError when somebody else owns it too
 */
export async function refuseOtherOwners(
  deps: Deps,
  scope: Scope,
  kind: keyof typeof KINDS,
  id: string,
): Promise<void> {
  const client = deps.clientOf(scope.permissionProfile);
  if (client === undefined) throw new TypeError(`no client for ${scope.permissionProfile}`); // consent was blocked on it
  const owners = await deps.graphFor(scope).list(owner, KINDS[kind].path, { id });
  const { servicePrincipalId } = await deps.entra.granted(scope.tenantId, client);
  const others = owners.filter((one) => one.id.toLowerCase() !== servicePrincipalId.toLowerCase());
  if (others.length === 0) return;
  const noun = kind === 'application' ? 'application' : 'service principal';
  throw new BlockedError({
    code: 'owned_by_others',
    reason: `The ${noun} was there before this onboarding, and others own it too. An owner can add a certificate to it, and with that sign in to the Hub as anybody.`,
    remedy: `Find out in the Azure portal (App registrations, or Enterprise applications > Owners) who made it. If it is the customer's own, remove the owners in the details, or have them removed, and retry the step; else have the application deleted for good, and retry.`,
    details: [`${noun} ${id}`, ...others.map((one) => `owner ${one.displayName ?? ''} (${one.id})`)],
  });
}
