/** What a tenant's replies mean, with policies and licences as Microsoft documents them. */
import { describe, expect, it } from '@jest/globals';
import { findingsOf, type Replies } from '../../../../src/activities/entra/preflightFindings.js';

const TENANT = 'a5d1d5c2-8308-5710-8878-c861608a989d';
const ID = '0f0e0d0c-0b0a-4908-8706-050403020100';
const input = {
  customerId: 'contoso',
  tenant: TENANT,
  permissionProfile: 'full' as const,
  identifier: 'https://hub.example/sso',
  displayName: 'MessageMedia SSO for Contoso',
};
const none = { value: [] };
const free: Replies = { byIdentifier: none, byName: none, deleted: none };
const of = (check: string, replies: Replies, identifier = input.identifier) =>
  findingsOf({ ...input, identifier }, TENANT, { ...free, ...replies }).find((one) => one.check === check);

const policy = (applicationRestrictions: object, isEnabled = true) => ({
  policy: { isEnabled, applicationRestrictions, servicePrincipalRestrictions: null },
});
const uris = (restriction: object, name = 'nonDefaultUriAddition') =>
  policy({ identifierUris: { [name]: { state: 'enabled', excludeActors: null, ...restriction } } });

it('what may not be read is unknown, and nothing of it blocks', () => {
  const verdicts = findingsOf(input, TENANT, {}).map(({ verdict }) => verdict);
  expect(new Set(verdicts)).toEqual(new Set(['unknown']));
  expect(verdicts).toHaveLength(6);
});

describe('a policy on identifiers', () => {
  it.each<[string, string, Replies]>([
    ['that exempts SAML applications', 'fine', uris({ excludeSaml: true })],
    ['that exempts nobody', 'blocks', uris({ excludeSaml: false })],
    ['of tenant identifiers', 'blocks', uris({}, 'uriAdditionWithoutUniqueTenantIdentifier')],
    ['that exempts some', 'warns', uris({ excludeActors: { customSecurityAttributes: [] } })],
    ['that is disabled', 'fine', uris({ state: 'disabled' })],
    [
      'in a policy that is not enabled',
      'fine',
      policy({ identifierUris: { nonDefaultUriAddition: {} } }, false),
    ],
  ])('%s %s', (_, verdict, replies) => {
    expect(of('identifierPolicy', replies)?.verdict).toBe(verdict);
  });

  it('of tenant identifiers lets one through that carries the tenant', () => {
    const replies = uris({}, 'uriAdditionWithoutUniqueTenantIdentifier');
    expect(of('identifierPolicy', replies, `api://${TENANT}/hub`)?.verdict).toBe('fine');
  });
});

describe('a policy on credentials', () => {
  const lifetime = (maxLifetime: string) =>
    policy({ keyCredentials: [{ restrictionType: 'asymmetricKeyLifetime', state: 'enabled', maxLifetime }] });

  it.each<[string, string, Replies]>([
    ['of half a year, which is kept to', 'fine', lifetime('P180D')],
    ['of a month', 'warns', lifetime('P30D')],
    ['on passwords', 'warns', policy({ passwordCredentials: [{ restrictionType: 'passwordAddition' }] })],
    ['on nothing', 'fine', policy({})],
  ])('%s: %s', (_, verdict, replies) => {
    expect(of('credentialPolicy', replies)?.verdict).toBe(verdict);
  });
});

it.each<[string, string, object]>([
  ['P1', 'fine', { capabilityStatus: 'Enabled', servicePlans: [{ servicePlanName: 'AAD_PREMIUM' }] }],
  ['P2', 'fine', { capabilityStatus: 'Warning', servicePlans: [{ servicePlanName: 'AAD_PREMIUM_P2' }] }],
  [
    'P1, suspended',
    'warns',
    { capabilityStatus: 'Suspended', servicePlans: [{ servicePlanName: 'AAD_PREMIUM' }] },
  ],
  [
    'no premium plan',
    'warns',
    { capabilityStatus: 'Enabled', servicePlans: [{ servicePlanName: 'EXCHANGE' }] },
  ],
])('a tenant with %s: %s', (_, verdict, sku) => {
  expect(of('licence', { licences: { value: [sku] } })?.verdict).toBe(verdict);
});

describe('another application', () => {
  const other = { value: [{ id: ID, displayName: 'Trial', uniqueName: null }] };
  const own = { value: [{ id: ID, displayName: 'Ours', uniqueName: 'messagemedia-sso-contoso' }] };

  it('that has the identifier blocks, is named, and is told where to be found', () => {
    expect(of('identifier', { byIdentifier: other })).toMatchObject({
      verdict: 'blocks',
      code: 'identifier_taken',
      message: expect.stringContaining(`"Trial" (${ID})`),
    });
  });

  it('of the same name only warns', () => {
    expect(of('displayName', { byName: other })?.verdict).toBe('warns');
  });

  it('that is the customer’s own, of an earlier try, is none', () => {
    expect(of('identifier', { byIdentifier: own })?.verdict).toBe('fine');
    expect(of('displayName', { byName: own })?.verdict).toBe('fine');
    expect(of('leftovers', { deleted: own })?.message).toContain('it is restored');
  });
});
