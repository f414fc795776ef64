/** What only a person can mend: each gets a code, a reason and a remedy, and changes nothing in the tenant. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../src/activities/index.js';
import { BLOCKED, type Problem } from '../../src/onboarding/progress.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import type { Tenant } from '../../sandbox/world.js';
import {
  ONBOARDING_ID,
  pipeline,
  type Results,
  runActivity,
  runPipeline,
  scope,
} from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { stateOf } from '../support/state.js';

/** More attempts than any fault is waited for. */
const PATIENT = 10;

let world: TestSandbox;
let contoso: Tenant;
let northwind: Tenant;

beforeEach(async () => {
  world = await startTestSandbox();
  const { tenants, clients } = world.sandbox.world;
  [contoso, , northwind] = tenants as [Tenant, Tenant, Tenant];
  for (const tenant of tenants) consent(tenant, clients[0]!, clients[0]!.requestedPermissions);
});
afterEach(async () => {
  await world.stop();
});

/** The problem with which the activity blocks; the tenant stays as it was. */
async function problemOf(name: keyof Activities, input: unknown): Promise<Problem> {
  const before = stateOf(world.sandbox);
  const error: unknown = await runActivity(world, name, input, PATIENT).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(stateOf(world.sandbox)).toEqual(before);
  if (!(error instanceof ApplicationFailure))
    throw new Error(`${name} did not fail as it should: ${String(error)}`);
  expect(error).toMatchObject({ type: BLOCKED, nonRetryable: true });
  const problem = error.details?.[0] as Problem;
  expect(problem.remedy).not.toBe('');
  return problem;
}

/** The results of all activities before this one, and its input. */
async function before(name: keyof Activities): Promise<{ results: Results; input: unknown }> {
  const results: Results = {};
  for (const stage of pipeline(world)) {
    const input = stage.input(results);
    if (stage.name === name) return { results, input };
    results[stage.name] = await runActivity(world, stage.name, input);
  }
  throw new Error(`no activity ${name}`);
}

describe('consent', () => {
  it('is blocked for a tenant that does not exist', async () => {
    const input = { tenant: 'nowhere.example', permissionProfile: 'full', onboardingId: ONBOARDING_ID };
    expect(await problemOf('resolveTenant', input)).toMatchObject({ code: 'unknown_tenant' });
  });

  it('is blocked for a tenant that has not consented', async () => {
    contoso.consents.clear();
    expect(await problemOf('checkConsent', scope)).toMatchObject({ code: 'not_consented' });
  });

  it('is blocked for a tenant that has consented to less, naming what is missing', async () => {
    const [client] = world.sandbox.world.clients;
    consent(contoso, client!, ['Application.ReadWrite.OwnedBy', 'Application.Read.All']);
    const problem = await problemOf('checkConsent', scope);
    expect(problem.code).toBe('missing_permissions');
    expect(problem.details?.map((line) => line.split(':')[0])).toEqual(
      expect.arrayContaining([
        'Policy.ReadWrite.ApplicationConfiguration',
        'AppRoleAssignment.ReadWrite.All',
      ]),
    );
  });
});

describe('Basic SAML Configuration', () => {
  it('is blocked by another application that has the identifier', async () => {
    const { input } = await before('setSamlSettings');
    const [payroll] = contoso.applications.all();
    contoso.applications.put({ ...payroll!, identifierUris: [`${world.sandbox.origin}/hub`] });
    expect(await problemOf('setSamlSettings', input)).toMatchObject({ code: 'identifier_taken' });
  });

  it('is blocked by a policy that forbids the identifier', async () => {
    const { input } = await before('setSamlSettings');
    contoso.forbidsForeignIdentifierUris = northwind.forbidsForeignIdentifierUris;
    expect(await problemOf('setSamlSettings', input)).toMatchObject({ code: 'identifier_forbidden' });
  });
});

describe('User Attributes & Claims', () => {
  it('are not blocked by an assignment whose reply was lost, and which the list does not show yet', async () => {
    const { input } = await before('setClaims');
    const list = '/servicePrincipals/[^/]+/claimsMappingPolicies$';
    const behind = { kind: 'stale' as const, read: 'list' as const, changes: 1_000 };
    world.sandbox.faults.add({ method: 'GET', path: list, skip: 0, times: 2, effect: behind });
    const lost = { kind: 'resetAfter' as const };
    world.sandbox.faults.add({ method: 'POST', path: '/[$]ref$', skip: 0, times: 1, effect: lost });
    for (const attempt of [1, 2]) {
      await expect(runActivity(world, 'setClaims', input, attempt)).rejects.toMatchObject({
        type: 'Transient',
      });
    }
    expect(world.sandbox.faults.struck).toBe(3);
    await runActivity(world, 'setClaims', input, 3);
    expect(contoso.policyAssignments.all()).toHaveLength(1);
  });
});

describe('the choice of principals', () => {
  it('is blocked as a whole, naming each that is unknown, ambiguous or a guest', async () => {
    const problem = await problemOf('lookUpPrincipals', {
      ...scope,
      assignments: [
        { type: 'user', principal: 'maria@contoso.example' },
        { type: 'user', principal: 'nobody@contoso.example' },
        { type: 'user', principal: 'twins@contoso.example' },
        { type: 'user', principal: 'gast@fabrikam.example' },
        { type: 'group', principal: 'Support' },
        { type: 'group', principal: 'No such group' },
      ],
    });
    expect(problem.code).toBe('principals_not_found');
    expect(problem.details).toEqual([
      'user "nobody@contoso.example" is not in the tenant',
      'user "twins@contoso.example" is the address of 2 users; use the principal name',
      'user "gast@fabrikam.example" is a guest, whose name and address belong to another organisation',
      expect.stringMatching(/^group "Support" is the name of 2 groups; use an object id: /),
      'group "No such group" is not in the tenant',
    ]);
  });

  // O9
  it('is blocked, and names it, by a name that Graph refuses to look for, which says nothing about who there is', async () => {
    const effect = { kind: 'status' as const, status: 400, code: 'BadRequest', message: 'Invalid id.' };
    world.sandbox.faults.add({ method: 'GET', path: String.raw`users\('maria`, skip: 0, times: 1, effect });
    const principals = ['sam@contoso.example', 'maria@contoso.example'];
    const assignments = principals.map((principal) => ({ type: 'user', principal }));
    expect(await problemOf('lookUpPrincipals', { ...scope, assignments })).toMatchObject({
      code: 'principals_not_found',
      details: ['user "maria@contoso.example" cannot be looked up: Microsoft Graph refuses this name'],
    });
  });

  it('finds a user by an e-mail address that is not the principal name, in any case of letters', async () => {
    const { principals } = await runActivity(world, 'lookUpPrincipals', {
      ...scope,
      assignments: [{ type: 'user', principal: 'Mail.Differs@Contoso.example' }],
    });
    expect(principals).toMatchObject([{ principalId: 'c2e5ae49-8795-565e-87fa-4f4342affc4a' }]);
  });

  it('is blocked for a group in a tenant without P1, before anybody is assigned', async () => {
    const { input } = await before('assignPrincipals');
    contoso.hasP1 = false;
    expect(await problemOf('assignPrincipals', input)).toMatchObject({ code: 'groups_need_p1' });
  });
});

describe('the federation metadata', () => {
  it.each([
    ['an HTML page', '<html><body>A proxy was here.</body></html>', 'metadata_unusable', 'HTML page'],
    ['larger than 256 KiB', 'x'.repeat(256 * 1024 + 1), 'metadata_too_large', '256 KiB'],
    ['an assertion', '<Assertion/>', 'metadata_unusable', 'SAML assertion'],
  ])('is blocked when what answers is %s, and says so', async (_, body, code, named) => {
    const { input } = await before('fetchFederationMetadata');
    const effect = { kind: 'body' as const, contentType: 'text/html', body };
    world.sandbox.faults.add({ method: 'GET', path: 'federationmetadata', skip: 0, times: 1, effect });
    expect(await problemOf('fetchFederationMetadata', input)).toMatchObject({
      code,
      reason: expect.stringContaining(named),
    });
  });
});

describe('the verification', () => {
  it('is blocked by a change of somebody else, naming the field', async () => {
    const { input } = await before('verifyConfiguration');
    const application = contoso.applications.all().find(({ uniqueName }) => uniqueName !== null)!;
    contoso.applications.put({ ...application, displayName: 'Renamed' });
    const problem = await problemOf('verifyConfiguration', input);
    expect(problem).toMatchObject({
      code: 'configuration_differs',
      details: ['details: displayName is Renamed, agreed was MessageMedia SSO for Contoso'],
    });
  });

  it('takes a whole onboarding without objections', async () => {
    await expect(runPipeline(world)).resolves.toHaveProperty('verifyConfiguration');
  });
});

describe("a page of Graph's", () => {
  it("that leads to another host is not followed, for the tenant's token would go with it", async () => {
    const { input } = await before('setClaims');
    const body = JSON.stringify({ value: [], '@odata.nextLink': 'https://evil.example/v1.0/next' });
    const effect = { kind: 'body' as const, contentType: 'application/json', body };
    world.sandbox.faults.add({ method: 'GET', path: 'claimsMappingPolicies$', skip: 0, times: 1, effect });
    await expect(runActivity(world, 'setClaims', input)).rejects.toThrow('ForeignNextLink');
  });
});
