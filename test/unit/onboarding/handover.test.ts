import { describe, expect, test } from '@jest/globals';
import { handoverPackage } from '../../../src/onboarding/handover.js';
import type { ProfileName } from '../../../src/onboarding/profiles.js';
import { onboardingRequestSchema, serviceProviderOf } from '../../../src/onboarding/request.js';
import { minimalRequest } from '../../support/request.js';

const METADATA = {
  xml: '<x/>',
  sha256: 'ab',
  singleSignOnUrl: 'https://login.example/saml2',
  certificate: 'pem',
};
const CONNECTION = {
  entityId: 'urn:sinch:contoso',
  replyUrls: ['https://login.sinch.example/callback'],
  signOnUrl: 'https://login.sinch.example/contoso',
};

describe('users that are known by another name', () => {
  test('are told of before the form is filled in', () => {
    const trapsOf = (nameId: { source: string }) => {
      const request = onboardingRequestSchema.parse(minimalRequest({ nameId }));
      return handoverPackage(request, serviceProviderOf(request), METADATA, false).traps.join(' ');
    };
    expect(trapsOf({ source: 'user.mail' })).toContain('Users are known by their mail address');
    expect(trapsOf({ source: 'user.userprincipalname' })).not.toContain('Users are known by');
  });
});

/** What the form says of the switch that leaves no other way in. */
function forcing(profile: ProfileName, forceSso: boolean, forced: boolean) {
  const request = onboardingRequestSchema.parse(
    minimalRequest({
      hub: { emailDomains: ['contoso.example'], accounts: ['contoso-parent'], forceSso },
      serviceProvider: { profile, overrides: profile === 'sinch-id' ? CONNECTION : {} },
    }),
  );
  const { form } = handoverPackage(request, serviceProviderOf(request), METADATA, forced);
  return form.find(({ field }) => field === 'Force SSO' || field === 'Username and Password');
}

describe('the handover', () => {
  test.each([
    ['messagemedia-hub', 'off'],
    ['sinch-id', 'on'],
  ] as const)('of %s never asks to force SSO, and says when that is wanted', (profile, value) => {
    expect(forcing(profile, false, false)).toMatchObject({ value });
    expect(forcing(profile, true, false)).toMatchObject({
      value,
      trap: expect.stringContaining('You are asked for it as the last step'),
    });
  });

  test.each([
    ['messagemedia-hub', 'on'],
    ['sinch-id', 'off'],
  ] as const)('of %s after a rollover leaves SSO forced where it was', (profile, value) => {
    expect(forcing(profile, true, true)).toMatchObject({ value });
  });
});
