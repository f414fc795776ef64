/** A repair sets right what was agreed, and leaves everything of the customer's own as it is. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type Difference, type Repairable, withReasons } from '../../src/onboarding/drift.js';
import { acsUrl } from '../../src/onboarding/testSignIn.js';
import type { Agreed } from '../../src/onboarding/watch.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { inPortal } from '../../sandbox/portal.js';
import { agreedOf, runActivity, runPipeline, scope } from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';

const links = { publicUrl: 'https://onboarding.example', key: Buffer.alloc(32, 9) };
const EMAIL = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress';
const DEPARTMENT = 'https://contoso.example/department';

type Entry = Record<string, string>;
type Definition = { ClaimsMappingPolicy: { ClaimsSchema: Entry[]; [member: string]: unknown } };

let world: TestSandbox;
let agreed: Agreed;
beforeEach(async () => {
  world = await startTestSandbox({ links });
  const [client] = world.sandbox.world.clients;
  consent(tenant(), client!, client!.requestedPermissions);
  agreed = agreedOf(world.sandbox, await runPipeline(world));
});
afterEach(async () => {
  await world.stop();
});

const tenant = () => world.sandbox.world.tenants[0]!;
const application = () => tenant().applications.get(agreed.applicationId)!;
const servicePrincipal = () => tenant().servicePrincipals.get(agreed.servicePrincipalId)!;
const policy = () => tenant().claimsPolicies.get(agreed.claimsPolicyId!)!;
const definition = () => JSON.parse(policy().definition[0]!) as Definition;

/** As the customer's administrator does by hand. */
const change = (path: string, body: object) =>
  inPortal(world.sandbox.world, tenant(), 'anna.admin@contoso.example', { method: 'PATCH', path, body });
const changeApplication = (body: object) => change(`/applications/${agreed.applicationId}`, body);
const changeDefinition = (wanted: string) =>
  change(`/policies/claimsMappingPolicies/${policy().id}`, { definition: [wanted] });
const roles = () =>
  application().appRoles.map(({ id, value, displayName, description, isEnabled, allowedMemberTypes }) => ({
    ...{ id, value, displayName, description, isEnabled, allowedMemberTypes },
  }));

async function differences(more: object = {}): Promise<Difference[]> {
  const input = { ...scope, agreed, settled: [], ...more };
  return (await runActivity(world, 'compareConfiguration', input))['differences'] as Difference[];
}
const told = async (more?: object) =>
  (await differences(more)).map(({ kind, field, agreed: wanted, found }) => [kind, field, wanted, found]);

type Repair = { repaired: Repairable[]; unrepaired: { class: Repairable; why: string }[] };
const repair = async (name: Repairable, more: object = {}) =>
  (await runActivity(world, 'repairConfiguration', { ...scope, agreed, classes: [name], ...more })) as Repair;

it('claims differ claim by claim, and those that the customer added are kept with all else in the policy', async () => {
  const { ClaimsMappingPolicy: found } = definition();
  const department = { Source: 'user', ID: 'department', SamlClaimType: DEPARTMENT };
  const changed = found.ClaimsSchema.map((entry) =>
    entry['SamlClaimType'] === EMAIL ? { ...entry, ID: 'othermail', JwtClaimType: 'email' } : entry,
  );
  const own = { IncludeBasicClaimSet: 'false', GroupFilter: { MatchOn: 'displayname' } };
  const ClaimsMappingPolicy = { ...found, ...own, ClaimsSchema: [department, ...changed.slice(0, -1)] };
  changeDefinition(JSON.stringify({ ClaimsMappingPolicy }));
  const added = [
    ['added', `ClaimsSchema[${DEPARTMENT}]`, null, 'user.department'],
    ['added', 'IncludeBasicClaimSet', null, '"false"'],
    ['added', 'GroupFilter', null, '{"MatchOn":"displayname"}'],
  ];
  const missing = found.ClaimsSchema.at(-1)!;
  expect(await told()).toEqual([
    ['changed', `ClaimsSchema[${EMAIL}]`, 'user.mail', 'user.othermail'],
    ['missing', `ClaimsSchema[${missing['SamlClaimType']!}]`, `user.${missing['ID']!}`, null],
    ...added,
  ]);

  expect(await repair('claims')).toEqual({ repaired: ['claims'], unrepaired: [] });
  expect(await told()).toEqual(added);
  const { ClaimsSchema, ...members } = definition().ClaimsMappingPolicy;
  expect(ClaimsSchema).toHaveLength(found.ClaimsSchema.length + 1);
  expect(ClaimsSchema).toContainEqual(department);
  expect(ClaimsSchema).toContainEqual({
    ...{ Source: 'user', ID: 'mail', SamlClaimType: EMAIL, JwtClaimType: 'email' },
  });
  expect(members).toEqual({ Version: 1, ...own });
});

it('an agreed claim that comes from a constant, or is there twice, is one claim from its agreed source again', async () => {
  const { ClaimsMappingPolicy: found } = definition();
  const twice = found.ClaimsSchema.flatMap((entry) =>
    entry['SamlClaimType'] === EMAIL
      ? [entry, { Value: 'it@contoso.example', SamlClaimType: EMAIL }]
      : [entry],
  );
  changeDefinition(JSON.stringify({ ClaimsMappingPolicy: { ...found, ClaimsSchema: twice } }));
  expect(await told()).toEqual([
    ['changed', `ClaimsSchema[${EMAIL}]`, 'user.mail', 'user.mail, "it@contoso.example"'],
  ]);
  await repair('claims');
  expect(await told()).toEqual([]);
  expect(definition().ClaimsMappingPolicy.ClaimsSchema).toHaveLength(found.ClaimsSchema.length);
});

it('the same claims laid out in another way are no difference, and nothing is written', async () => {
  const { ClaimsMappingPolicy: found } = definition();
  const ClaimsSchema = found.ClaimsSchema.toReversed().map((entry) =>
    Object.fromEntries(Object.entries(entry).reverse()),
  );
  const { Version, IncludeBasicClaimSet } = found;
  const ClaimsMappingPolicy = { ClaimsSchema, IncludeBasicClaimSet, Version };
  const otherwise = JSON.stringify({ ClaimsMappingPolicy }, null, 2);
  changeDefinition(otherwise);
  expect(await told()).toEqual([]);
  await repair('claims');
  expect(policy().definition).toEqual([otherwise]);
});

it('the onboarding that sets its claims again keeps what was added to them', async () => {
  const { ClaimsMappingPolicy: found } = definition();
  const department = { Source: 'user', ID: 'department', SamlClaimType: DEPARTMENT };
  changeDefinition(JSON.stringify({ ClaimsMappingPolicy: { ...found, ClaimsSchema: [department] } }));
  const { servicePrincipalId, request } = agreed;
  await runActivity(world, 'setClaims', { ...scope, servicePrincipalId, claims: request.claims });
  expect(definition().ClaimsMappingPolicy.ClaimsSchema).toEqual([department, ...found.ClaimsSchema]);
});

it('a definition that nobody understands is told, and not overwritten', async () => {
  tenant().claimsPolicies.put({ ...policy(), definition: ['{"ClaimsMappingPolicy": "of another kind"}'] });
  expect((await told()).map(([kind, field]) => [kind, field])).toEqual([['changed', 'definition']]);
  const { repaired, unrepaired } = await repair('claims');
  expect(repaired).toEqual([]);
  expect(unrepaired).toEqual([
    { class: 'claims', why: expect.stringContaining('not one that Microsoft describes') },
  ]);
  expect(policy().definition).toEqual(['{"ClaimsMappingPolicy": "of another kind"}']);
});

it("somebody else's claims mapping policy stays, and it is told why ours is not set", async () => {
  tenant().claimsPolicies.put({ ...policy(), displayName: 'Their own' });
  const { repaired, unrepaired } = await repair('claims');
  expect(repaired).toEqual([]);
  expect(unrepaired[0]?.why).toContain('"Their own"');
});

it('notification addresses: theirs stay, ours come in where there is room', async () => {
  const own = [1, 2, 3, 4].map((number) => `own${String(number)}@contoso.example`);
  change(`/servicePrincipals/${agreed.servicePrincipalId}`, { notificationEmailAddresses: own });
  expect(await repair('details')).toEqual({ repaired: ['details'], unrepaired: [] });
  expect(new Set(servicePrincipal().notificationEmailAddresses)).toEqual(
    new Set([...own, 'it@contoso.example']),
  );
});

it('notification addresses: where there is no room, ours stay out and it is told why', async () => {
  const own = [1, 2, 3, 4, 5].map((number) => `own${String(number)}@contoso.example`);
  change(`/servicePrincipals/${agreed.servicePrincipalId}`, { notificationEmailAddresses: own });
  changeApplication({ displayName: 'Renamed' });
  const { repaired, unrepaired } = await repair('details');
  expect(servicePrincipal().notificationEmailAddresses).toEqual(own);
  expect(application().displayName).not.toBe('Renamed');
  expect(repaired).toEqual([]);
  expect(withReasons(await differences(), unrepaired).filter(({ kind }) => kind !== 'added')).toMatchObject([
    {
      field: 'notificationEmailAddresses',
      kind: 'missing',
      agreed: 'it@contoso.example',
      unrepaired: expect.stringContaining('leave too little room'),
    },
  ]);
});

it("the customer's reply URLs keep their indexes; only the one that was made the default gets another", async () => {
  const [ours] = application().web.redirectUris;
  const [first, seventh] = ['https://contoso.example/default', 'https://contoso.example/acs'];
  const none = 'https://contoso.example/no-index';
  changeApplication({ web: { redirectUris: [first, seventh, none] } });
  changeApplication({
    web: {
      redirectUriSettings: [
        { uri: first, index: 0 },
        { uri: seventh, index: 1 },
        { uri: none, index: null },
      ],
    },
  });
  await repair('replyUrls');
  const { redirectUris, redirectUriSettings } = application().web;
  expect(new Set(redirectUris)).toEqual(new Set([ours, first, seventh, none]));
  expect(new Map(redirectUriSettings.map(({ uri, index }) => [uri, index]))).toEqual(
    new Map([
      [ours, 0],
      [first, 2],
      [seventh, 1],
      [none, null],
    ]),
  );
});

it('a role whose value somebody renamed is set right under its id, with what it may be assigned to', async () => {
  const before = roles();
  const memberTypes = ['User', 'Application'];
  changeApplication({
    appRoles: before.map((role) => ({ ...role, value: 'Absender', allowedMemberTypes: memberTypes })),
  });
  expect(await told()).toEqual([['changed', 'appRoles[Sender].value', 'Sender', 'Absender']]);
  expect(await repair('roles')).toEqual({ repaired: ['roles'], unrepaired: [] });
  expect(roles()).toEqual(before.map((role) => ({ ...role, allowedMemberTypes: memberTypes })));
  expect(await told()).toEqual([]);
});

it('an onboarding that finds its role renamed gives it its value back', async () => {
  const before = roles();
  changeApplication({ appRoles: before.map((role) => ({ ...role, value: 'Absender' })) });
  const { companyName, appRoles } = agreed.request;
  const input = { ...scope, displayName: `MessageMedia SSO for ${companyName}`, roles: appRoles };
  expect(await runActivity(world, 'createEnterpriseApplication', input)).toMatchObject({
    roleIds: agreed.roleIds,
  });
  expect(roles()).toEqual(before);
});

it('a role of theirs that has the value of ours by now is left alone, and it is told why', async () => {
  const [ours] = roles();
  const theirs = { ...ours!, id: '00000000-0000-4000-8000-000000000001', displayName: 'Their own' };
  changeApplication({ appRoles: [{ ...ours!, value: 'Absender' }, theirs] });
  const { repaired, unrepaired } = await repair('roles');
  expect(repaired).toEqual([]);
  expect(unrepaired[0]?.why).toContain('another role with the value Sender');
  expect(roles()).toEqual([{ ...ours!, value: 'Absender' }, theirs]);
});

it('what Graph refuses is told in its own words, and the other classes are repaired all the same', async () => {
  changeApplication({
    displayName: 'Renamed',
    web: { logoutUrl: 'https://contoso.example/out' },
  });
  const effect = {
    kind: 'status' as const,
    status: 400,
    code: 'Request_BadRequest',
    message: 'No such thing.',
  };
  world.sandbox.faults.add({ method: 'PATCH', path: '^/v1', skip: 0, times: 1, effect });
  const input = { ...scope, agreed, classes: ['urls', 'details'] };
  const { repaired, unrepaired } = (await runActivity(world, 'repairConfiguration', input)) as Repair;
  expect(repaired).toEqual(['details']);
  expect(unrepaired).toEqual([{ class: 'urls', why: expect.stringContaining('No such thing.') }]);
});

it('our own reply URL of a test sign-in is no difference while the test is open, and goes once it was left behind', async () => {
  const target = {
    ...scope,
    applicationId: agreed.applicationId,
    replyUrls: [...application().web.redirectUris],
  };
  await runActivity(world, 'openTestSignIn', target);
  const url = acsUrl(links.publicUrl);
  expect(application().web.redirectUris).toContain(url);
  for (const open of [{}, { openTest: true }]) {
    expect(await told(open)).toEqual([]);
    await repair('replyUrls', open);
    expect(application().web.redirectUris).toContain(url);
  }
  expect(await told({ openTest: false })).toEqual([['leftover', 'web.redirectUris[test]', null, url]]);
  expect(await repair('replyUrls', { openTest: false })).toEqual({ repaired: ['replyUrls'], unrepaired: [] });
  expect(await told({ openTest: false })).toEqual([]);
  expect(application().web.redirectUris).toEqual(target.replyUrls);
});
