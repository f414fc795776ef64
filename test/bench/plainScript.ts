/**
 * The honest baseline: the same calls of Graph in the same order with the same client, by a script without Temporal.
 * It loses everything when it is interrupted.
 */
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import type { Activities } from '../../src/activities/index.js';
import { applicationDisplayName } from '../../src/onboarding/names.js';
import type { OnboardingRequest } from '../../src/onboarding/request.js';
import { samlSettingsOf } from './request.js';

const logger = new DefaultLogger('ERROR');

export async function plainScript(activities: Activities, request: OnboardingRequest): Promise<void> {
  const run = <N extends keyof Activities>(
    name: N,
    input: Parameters<Activities[N]>[0],
  ): ReturnType<Activities[N]> => {
    const environment = new MockActivityEnvironment({ attempt: 1 }, { logger });
    return environment.run(() => activities[name](input as never)) as ReturnType<Activities[N]>;
  };
  const { customerId, permissionProfile, claims, appRoles: roles, tenant } = request;
  const onboardingId = 'plain';
  const displayName = applicationDisplayName(request);
  const settings = samlSettingsOf(request);
  const { tenantId } = await run('resolveTenant', { tenant, permissionProfile, onboardingId });
  const scope = { customerId, onboardingId, tenantId, permissionProfile, retried: false };
  await run('checkConsent', scope);
  const made = await run('createEnterpriseApplication', { ...scope, displayName, roles });
  const { applicationId, appId, servicePrincipalId, roleIds } = made;
  const ids = { ...scope, applicationId, servicePrincipalId };
  await run('setSamlMode', ids);
  await run('setSamlSettings', { ...ids, settings });
  const { policyId } = await run('setClaims', { ...ids, claims });
  const certificate = await run('setSigningCertificate', { ...ids, generation: 1, watched: false });
  const { thumbprint } = certificate;
  const { thumbprints } = await run('fetchFederationMetadata', { ...scope, appId, thumbprint });
  const assignments = request.assignments ?? [];
  const { principals } = await run('lookUpPrincipals', { ...scope, assignments });
  await run('assignPrincipals', { ...ids, principals, roleIds });
  const agreed = {
    onboardingId,
    request,
    tenantId,
    applicationId,
    appId,
    servicePrincipalId,
    roleIds,
    claimsPolicyId: policyId,
    certificate,
    trusted: thumbprints,
    assignments: principals,
    optedOut: [],
  };
  await run('verifyConfiguration', { ...scope, agreed });
  await run('findSignIn', { ...scope, appId, since: new Date().toISOString() });
}
