/** Steps 3.1 to 3.3: Basic SAML Configuration, with the additional URLs for the SP-initiated mode. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { samlSettingsOf } from '../../onboarding/request.js';
import { IN_TENANT } from '../activityOptions.js';
import type { OnboardingRun } from '../onboarding/run.js';
import { type Application, scopeOf } from './tenant.js';

const { setSamlSettings } = proxyActivities<Activities>(IN_TENANT);

export const samlSettings = (
  run: OnboardingRun,
  { tenant, applicationId, servicePrincipalId }: Application,
): Promise<void> =>
  run.step('samlSettings', async (step) => {
    const settings = samlSettingsOf(run.request);
    const summary = `configure ${settings.serviceProvider.entityId}`;
    await setSamlSettings.executeWithOptions({ summary }, [
      { ...scopeOf(tenant, step), applicationId, servicePrincipalId, settings },
    ]);
  });
