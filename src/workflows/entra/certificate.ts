/** Step 3.5: SAML Signing Certificate. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { IN_TENANT } from '../activityOptions.js';
import type { OnboardingRun } from '../onboarding/run.js';
import { type Application, scopeOf } from './tenant.js';

const { setSigningCertificate } = proxyActivities<Activities>(IN_TENANT);

export const certificate = (run: OnboardingRun, { tenant, servicePrincipalId }: Application) =>
  run.step('certificate', async (step) => {
    const watched = run.request.watch !== undefined;
    const certificate = await setSigningCertificate.executeWithOptions(
      { summary: 'add and activate the signing certificate' },
      [{ ...scopeOf(tenant, step), servicePrincipalId, generation: 1, watched }],
    );
    run.made({ certificate });
    return certificate;
  });
