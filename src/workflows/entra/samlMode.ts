/** Step 2: Select SAML from the single sign-on method options. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { IN_TENANT } from '../activityOptions.js';
import type { OnboardingRun } from '../onboarding/run.js';
import { type Application, scopeOf } from './tenant.js';

const { setSamlMode } = proxyActivities<Activities>(IN_TENANT);

export const samlMode = (run: OnboardingRun, { tenant, servicePrincipalId }: Application): Promise<void> =>
  run.step('samlMode', async (step) => {
    await setSamlMode.executeWithOptions({ summary: 'choose SAML' }, [
      { ...scopeOf(tenant, step), servicePrincipalId },
    ]);
  });
