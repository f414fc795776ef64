import { describe, expect, it } from '@jest/globals';
import { agreedClaims } from '../../../src/onboarding/claims.js';
import { describeIssues } from '../../../src/onboarding/describeIssues.js';
import { onboardingRequestSchema, serviceProviderOf } from '../../../src/onboarding/request.js';
import { minimalRequest } from '../../support/request.js';

const problems = (document: unknown): string[] => {
  const parsed = onboardingRequestSchema.safeParse(document);
  return parsed.success ? [] : describeIssues(parsed.error);
};

describe('the request', () => {
  it('fills in the profile, the four claims, the deadlines and the permission profile', () => {
    const request = onboardingRequestSchema.parse(minimalRequest());
    expect(serviceProviderOf(request)).toMatchObject({
      profile: 'messagemedia-hub',
      entityId: 'https://hub.messagemedia.com',
    });
    expect(agreedClaims(request).map((claim) => claim.source)).toEqual([
      'user.mail',
      'user.givenname',
      'user.userprincipalname',
      'user.surname',
    ]);
    expect(new Set(Object.values(request.deadlines))).toEqual(new Set([14]));
    expect(request.permissionProfile).toBe('full');
  });

  it('reports every problem of a document at once, each with its path', () => {
    const found = problems({
      ...minimalRequest(),
      customerId: 'Not Valid',
      companyName: '',
      tenant: 'no-dot',
      contacts: [{ name: 'Anna', mobile: '0491570156', roles: ['azureAdministrator'] }],
      certificateNotificationAddresses: ['not-an-address'],
      hub: { emailDomains: ['nodot'], accounts: [] },
      assignments: [{ type: 'user', principal: 'sam@contoso.example', role: 'sender' }],
      unknown: true,
    });
    const paths = found.map((line) => line.split(':')[0]);
    expect(paths).toEqual(
      expect.arrayContaining([
        'customerId',
        'companyName',
        'tenant',
        'contacts[0].mobile',
        'certificateNotificationAddresses[0]',
        'hub.emailDomains[0]',
        'hub.accounts',
        'assignments[0]',
        'document',
      ]),
    );
  });

  it('names the missing values of a profile that has none of its own', () => {
    const found = problems(minimalRequest({ serviceProvider: { profile: 'sinch-id' } }));
    expect(found.map((line) => line.split(':')[0])).toEqual([
      'serviceProvider.overrides.entityId',
      'serviceProvider.overrides.replyUrls',
      'serviceProvider.overrides.signOnUrl',
    ]);
  });

  it('takes a white-label brand by overriding single fields', () => {
    const overrides = {
      entityId: 'https://app.brand.example',
      signOnUrl: 'https://app.brand.example/login/sso',
    };
    const request = onboardingRequestSchema.parse(
      minimalRequest({ serviceProvider: { profile: 'messagemedia-hub', overrides } }),
    );
    expect(serviceProviderOf(request)).toMatchObject({
      ...overrides,
      replyUrls: ['https://api.messagemedia.com/v2/iam/sso/acs', 'https://hub.messagemedia.com/login/sso'],
    });
  });

  it.each([
    [
      'an entity ID that ends with a slash',
      { entityId: 'https://hub.example/' },
      'must not end with a slash',
    ],
    ['a reply URL over plain http', { replyUrls: ['http://hub.example/acs'] }, 'must be an https URL'],
  ])('refuses %s', (_, overrides, message) => {
    const found = problems(minimalRequest({ serviceProvider: { profile: 'messagemedia-hub', overrides } }));
    expect(found.join()).toContain(message);
  });

  // O23
  it.each([
    ['+6149157', 'shorter than 8 digits'],
    ['+6149157015612345', 'longer than 15 digits'],
  ])('refuses the mobile number %s, which is %s', (mobile) => {
    const contacts = [{ name: 'Anna', mobile, roles: ['azureAdministrator' as const] }];
    expect(problems(minimalRequest({ contacts })).join()).toContain('must be an international number');
  });

  it('refuses more than five certificate notification addresses', () => {
    const addresses = Array.from({ length: 6 }, (_, i) => `person${String(i)}@contoso.example`);
    expect(problems(minimalRequest({ certificateNotificationAddresses: addresses }))).toHaveLength(1);
  });

  it('refuses a role that is not offered, a missing role where roles are offered, and a repeated assignment', () => {
    const found = problems(
      minimalRequest({
        appRoles: [{ value: 'sender', displayName: 'Sender' }],
        assignments: [
          { type: 'user', principal: 'sam@contoso.example', role: 'boss' },
          { type: 'user', principal: 'li@contoso.example' },
          { type: 'user', principal: 'maria@contoso.example', role: 'sender' },
          { type: 'user', principal: 'MARIA@contoso.example', role: 'sender' },
        ],
      }),
    );
    expect(found).toEqual([
      'assignments[0]: the role "boss" does not exist; one of sender',
      'assignments[1]: a role is needed; one of sender',
      'assignments[3]: is listed twice',
    ]);
  });

  it('asks for a contact of each kind', () => {
    const contacts = [{ name: 'Anna', mobile: '+61491570156', roles: ['hubAdministrator' as const] }];
    expect(problems(minimalRequest({ contacts }))).toEqual([
      'contacts: no contact has the role azureAdministrator',
    ]);
  });
});
