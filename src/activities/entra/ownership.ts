/**
 * Whether our application owns what was made with its rights: with Application.ReadWrite.OwnedBy it can change nothing
 * else. Reported as missing for what Microsoft's templates make, and for a while in 2024 for upserts (Q1, Q2).
 */
import { z } from 'zod';
import type { Deps, Scope } from '../deps.js';
import { BlockedError } from '../failures.js';
import { findSettled } from './settle.js';
import { filled } from '../../onboarding/blanks.js';
import { newProblem } from '../../onboarding/problems/catalogue.js';
import { DETAILS } from '../../onboarding/problems/details.js';

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
  if (owners.some((found) => found.id.toLowerCase() === servicePrincipalId.toLowerCase())) return;
  const noun = kind === 'application' ? 'application' : 'service principal';
  throw new BlockedError(
    newProblem('not_owner', {
      noun,
      command,
      details: [filled(DETAILS[kind], { id }), filled(DETAILS.ownerToAdd, { id: servicePrincipalId })],
    }),
  );
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
  const others = owners.filter((found) => found.id.toLowerCase() !== servicePrincipalId.toLowerCase());
  if (others.length === 0) return;
  const noun = kind === 'application' ? 'application' : 'service principal';
  throw new BlockedError(
    newProblem('owned_by_others', {
      noun,
      details: [
        filled(DETAILS[kind], { id }),
        ...others.map((other) => filled(DETAILS.owner, { name: other.displayName ?? '', id: other.id })),
      ],
    }),
  );
}
