import { describe, expect, it } from '@jest/globals';
import { handoverPackage } from '../../../../src/onboarding/handover.js';
import { PROFILE_NAMES, PROFILES } from '../../../../src/onboarding/profiles.js';
import type { Profile } from '../../../../src/onboarding/profiles/profile.js';
import { LANGUAGES } from '../../../../src/onboarding/languages.js';
import { onboardingRequestSchema, serviceProviderOf } from '../../../../src/onboarding/request.js';
import { SPOKEN } from '../../../../src/web/words/languages.js';
import { minimalRequest } from '../../../support/request.js';

const overrides = {
  entityId: 'https://provider.example/entity',
  replyUrls: ['https://provider.example/acs'],
  signOnUrl: 'https://provider.example/login/sso',
};
const metadata = {
  xml: '<xml/>',
  sha256: 'ab',
  singleSignOnUrl: 'https://login.example',
  certificate: 'PEM',
};

describe.each(PROFILE_NAMES)('the profile %s', (profile) => {
  const request = onboardingRequestSchema.parse(minimalRequest({ serviceProvider: { profile, overrides } }));
  const { system, forceSso } = PROFILES[profile];

  it('hands over its own form, which leaves force SSO as it is', () => {
    const handover = handoverPackage(request, serviceProviderOf(request), metadata, false);
    expect(handover).toMatchObject({ system, location: forceSso.location, metadataXml: '<xml/>' });
    expect(handover.form.at(-1)).toMatchObject({ field: forceSso.field, value: forceSso.off });
    const given = handover.form.some((entry) => 'pasteMetadataXml' in entry || entry.value === 'PEM');
    expect(given).toBe(true);
  });

  it('says in whole sentences what is new when a certificate is replaced', () => {
    expect(PROFILES[profile].renewal).toMatch(/^[A-Z].*\.$/);
  });

  it.each(LANGUAGES)(
    'says what to heed in each field, and when a certificate is replaced, in %s',
    (language) => {
      const { form, traps } = handoverPackage(request, serviceProviderOf(request), metadata, false);
      const said = [...form.flatMap(({ trap }) => trap ?? []), ...traps, PROFILES[profile].renewal];
      const { recorded } = SPOKEN[language];
      expect(said.filter((text) => recorded(text) === undefined)).toEqual([]);
    },
  );
});

it('a profile without its form does not compile', () => {
  const { form, ...lacking } = PROFILES['sinch-id'];
  // @ts-expect-error It would have another profile's form.
  const third: Profile = lacking;
  expect(third).not.toHaveProperty('form', form);
});
