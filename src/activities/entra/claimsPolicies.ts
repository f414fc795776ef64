/** Claims mapping policies, and which of them a service principal has. */
import { z } from 'zod';
import type { GraphClient } from '../../graph/client.js';
import { confirmGone } from './gone.js';

export const claimsPolicy = z.object({
  id: z.guid(),
  displayName: z.string(),
  definition: z.array(z.string()),
});

export const ASSIGNED_POLICIES = '/servicePrincipals/{id}/claimsMappingPolicies';
export const CLAIMS_POLICIES = '/policies/claimsMappingPolicies';

export async function unassign(
  graph: GraphClient,
  servicePrincipalId: string,
  policyId: string,
  settleMs: number,
): Promise<void> {
  const id = { id: servicePrincipalId };
  if (await graph.delete(`${ASSIGNED_POLICIES}/{policyId}/$ref`, { ...id, policyId })) return;
  await confirmGone(settleMs, async () =>
    (await graph.list(claimsPolicy, ASSIGNED_POLICIES, id)).find((policy) => policy.id === policyId),
  );
}

/** Whether this service principal is all that has the policy; the list of those it applies to may lag behind. */
export async function appliesOnlyTo(
  graph: GraphClient,
  policyId: string,
  servicePrincipalId: string | null,
): Promise<boolean> {
  const users = await graph.list(z.object({ id: z.guid() }), `${CLAIMS_POLICIES}/{id}/appliesTo`, {
    id: policyId,
  });
  return users.every((user) => user.id === servicePrincipalId);
}
