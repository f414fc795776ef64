/** Step 1: Create a new application integration, "MessageMedia SSO for <Your Company>". */
import { patched, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { applicationDisplayName } from '../../onboarding/names.js';
import { IN_TENANT } from '../activityOptions.js';
import type { OnboardingRun } from '../onboarding/run.js';
import { lookBefore } from './preflight.js';
import { type Application, scopeOf, type Tenant } from './tenant.js';

const { createEnterpriseApplication } = proxyActivities<Activities>(IN_TENANT);

export const application = (
  run: OnboardingRun,
  { tenant, granted }: { tenant: Tenant; granted: readonly string[] },
): Promise<Application> =>
  run.step('application', async (step) => {
    const { request } = run;
    if (patched('tenant-preflight')) await lookBefore(step, request, tenant, granted);
    const displayName = applicationDisplayName(request);
    const { applicationId, appId, servicePrincipalId, roleIds } =
      await createEnterpriseApplication.executeWithOptions({ summary: `create "${displayName}"` }, [
        { ...scopeOf(tenant, step), displayName, roles: request.appRoles },
      ]);
    run.made({ applicationId, appId, servicePrincipalId });
    return { tenant, applicationId, appId, servicePrincipalId, roleIds };
  });
