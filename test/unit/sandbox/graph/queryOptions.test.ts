/** Each query option is answered by every address of the sandbox's Graph, or refused with Graph's error. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import { TEMPLATES } from '../../../../sandbox/graph/routes.js';
import { GraphWorld, outcome } from '../../../support/sandboxGraph.js';

const EVENTUAL = { headers: { consistencylevel: 'eventual' } };
const encode = encodeURIComponent;

let graph: GraphWorld;
let ids: Record<string, string>;
beforeEach(() => {
  graph = new GraphWorld();
  const { tenant } = graph;
  const upsert = { prefer: 'create-if-missing' };
  const applicationId = graph.make(
    'PATCH',
    "/applications(uniqueName='ours')",
    { displayName: 'Ours' },
    upsert,
  );
  const { appId } = tenant.applications.get(applicationId)!;
  const servicePrincipalId = graph.make('PATCH', `/servicePrincipals(appId='${appId}')`, {}, upsert);
  const policyId = tenant.claimsPolicies.all()[0]!.id;
  const ref = { '@odata.id': `${graph.world.origin}/v1.0/policies/claimsMappingPolicies/${policyId}` };
  graph.make('POST', `/servicePrincipals/${servicePrincipalId}/claimsMappingPolicies/$ref`, ref);
  const [user] = tenant.users;
  const assignment = {
    principalId: user!.id,
    resourceId: servicePrincipalId,
    appRoleId: '00000000-0000-0000-0000-000000000000',
  };
  const assignmentId = graph.make(
    'POST',
    `/servicePrincipals/${servicePrincipalId}/appRoleAssignedTo`,
    assignment,
  );
  const gone = graph.make('PATCH', "/applications(uniqueName='gone')", { displayName: 'Gone' }, upsert);
  graph.make('DELETE', `/applications/${gone}`, {});
  const groupId = tenant.groups[0]!.id;
  const roleId = String(graph.list('/directoryRoles')[0]!['id']);
  const userId = user!.id;
  ids = {
    applicationId,
    appId,
    servicePrincipalId,
    policyId,
    assignmentId,
    groupId,
    userId,
    roleId,
    tenantId: tenant.id,
  };
});

/** The template with ids of things that exist. */
function pathOf(template: string): string {
  const [, first = ''] = template.split(/[/(]/);
  const byFirst: Record<string, string> = {
    applications: 'applicationId',
    servicePrincipals: 'servicePrincipalId',
    groups: 'groupId',
    users: 'userId',
    policies: 'policyId',
    directoryObjects: 'userId',
    directoryRoles: 'roleId',
    organization: 'tenantId',
  };
  return template
    .replace('{id}', ids[byFirst[first] ?? ''] ?? '')
    .replace('{uniqueName}', 'ours')
    .replace('{appId}', ids['appId']!)
    .replace('{assignmentId}', ids['assignmentId']!)
    .replace('{policyId}', ids['policyId']!);
}

/** All but those that are never there for an application, and references, which have nothing to select from. */
const GETS = TEMPLATES.filter(
  ({ method, template }) => method === 'GET' && !/^\/me$|\/manager$|\/\$ref$/.test(template),
).map(({ template }) => template);

describe.each(GETS)('GET %s', (template) => {
  it('is there', () => {
    expect(outcome(graph.ask('GET', pathOf(template)))).toBe('200');
  });

  it.each([
    '$select=nonsense',
    "$filter=nonsense eq 'a'",
    '$filter=nonsense',
    '$expand=nonsense',
    '$orderby=nonsense',
    '$search="nonsense:a"',
    '$top=0',
    '$top=many',
    '$skip=1',
    '$count=maybe',
    '$skiptoken=nonsense',
    '$format=json',
    '$apply=aggregate',
    '$select=id&$select=id',
  ])('refuses %s', (query) => {
    const [name = '', value = ''] = query.split(/=(.*)/s);
    const encoded = query.includes('&') ? query : `${name}=${encode(value)}`;
    expect(outcome(graph.ask('GET', `${pathOf(template)}?${encoded}`, EVENTUAL))).toMatch(
      /^400 (BadRequest|Request_BadRequest|Request_UnsupportedQuery): ./,
    );
  });

  it('shows what $select names, and annotations', () => {
    const body = graph.get(`${pathOf(template)}?$select=id`);
    const objects = Array.isArray(body['value']) ? (body['value'] as object[]) : [body];
    for (const object of objects) {
      expect(Object.keys(object).filter((name) => !name.startsWith('@'))).toEqual(['id']);
    }
  });

  it('gives pages of $top if it is a collection, and else refuses', () => {
    expect(paged(template)).toBe(true);
  });
});

/** One by one, all that there is; of what is no collection, the refusal. */
function paged(template: string): boolean {
  const path = `${pathOf(template)}?$top=1`;
  const all = graph.get(pathOf(template))['value'];
  if (!Array.isArray(all)) {
    return outcome(graph.ask('GET', path)).includes('The requested resource is not a collection');
  }
  const seen: unknown[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const { value, '@odata.nextLink': link } = graph.get(next) as {
      value: unknown[];
      '@odata.nextLink'?: string;
    };
    if (value.length > 1) return false;
    seen.push(...value);
    next = link?.slice(`${graph.world.origin}/v1.0`.length);
  }
  return seen.length === all.length;
}

const names = (path: string, advanced = false) =>
  graph
    .list(advanced ? `${path}&$count=true` : path, advanced ? EVENTUAL : {})
    .map(({ displayName }) => displayName);
const users = (filter: string, advanced = false) => names(`/users?$filter=${encode(filter)}`, advanced);
const refused = (path: string, advanced = false) =>
  outcome(graph.ask('GET', advanced ? `${path}&$count=true` : path, advanced ? EVENTUAL : {}));

describe('$filter', () => {
  it('joins conditions by "and", "or" and parentheses, "and" first', () => {
    const [a, b] = graph.tenant.users;
    const is = (user: { userPrincipalName: string }) => `userPrincipalName eq '${user.userPrincipalName}'`;
    expect(users(`${is(a!)} or ${is(b!)} and mail eq 'nobody'`)).toEqual([a!.displayName]);
    expect(users(`(${is(a!)} or ${is(b!)}) and mail eq 'nobody'`)).toEqual([]);
    expect(users(`(${is(a!)} OR ${is(b!)}) and startsWith(displayName, '')`)).toHaveLength(2);
  });

  it('takes any of several values', () => {
    const [a, b] = graph.tenant.users;
    expect(users(`id in ('${a!.id}', '${b!.id}')`)).toEqual([a!.displayName, b!.displayName]);
  });

  it('looks for an item of a list', () => {
    const { identifierUris } = graph.tenant.applications.all().find((app) => app.identifierUris.length > 0)!;
    const filter = `identifierUris/any(x:x eq '${identifierUris[0]!}')`;
    expect(names(`/applications?$filter=${encode(filter)}`)).toHaveLength(1);
    const begins = `servicePrincipalNames/any(n:startswith(n,'${ids['appId']!.slice(0, 8)}'))`;
    expect(names(`/servicePrincipals?$filter=${encode(begins)}`)).toEqual(['Ours']);
  });

  it.each([
    ["displayName ne 'Ours'", "Filter operator 'NotEqualsMatch' is not supported."],
    ["not(displayName eq 'Ours')", "Operator 'not' is not supported because the required parameters"],
    ["not startswith(displayName,'Ours')", "Operator 'not' is not supported because the required parameters"],
    ['displayName eq null', "Operator 'null' is not supported because the required parameters"],
    ['tags/$count eq 0', "Operator '$count' is not supported because the required parameters"],
  ])('answers %s as an advanced query alone', (filter, message) => {
    const path = `/applications?$filter=${encode(filter)}`;
    expect(refused(path)).toContain(`400 Request_UnsupportedQuery: ${message}`);
    const others = graph.tenant.applications.all().filter(({ displayName }) => displayName !== 'Ours');
    const expected = filter.includes('Ours')
      ? others.length
      : filter.includes('tags')
        ? others.length + 1
        : 0;
    expect(names(path, true)).toHaveLength(expected);
  });

  it('answers endsWith for addresses alone, as an advanced query', () => {
    const filter = "endsWith(mail,'@contoso.example')";
    expect(refused(`/users?$filter=${encode(filter)}`)).toMatch(
      /^400 Request_UnsupportedQuery: Operator 'endsWith'/,
    );
    expect(users(filter, true).length).toBeGreaterThan(1);
    expect(refused(`/users?$filter=${encode("endsWith(displayName,'a')")}`, true)).toMatch(
      /^400 Request_UnsupportedQuery: Unsupported or invalid query filter clause specified for property 'displayName' of resource 'User'/,
    );
  });

  it.each([
    ['users', "mail eq 'a' and", 'Syntax error at position'],
    ['users', 'mail', 'Syntax error at position 4'],
    ['users', "mail equals 'a'", "Syntax error at position 5 in 'mail equals 'a''"],
    ['users', "mail eq 'a", 'Syntax error at position 8'],
    ['users', "(mail eq 'a'", 'Syntax error at position 12'],
    ['users', "mail/any(x:x eq 'a')", 'Any/All may only be used following a collection.'],
    ['users', "not mail eq 'a'", 'A unary operator with an incompatible type was detected.'],
    ['users', "accountEnabled eq 'true'", 'A binary operator with incompatible types was detected.'],
    ['users', "substringof('a',mail)", "An unknown function with name 'substringof' was found."],
    ['applications', "tags eq 'a'", 'A binary operator with incompatible types was detected'],
    ['applications', "tags/any(x:y eq 'a')", "Could not find a property named 'y'"],
    ['auditLogs/signIns', 'createdDateTime ge yesterday', 'Syntax error at position 19'],
  ])('of %s refuses %s', (set, filter, message) => {
    expect(refused(`/${set}?$filter=${encode(filter)}`)).toMatch(/^400 BadRequest: Invalid filter clause: /);
    expect(refused(`/${set}?$filter=${encode(filter)}`)).toContain(message);
  });

  it.each([
    ['applications', "uniqueName eq 'ours'"],
    ['applications', "notes eq 'a'"],
    ['users', "faxNumber eq 'a'"],
    ['users', "companyName eq 'a'"],
    ['groups', 'createdDateTime ge 2021-11-01'],
    ['users', "contains(displayName,'a')"],
    ['policies/claimsMappingPolicies', "displayName eq 'a'"],
  ])('of %s does not answer %s', (set, filter) => {
    expect(refused(`/${set}?$filter=${encode(filter)}`)).toMatch(
      /^400 Request_UnsupportedQuery: Unsupported or invalid query filter clause specified for property/,
    );
  });
});

describe('$orderby', () => {
  it('sorts users and groups by name, both ways', () => {
    const sorted = graph.tenant.users
      .map(({ displayName }) => displayName)
      .sort((a, b) => a.localeCompare(b));
    expect(names('/users?$orderby=displayName')).toEqual(sorted);
    expect(names('/users?$orderBy=displayName%20desc')).toEqual(sorted.toReversed());
  });
  it.each([
    '/applications?$orderby=displayName',
    "/users?$filter=startswith(displayName,'a')&$orderby=displayName",
    '/users?$orderby=createdDateTime',
  ])('%s is answered as an advanced query alone', (path) => {
    expect(refused(path)).toBe('400 Request_UnsupportedQuery: Sorting not supported for current query.');
    expect(refused(path, true)).toBe('200');
  });
  it('does not sort by what has no index', () => {
    expect(refused('/users?$orderby=mail', true)).toMatch(
      /^400 Request_UnsupportedQuery: Sorting not supported/,
    );
  });
});

describe('$count', () => {
  it('is left out where no eventual answer is taken, as Microsoft documents', () => {
    expect(graph.get('/users?$count=true')).not.toHaveProperty('@odata.count');
    expect(graph.get('/users?$count=true&$top=1', EVENTUAL)).toMatchObject({
      '@odata.count': graph.tenant.users.length,
    });
  });
  it('is a plain number at an address of its own', () => {
    expect(outcome(graph.ask('GET', '/users/$count'))).toBe(
      '400 Request_BadRequest: $count is not currently supported.',
    );
    expect(graph.ask('GET', '/users/$count', EVENTUAL).text).toBe(String(graph.tenant.users.length));
    expect(graph.ask('GET', "/users/$count?$filter=startswith(displayName,'Anna')", EVENTUAL).text).toBe('1');
    const { id, memberIds } = graph.tenant.groups[0]!;
    expect(graph.ask('GET', `/groups/${id}/members/$count`, EVENTUAL).text).toBe(String(memberIds.length));
  });
  it('is refused for what is no directory object', () => {
    expect(refused('/auditLogs/signIns?$count=true')).toMatch(/^400 Request_UnsupportedQuery/);
  });
});

describe('$search', () => {
  it('finds applications and service principals by the words of their names', () => {
    expect(names('/applications?$search="displayName:our"', true)).toEqual(['Ours']);
    expect(names('/servicePrincipals?$search="displayName:our"', true)).toEqual(['Ours']);
  });
  it('needs its header', () => {
    expect(refused('/applications?$search="displayName:our"')).toContain('ConsistencyLevel: eventual');
  });
});

describe('$expand', () => {
  it('shows what an object is linked to, also where $select leaves out its id', () => {
    const path = `/servicePrincipals/${ids['servicePrincipalId']!}`;
    expect(graph.get(`${path}?$expand=claimsMappingPolicies($select=id)&$select=appId`)).toMatchObject({
      appId: ids['appId'],
      claimsMappingPolicies: [{ id: ids['policyId'] }],
    });
    const found = graph.list(`/servicePrincipals?$expand=appRoleAssignedTo`);
    expect(found.find(({ appId }) => appId === ids['appId'])).toMatchObject({
      appRoleAssignedTo: [{ principalId: ids['userId'] }],
    });
  });
  it('shows 20 at most', () => {
    const [group] = graph.tenant.groups;
    group!.memberIds = Array.from({ length: 25 }, () => ids['userId']!);
    expect(graph.get(`/groups/${group!.id}?$expand=members`)['members']).toHaveLength(20);
  });
  it.each(['manager', 'memberOf($levels=max)', 'nonsense'])('of users refuses %s', (expand) => {
    expect(refused(`/users?$expand=${expand}`)).toMatch(/^400 /);
  });
});

it('takes paths with doubled slashes, with the tenant, and with short type names (msgraph SDKs, m365, Hamilton)', () => {
  const { id } = graph.tenant;
  for (const path of ['//users', '/myorganization/users', `/${id}/users`, '/contoso.example/users'])
    expect(refused(path)).toBe('200');
  const deleted = graph.list('/directory/deletedItems/graph.application');
  expect(deleted).toMatchObject([{ displayName: 'Gone' }]);
});
