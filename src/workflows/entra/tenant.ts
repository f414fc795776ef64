/** The customer's tenant, and their enterprise application in it, as the activities need them. */
import { proxyActivities } from '@temporalio/workflow';
import type { Scope } from '../../activities/deps.js';
import type { Activities } from '../../activities/index.js';
import type { StepProgress } from '../../onboarding/progress.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import type { Agreed } from '../../onboarding/watch.js';
import { IN_TENANT } from '../activityOptions.js';
import type { OnboardingRun } from '../onboarding/run.js';

const { resolveTenant } = proxyActivities<Activities>(IN_TENANT);

/** What every activity in the tenant begins with, but for the attempt. */
export type Tenant = Omit<Scope, 'retried'>;

export type Application = {
  tenant: Tenant;
  applicationId: string;
  appId: string;
  servicePrincipalId: string;
  roleIds: Record<string, string>;
};

export const tenantOf = ({ request, progress }: OnboardingRun, tenantId: string): Tenant => ({
  customerId: request.customerId,
  onboardingId: progress.onboardingId,
  tenantId,
  permissionProfile: request.permissionProfile,
});

/** After the first attempt, what it made may be there although nobody was told. */
export const scopeOf = (tenant: Tenant, { attempts }: StepProgress): Scope => ({
  ...tenant,
  retried: attempts > 1,
});

/** The same for a watch, whose checks look at everything anew. */
export const watchedScope = ({ onboardingId, tenantId, request }: Agreed): Scope => ({
  customerId: request.customerId,
  onboardingId,
  tenantId,
  permissionProfile: request.permissionProfile,
  retried: false,
});

/** The tenant of this name, with what else the workers tell of it. */
export async function findTenant(
  {
    customerId,
    tenant: name,
    permissionProfile,
  }: Pick<OnboardingRequest, 'customerId' | 'tenant' | 'permissionProfile'>,
  onboardingId: string,
) {
  const { tenantId, ...told } = await resolveTenant.executeWithOptions(
    { summary: `find the tenant ${name}` },
    [{ tenant: name, permissionProfile, onboardingId }],
  );
  const tenant: Tenant = { customerId, onboardingId, tenantId, permissionProfile };
  return { tenant, ...told };
}
