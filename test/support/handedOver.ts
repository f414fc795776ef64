/** What the Hub is to be told, for pages that are tested alone. */
import { handoverPackage } from '../../src/onboarding/handover.js';
import { type OnboardingRequest, serviceProviderOf } from '../../src/onboarding/request.js';

export const handedOver = (request: OnboardingRequest) =>
  handoverPackage(
    request,
    serviceProviderOf(request),
    { xml: '<a/>', sha256: 'ab', singleSignOnUrl: 'https://login.example', certificate: 'MII' },
    false,
  );
