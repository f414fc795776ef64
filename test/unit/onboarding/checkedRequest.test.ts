import { describe, expect, it } from '@jest/globals';
import { checkedRequestSchema } from '../../../src/onboarding/checkedRequest.js';
import { describeIssues } from '../../../src/onboarding/describeIssues.js';
import { minimalRequest } from '../../support/request.js';

const problems = (document: unknown): string[] => {
  const parsed = checkedRequestSchema.safeParse(document);
  return parsed.success ? [] : describeIssues(parsed.error);
};
const withMobile = (mobile: string) =>
  minimalRequest({
    contacts: [{ name: 'Anna', mobile, roles: ['azureAdministrator', 'hubAdministrator'] }],
  });

describe('a mobile number', () => {
  it.each(['+61491570156', '+12025550123', '+4915112345678', '+819012345678', '+525512345678'])(
    'such as %s is taken',
    (mobile) => {
      expect(problems(withMobile(mobile))).toEqual([]);
    },
  );

  it.each([
    ['+610491570156', 'did you mean +61491570156?'],
    ['+3530871234567', 'did you mean +353871234567?'],
    ['+64021234567', 'did you mean +6421234567?'],
    ['+61 491 570 156', 'did you mean +61491570156?'],
    ['+61491570', 'no mobile number of the country with the code +61'],
    ['+15551234567', 'no mobile number of the country with the code +1'],
    ['+61291234567', 'no mobile number of the country with the code +61'],
    ['+99912345678', 'no country has such numbers'],
    ['+1234567', 'must be an international number such as'],
    ['0491570156', 'must be an international number such as'],
  ])('such as %s is refused: %s', (mobile, message) => {
    const found = problems(withMobile(mobile));
    expect(found.every((line) => line.startsWith('contacts[0].mobile: '))).toBe(true);
    expect(found.join('\n')).toContain(message);
  });

  it('is checked also where something else is wrong', () => {
    const found = problems({ ...withMobile('+610491570156'), companyName: '', hub: {} });
    expect(found.some((line) => line.includes('did you mean +61491570156?'))).toBe(true);
    expect(found.some((line) => line.startsWith('companyName: '))).toBe(true);
  });
});

describe('an international domain name', () => {
  it('is one domain, however it is written', () => {
    const request = checkedRequestSchema.parse(
      minimalRequest({
        tenant: 'München.example',
        hub: {
          emailDomains: [
            'münchen.example',
            'xn--mnchen-3ya.example',
            'MÜNCHEN.example',
            'mu\u0308nchen.example',
          ],
          accounts: ['contoso-parent'],
        },
      }),
    );
    expect(request.tenant).toBe('xn--mnchen-3ya.example');
    expect(request.hub.emailDomains).toEqual(['xn--mnchen-3ya.example']);
  });

  it.each(['例え.テスト', 'straße.example', 'contoso.example'])('such as %s is taken', (domain) => {
    const hub = { emailDomains: [domain], accounts: ['contoso-parent'] };
    expect(problems(minimalRequest({ hub }))).toEqual([]);
  });

  it.each(['nodot', 'a b.example', '-münchen.example', 'mün_chen.example', 'ex%61mple.example'])(
    'is not %s',
    (domain) => {
      const hub = { emailDomains: [domain], accounts: ['contoso-parent'] };
      expect(problems(minimalRequest({ hub }))).toHaveLength(1);
    },
  );
});

describe('an address of the service provider', () => {
  const withAddress = (address: string) =>
    minimalRequest({
      serviceProvider: {
        profile: 'messagemedia-hub',
        overrides: { replyUrls: [address], signOnUrl: address, logoutUrl: address, probeUrl: address },
      },
    });

  it.each([
    'https://hub.example/sso/acs',
    'https://hub.example/login/sso?email=probe@contoso.example',
    'https://hub.example/a%20b',
  ])('such as %s is taken', (address) => {
    expect(problems(withAddress(address))).toEqual([]);
  });

  it.each([
    'https://evil.example\\@hub.example/',
    'https://hub.example@evil.example/',
    'https://user:password@hub.example/',
    'https://hub.example/\u202Exe.gnp',
    'https://hub\u200B.example/',
    'https://hub.example/\r\nX-Header: y',
    'https://hub.example/a b',
    `https://hub.example/${'a'.repeat(3_000)}`,
  ])('that reads otherwise than it is, is refused wherever it stands: %j', (address) => {
    const fields = problems(withAddress(address)).map((line) => line.split(': ')[0]);
    expect(new Set(fields)).toEqual(
      new Set(
        ['replyUrls[0]', 'signOnUrl', 'logoutUrl', 'probeUrl'].map(
          (field) => `serviceProvider.overrides.${field}`,
        ),
      ),
    );
  });

  it('is an entity ID as well, which may be no URL', () => {
    const withEntityId = (entityId: string) =>
      minimalRequest({ serviceProvider: { profile: 'messagemedia-hub', overrides: { entityId } } });
    expect(problems(withEntityId('urn:example:hub'))).toEqual([]);
    expect(problems(withEntityId('https://hub.example\u202E'))).toHaveLength(1);
  });
});
