/** Does what was agreed stand in the tenant? */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { Agreed } from '../../onboarding/watch.js';
import { IN_TENANT } from '../activityOptions.js';
import type { OnboardingRun } from '../onboarding/run.js';
import { scopeOf, tenantOf } from './tenant.js';

const { verifyConfiguration } = proxyActivities<Activities>(IN_TENANT);

export const verification = (run: OnboardingRun, agreed: Agreed) =>
  run.skippableStep('verification', (step) =>
    verifyConfiguration.executeWithOptions({ summary: 'read everything back and compare' }, [
      { ...scopeOf(tenantOf(run, agreed.tenantId), step), agreed },
    ]),
  );
