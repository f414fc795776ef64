/**
 * Step 3.4: User Attributes & Claims, as a claims mapping policy that is assigned to the service principal; or none, where
 * they are left to Entra ID's defaults.
 */
import { activityInfo } from '@temporalio/activity';
import { type Claims, ENTRA_DEFAULTS, type NameId } from '../../onboarding/claims.js';
import { claimsPolicyName, isClaimsPolicyOf } from '../../onboarding/names.js';
import { agreedEntries, claimsDefinition, withClaims } from './claimsDefinition.js';
import {
  appliesOnlyTo,
  ASSIGNED_POLICIES,
  CLAIMS_POLICIES,
  claimsPolicy,
  unassign,
} from './claimsPolicies.js';
import type { Deps, Scope } from '../deps.js';
import { BlockedError } from '../failures.js';
import { remove } from './gone.js';
import { findSettled } from './settle.js';
import { filled } from '../../onboarding/blanks.js';
import { newProblem } from '../../onboarding/problems/catalogue.js';
import { DETAILS } from '../../onboarding/problems/details.js';

export function claimsActivities(deps: Deps) {
  return {
    /**
     * Sees to it that exactly one policy of ours, with these claims, is assigned. Policies have no unique key in
     * Graph: ours is found by its name, and what the customer added to it is kept. Blocks when somebody else's policy
     * is assigned, since a service principal takes only one. Null where there is to be none.
     */
    async setClaims(
      input: Scope & { servicePrincipalId: string; claims: Claims; nameId?: NameId | undefined },
    ): Promise<{ policyId: string | null }> {
      const graph = deps.graphFor(input);
      const { claims, nameId } = input;
      if (claims === ENTRA_DEFAULTS) {
        await removeEarlier(deps, input);
        return { policyId: null };
      }
      const agreed = agreedEntries({ claims, nameId });
      const id = { id: input.servicePrincipalId };
      const all = await graph.list(claimsPolicy, ASSIGNED_POLICIES, id);
      const isOurs = ({ displayName }: { displayName: string }) =>
        isClaimsPolicyOf(input.customerId, displayName);
      const assigned = all.find(isOurs) ?? all[0];
      if (assigned !== undefined && !isOurs(assigned)) {
        throw new BlockedError(
          newProblem('foreign_claims_policy', {
            details: [filled(DETAILS.policy, { name: assigned.displayName, id: assigned.id })],
          }),
        );
      }
      const displayName = claimsPolicyName(input.customerId, input.onboardingId);
      const policy =
        assigned ??
        (await findSettled(
          async () =>
            (await graph.list(claimsPolicy, CLAIMS_POLICIES, {})).find((p) => p.displayName === displayName),
          { mayHaveWritten: input.retried || activityInfo().attempt > 1, settleMs: deps.settleMs },
        )) ??
        (await graph.post(
          claimsPolicy,
          CLAIMS_POLICIES,
          {},
          { displayName, definition: [claimsDefinition(agreed)], isOrganizationDefault: false },
        ));
      const definition = withClaims(policy.definition[0] ?? '', agreed);
      if (definition !== undefined) {
        await graph.patch(`${CLAIMS_POLICIES}/{id}`, { id: policy.id }, { definition: [definition] });
      }
      if (assigned === undefined) {
        const reference = graph.reference(`${CLAIMS_POLICIES}/${policy.id}`);
        await graph.postNoReply(`${ASSIGNED_POLICIES}/$ref`, id, { '@odata.id': reference });
      }
      return { policyId: policy.id };
    },
  };
}

/**
 * What an earlier onboarding of this customer made would still say what is sent. By name and not only by assignment: an
 * attempt that was cut off may have unassigned it. Somebody else's policy is the customer's own affair.
 */
async function removeEarlier(deps: Deps, input: Scope & { servicePrincipalId: string }): Promise<void> {
  const graph = deps.graphFor(input);
  const { servicePrincipalId } = input;
  const ours = (await graph.list(claimsPolicy, CLAIMS_POLICIES, {})).filter(({ displayName }) =>
    isClaimsPolicyOf(input.customerId, displayName),
  );
  for (const { id } of ours) {
    const only = await appliesOnlyTo(graph, id, servicePrincipalId);
    await unassign(graph, servicePrincipalId, id, deps.settleMs);
    if (only) await remove(graph, `${CLAIMS_POLICIES}/{id}`, id, deps.settleMs);
  }
}
