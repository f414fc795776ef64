/** The onboarding that is measured: 20 assignments, nobody to wait for. */
import {
  type OnboardingRequest,
  onboardingRequestSchema,
  serviceProviderOf,
} from '../../src/onboarding/request.js';
import { minimalRequest } from '../support/request.js';

export function benchRequest(customerId: string, domain: string, origin: string): OnboardingRequest {
  return onboardingRequestSchema.parse(
    minimalRequest({
      customerId,
      companyName: domain,
      tenant: domain,
      serviceProvider: {
        profile: 'messagemedia-hub',
        overrides: {
          entityId: `${origin}/hub`,
          replyUrls: [`${origin}/hub/sso/acs`],
          signOnUrl: `${origin}/hub/login/sso`,
        },
      },
      assignments: Array.from({ length: 20 }, (_, i) => ({
        type: 'user' as const,
        principal: `user${String(i + 1)}@${domain}`,
      })),
      testSignIn: false,
    }),
  );
}

export const samlSettingsOf = (request: OnboardingRequest) => ({
  serviceProvider: serviceProviderOf(request),
  initiatedBy: request.initiatedBy,
  certificateNotificationAddresses: request.certificateNotificationAddresses,
});
