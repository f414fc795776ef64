/** What an onboarding has agreed, for watches whose activities are not real. */
import { type OnboardingRequestInput, onboardingRequestSchema } from '../../src/onboarding/request.js';
import type { Agreed } from '../../src/onboarding/watch.js';
import { TENANT_ID } from './fakeActivities.js';
import { minimalRequest } from './request.js';

/** The active certificate is AB. */
export const agreedFor = (
  request: Partial<OnboardingRequestInput>,
  changes: Partial<Agreed> = {},
): Agreed => ({
  onboardingId: 'onboarding',
  request: onboardingRequestSchema.parse(minimalRequest(request)),
  tenantId: TENANT_ID,
  applicationId: 'application',
  appId: 'app',
  servicePrincipalId: 'service principal',
  roleIds: {},
  claimsPolicyId: null,
  certificate: { name: 'CN=test', thumbprint: 'AB', expiresAt: '2029-01-01T00:00:00Z' },
  trusted: ['AB'],
  assignments: [],
  optedOut: [],
  ...changes,
});
