import type { OnboardingRequestInput } from '../../src/onboarding/request.js';

/** A request that says only what it must; tests add what they are about. */
export function minimalRequest(changes: Partial<OnboardingRequestInput> = {}): OnboardingRequestInput {
  return {
    customerId: 'contoso',
    companyName: 'Contoso',
    tenant: 'contoso.example',
    contacts: [{ name: 'Anna', mobile: '+61491570156', roles: ['azureAdministrator', 'hubAdministrator'] }],
    hub: { emailDomains: ['contoso.example'], accounts: ['contoso-parent'] },
    testSignIn: false,
    ...changes,
  };
}
