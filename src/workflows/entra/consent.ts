/** Before step 1: an administrator of the customer's tenant agrees to the changes. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { newProblem } from '../../onboarding/problems/catalogue.js';
import type { SignalInput } from '../../onboarding/signals.js';
import { IN_TENANT } from '../activityOptions.js';
import type { OnboardingRun } from '../onboarding/run.js';
import { waitFor } from '../onboarding/waiting.js';
import { ProblemError } from '../run/problems.js';
import { findTenant, scopeOf, type Tenant } from './tenant.js';

const { checkConsent } = proxyActivities<Activities>(IN_TENANT);

type Answer = SignalInput<'grantConsent'>;

/** With the permissions that a fresh token has. */
export const consent = (run: OnboardingRun): Promise<{ tenant: Tenant; granted: readonly string[] }> =>
  run.step('consent', async (step) => {
    const { request, progress } = run;
    const { tenant, consentUrl, webhook } = await findTenant(request, progress.onboardingId);
    if (run.capabilities === undefined) run.events.configured(webhook);
    run.made({ tenantId: tenant.tenantId });
    progress.consentUrl = consentUrl;
    const answer = await waitFor(run, step, 'grantConsent', {
      from: 'azureAdministrator',
      instruction: `As Privileged Role Administrator or Global Administrator, agree to the changes: ${consentUrl}`,
      days: request.deadlines.consent,
    });
    const { grantedBy, consentedAs } = granted(run, answer, tenant.tenantId);
    const { permissions } = await checkConsent.executeWithOptions(
      { summary: 'check the permissions in a fresh token' },
      [scopeOf(tenant, step)],
    );
    run.made({ consentedBy: grantedBy, ...(consentedAs === undefined ? {} : { consentedAs }) });
    return { tenant, granted: permissions };
  });

/** @throws ProblemError when they declined, or have consented for another tenant */
function granted(run: OnboardingRun, answer: Answer, tenantId: string) {
  if ('declined' in answer) {
    run.answers.drop('grantConsent');
    throw new ProblemError(
      newProblem('consent_declined', answer.reason === undefined ? {} : { details: [answer.reason] }),
    );
  }
  if (answer.tenantId !== tenantId) {
    run.answers.drop('grantConsent');
    throw new ProblemError(newProblem('wrong_tenant', { consented: answer.tenantId, tenantId }));
  }
  return answer;
}
