/** Step 3.4: User Attributes & Claims. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { IN_TENANT } from '../activityOptions.js';
import type { OnboardingRun } from '../onboarding/run.js';
import { type Application, scopeOf } from './tenant.js';

const { setClaims } = proxyActivities<Activities>(IN_TENANT);

export const claims = (run: OnboardingRun, { tenant, servicePrincipalId }: Application) =>
  run.skippableStep('claims', async (step) => {
    const { claims, nameId } = run.request;
    const { policyId } = await setClaims.executeWithOptions({ summary: 'set the claims' }, [
      { ...scopeOf(tenant, step), servicePrincipalId, claims, nameId },
    ]);
    if (policyId === null) step.note = "no policy: left to Entra ID's defaults, as the request says";
    else run.made({ claimsPolicyId: policyId });
  });
