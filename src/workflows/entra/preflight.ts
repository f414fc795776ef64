/** Before the first write: what in the tenant would stop the onboarding half-way. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { applicationDisplayName } from '../../onboarding/names.js';
import { blockedBy, warningsOf } from '../../onboarding/preflight.js';
import type { StepProgress } from '../../onboarding/progress.js';
import { type OnboardingRequest, serviceProviderOf } from '../../onboarding/request.js';
import { IN_TENANT } from '../activityOptions.js';
import { ProblemError } from '../run/problems.js';
import type { Tenant } from './tenant.js';

const { surveyTenant } = proxyActivities<Activities>(IN_TENANT);

/** Blocks the step, with every finding; what only warns is noted. */
export async function lookBefore(
  step: StepProgress,
  request: OnboardingRequest,
  { customerId, tenantId, permissionProfile }: Tenant,
  granted: readonly string[],
): Promise<void> {
  delete step.note;
  const identifier = serviceProviderOf(request).entityId;
  const displayName = applicationDisplayName(request);
  const { findings } = await surveyTenant.executeWithOptions(
    { summary: 'look at the tenant before anything is written' },
    [{ customerId, tenant: tenantId, permissionProfile, identifier, displayName, granted }],
  );
  const problem = blockedBy(findings, step.attempts > 1);
  if (problem !== undefined) throw new ProblemError(problem);
  const warnings = warningsOf(findings);
  if (warnings !== undefined) step.note = warnings;
}
