/** Finds and removes what an onboarding has made in the tenant, or all that was ever made for the customer. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { IN_TENANT } from '../activityOptions.js';
import type { Removal } from '../provider.js';
import type { Tenant } from './tenant.js';

const { findMade, removeMade } = proxyActivities<Activities>(IN_TENANT);

export function removal(tenant: Tenant, madeBy: 'onboarding' | 'customer'): Removal {
  const scope = { ...tenant, retried: true };
  const whose = madeBy === 'onboarding' ? 'this' : 'the';
  return {
    find: () =>
      findMade.executeWithOptions({ summary: `find what ${whose} onboarding made` }, [{ ...scope, madeBy }]),
    remove: async (made) => {
      await removeMade.executeWithOptions({ summary: 'remove it' }, [{ ...scope, made }]);
    },
  };
}
