/** Step 3.4: User Attributes & Claims, as a claims mapping policy that is assigned to the service principal. */
import { activityInfo } from '@temporalio/activity';
import { z } from 'zod';
import { claimsPolicyName, isClaimsPolicyOf } from '../onboarding/names.js';
import type { Claim } from '../onboarding/profiles.js';
import { claimsDefinition, withClaims } from './claimsDefinition.js';
import type { Deps, Scope } from './deps.js';
import { BlockedError } from './failures.js';
import { findSettled } from './settle.js';

export const claimsPolicy = z.object({
  id: z.guid(),
  displayName: z.string(),
  definition: z.array(z.string()),
});

export const ASSIGNED_POLICIES = '/servicePrincipals/{id}/claimsMappingPolicies';
export const CLAIMS_POLICIES = '/policies/claimsMappingPolicies';

export function claimsActivities(deps: Deps) {
  return {
    /**
     * Sees to it that exactly one policy of ours, with these claims, is assigned. Policies have no unique key in
     * Graph: ours is found by its name, and what the customer added to it is kept. Blocks when somebody else's policy
     * is assigned, since a service principal takes only one.
     */
    async setClaims(
      input: Scope & { servicePrincipalId: string; claims: Claim[] },
    ): Promise<{ policyId: string }> {
      const graph = deps.graphFor(input);
      const id = { id: input.servicePrincipalId };
      const all = await graph.list(claimsPolicy, ASSIGNED_POLICIES, id);
      const isOurs = ({ displayName }: { displayName: string }) =>
        isClaimsPolicyOf(input.customerId, displayName);
      const assigned = all.find(isOurs) ?? all[0];
      if (assigned !== undefined && !isOurs(assigned)) {
        throw new BlockedError({
          code: 'foreign_claims_policy',
          reason:
            'Another claims mapping policy is assigned to the application, and Entra ID allows only one.',
          remedy:
            // O15: Microsoft's own page for claims is locked while such a policy is assigned.
            'Remove that assignment with Microsoft Graph or PowerShell (Remove-MgServicePrincipalClaimMappingPolicyByRef) and retry the step. Or skip the step if that policy sends the claims needed.',
          details: [`policy "${assigned.displayName}" (${assigned.id})`],
        });
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
          { displayName, definition: [claimsDefinition(input.claims)], isOrganizationDefault: false },
        ));
      const definition = withClaims(policy.definition[0] ?? '', input.claims);
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
