/** What the real Graph was seen to answer: the sandbox answers the same. Each test names its row. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { GraphWorld, outcome } from '../../../support/sandboxGraph.js';

const APPLICATION = "/applications(uniqueName='observed')";
const URIS = ['https://a.example/acs', 'https://b.example/acs'];

let graph: GraphWorld;
let id: string;
let appId: string;
beforeEach(() => {
  graph = new GraphWorld();
  id = graph.make('PATCH', APPLICATION, { displayName: 'Observed' }, { prefer: 'create-if-missing' });
  appId = String(graph.get(`/applications/${id}`)['appId']);
});

const servicePrincipal = () =>
  graph.make('PATCH', `/servicePrincipals(appId='${appId}')`, {}, { prefer: 'create-if-missing' });
const web = () => graph.get(`/applications/${id}?$select=web`)['web'] as Web;
type Web = { redirectUris: string[]; redirectUriSettings: { uri: string; index: number | null }[] };

const patched = (body: object, path = `/applications/${id}`) => outcome(graph.ask('PATCH', path, { body }));

it('O1: reply URLs and their indexes are refused in one request, and taken in two', () => {
  const redirectUriSettings = URIS.map((uri, index) => ({ uri, index }));
  expect(patched({ web: { redirectUris: URIS, redirectUriSettings } })).toBe(
    "400 Request_BadRequest: Can't modify redirectUris and redirectUriSettings within the same request.",
  );
  expect(patched({ web: { redirectUris: URIS } })).toBe('204');
  expect(patched({ web: { redirectUriSettings } })).toBe('204');
});

it('O2: each reply URL has a setting, whose index is null until one is set', () => {
  expect(web().redirectUriSettings).toEqual([]);
  patched({ web: { redirectUris: URIS } });
  const settings = web().redirectUriSettings.toSorted((a, b) => a.uri.localeCompare(b.uri));
  expect(settings).toEqual(URIS.map((uri) => ({ uri, index: null })));
});

it('O4: the audit log names an application by its object id alone', () => {
  patched({ displayName: 'Renamed' });
  const [entry] = graph.list('/auditLogs/directoryAudits');
  const [, given] = [...graph.tenant.consents][0]!;
  expect(entry?.['initiatedBy']).toMatchObject({
    user: null,
    app: { appId: null, servicePrincipalId: given.servicePrincipalId, servicePrincipalName: null },
  });
});

it.each([
  ['alreadyExists', '400 Request_BadRequest: Permission being assigned already exists on the object'],
  ['entitlementGrant', '400 Request_MultipleObjectsWithSameKeyValue: EntitlementGrant entry already exists.'],
  ['conflict', '409 Request_MultipleObjectsWithSameKeyValue: EntitlementGrant entry already exists.'],
] as const)('O7: a duplicate assignment is refused, by the rule %s', (rule, refusal) => {
  graph.world.rules = { ...graph.world.rules, duplicateAssignment: rule };
  const resourceId = servicePrincipal();
  const [user] = graph.tenant.users;
  const appRoleId = '00000000-0000-0000-0000-000000000000';
  const body = { principalId: user!.id, resourceId, appRoleId };
  const assign = () =>
    outcome(graph.ask('POST', `/servicePrincipals/${resourceId}/appRoleAssignedTo`, { body }));
  expect(assign()).toBe('201');
  expect(assign()).toBe(refusal);
});

it.each([
  ['notUnique', '400 Request_MultipleObjectsWithSameKeyValue'],
  ['conflict', '409 Request_MultipleObjectsWithSameKeyValue'],
  ['referencesExist', '400 Request_BadRequest'],
] as const)('O8: a second claims policy is refused, by the rule %s', (rule, refusal) => {
  graph.world.rules = { ...graph.world.rules, secondClaimsPolicy: rule };
  const principal = servicePrincipal();
  const definition = [JSON.stringify({ ClaimsMappingPolicy: { Version: 1, IncludeBasicClaimSet: 'true' } })];
  const assign = (displayName: string) => {
    const policyId = graph.make('POST', '/policies/claimsMappingPolicies', { displayName, definition });
    const body = { '@odata.id': `${graph.world.origin}/v1.0/policies/claimsMappingPolicies/${policyId}` };
    return outcome(graph.ask('POST', `/servicePrincipals/${principal}/claimsMappingPolicies/$ref`, { body }));
  };
  expect(assign('first')).toBe('204');
  expect(assign('second').split(': ')[0]).toBe(refusal);
});

it('O9: a user whose name begins with $ is found in the quoted form alone', () => {
  const [user] = graph.tenant.users;
  graph.tenant.users.push({
    ...user!,
    id: '00000000-0000-4000-8000-00000000000a',
    userPrincipalName: '$x@y.example',
  });
  expect(outcome(graph.ask('GET', '/users/$x@y.example'))).toContain(
    '400 BadRequest: The request URI is not valid.',
  );
  expect(graph.get("/users('$x@y.example')")).toMatchObject({ userPrincipalName: '$x@y.example' });
});

describe('O11: the list of deleted applications', () => {
  const LIST = '/directory/deletedItems/microsoft.graph.application';
  beforeEach(() => {
    graph.make('DELETE', `/applications/${id}`, {});
  });

  it('shows the unique name only where it is selected', () => {
    expect(graph.list(LIST)[0]).toMatchObject({ id, uniqueName: null });
    expect(graph.list(`${LIST}?$select=id,uniqueName`)[0]).toMatchObject({ id, uniqueName: 'observed' });
  });

  it('is refused to a client that has OwnedBy alone', () => {
    expect(graph.ask('GET', LIST, { roles: ['Application.ReadWrite.OwnedBy'] }).status).toBe(403);
  });
});

it('O12: a unique name that a live application has is refused to another one', () => {
  const other = graph.make('POST', '/applications', { displayName: 'Other' });
  expect(patched({ uniqueName: 'observed' }, `/applications/${other}`)).toBe(
    '400 Request_BadRequest: Another object with the same value for property uniqueName already exists.',
  );
});

it('O22: lists come back in another order each time', () => {
  const many = Array.from({ length: 8 }, (_, i) => `https://${String(i)}.example/acs`);
  patched({ web: { redirectUris: many } });
  const orders = Array.from({ length: 20 }, () => web().redirectUris);
  expect(new Set(orders.map((order) => JSON.stringify(order))).size).toBeGreaterThan(1);
  expect(new Set(orders.map((order) => JSON.stringify(order.toSorted())))).toEqual(
    new Set([JSON.stringify(many.toSorted())]),
  );
});

describe('C: Graph refuses in its own words', () => {
  it('an identifier that ends with a slash', () => {
    expect(patched({ identifierUris: ['https://a.example/'] })).toBe(
      "400 Request_BadRequest: Application alias 'https://a.example/' value is invalid.",
    );
  });

  it('the removal of a role that is still enabled', () => {
    const role = {
      id: '00000000-0000-4000-8000-00000000000b',
      value: 'A',
      displayName: 'A',
      description: 'A',
    };
    patched({ appRoles: [{ ...role, isEnabled: true, allowedMemberTypes: ['User'] }] });
    expect(patched({ appRoles: [] })).toBe(
      '400 CannotDeleteOrUpdateEnabledEntitlement: Permission (scope or role) cannot be deleted or updated unless disabled first.',
    );
  });

  it('indexes of reply URLs that are not there', () => {
    const redirectUriSettings = [{ uri: 'https://other.example/acs', index: 0 }];
    expect(patched({ web: { redirectUriSettings } })).toBe(
      "400 Request_BadRequest: Invalid value specified for property 'web' of resource 'Application'.",
    );
  });

  it('reply URLs without TLS', () => {
    expect(patched({ web: { redirectUris: ['http://a.example/acs'] } })).toMatch(/^400 /);
  });

  it('a password that the client made itself', () => {
    const passwordCredentials = [{ displayName: 'own', secretText: 'own' }];
    expect(patched({ passwordCredentials })).toContain(
      'New password credentials must be generated using service actions.',
    );
  });

  it('a list of claims policies without Policy.Read.All', () => {
    const roles = ['Application.ReadWrite.All'];
    expect(graph.ask('GET', '/policies/claimsMappingPolicies', { roles }).status).toBe(403);
  });

  it('a filter by unique name, and the selection of what no application has', () => {
    expect(graph.ask('GET', "/applications?$filter=uniqueName eq 'observed'").status).toBe(400);
    expect(outcome(graph.ask('GET', `/applications/${id}?$select=nonsense`))).toContain(
      "Could not find a property named 'nonsense'",
    );
  });
});
