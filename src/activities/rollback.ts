/** After a cancel: removes what this onboarding made, found by its natural keys, and nothing else. */
import { activityInfo } from '@temporalio/activity';
import type { z } from 'zod';
import { applicationUniqueName, claimsPolicyName, creationTag } from '../onboarding/names.js';
import { application, APPLICATION_BY_KEY, servicePrincipal } from './application.js';
import { CLAIMS_POLICIES, ASSIGNED_POLICIES, claimsPolicy } from './claims.js';
import type { Deps, Scope } from './deps.js';
import { findSettled } from './settle.js';

const DELETED_APPLICATIONS = '/directory/deletedItems/microsoft.graph.application';

export function rollbackActivities(deps: Deps) {
  return {
    /**
     * The claims policy before the application: afterwards nothing would lead to it. By name, not by id, because an
     * activity that was cut off may have made it without telling.
     */
    async removeClaimsPolicy(input: Scope): Promise<{ removed: string[] }> {
      const graph = deps.graphFor(input);
      const displayName = claimsPolicyName(input.customerId, input.onboardingId);
      const mine = async () => {
        const policies = await graph.list(claimsPolicy, CLAIMS_POLICIES, {});
        const found = policies.filter((policy) => policy.displayName === displayName);
        return found.length > 0 ? found : undefined;
      };
      const policies = (await findSettled(mine, { mayHaveWritten: true, settleMs: deps.settleMs })) ?? [];
      for (const policy of policies) {
        const users = await graph.list(servicePrincipal, `${CLAIMS_POLICIES}/{id}/appliesTo`, {
          id: policy.id,
        });
        for (const user of users) {
          await graph.delete(`${ASSIGNED_POLICIES}/{policyId}/$ref`, { id: user.id, policyId: policy.id });
        }
        await graph.delete(`${CLAIMS_POLICIES}/{id}`, { id: policy.id });
      }
      return { removed: policies.map((policy) => `claims mapping policy "${policy.displayName}"`) };
    },

    /**
     * Deletes the application if this onboarding created it; its service principal, certificates and assignments go
     * with it. Entra ID keeps it restorable for 30 days.
     */
    async removeApplication(input: Scope): Promise<{ removed: string[]; kept: string[] }> {
      const graph = deps.graphFor(input);
      const uniqueName = applicationUniqueName(input.customerId);
      const found = await findSettled(() => graph.find(application, APPLICATION_BY_KEY, { uniqueName }), {
        mayHaveWritten: activityInfo().attempt === 1,
        settleMs: deps.settleMs,
      });
      const label = ({ displayName }: z.infer<typeof application>) =>
        `enterprise application "${displayName ?? uniqueName}"`;
      if (found === undefined) {
        // Gone already: perhaps an earlier attempt's delete, whose reply was lost.
        const deleted = await graph.list(application, DELETED_APPLICATIONS, {});
        const ours = deleted.filter(({ tags }) => tags.includes(creationTag(input.onboardingId)));
        return { removed: ours.map(label), kept: [] };
      }
      if (!found.tags.includes(creationTag(input.onboardingId))) {
        return { removed: [], kept: [`${label(found)}: an earlier onboarding made it`] };
      }
      await graph.delete('/applications/{id}', { id: found.id });
      return { removed: [label(found)], kept: [] };
    },
  };
}
