/** Operators and applications see the customers of their own groups, and every look at one is on record. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { onboardingWorkflowId, watchWorkflowId } from '../../src/onboarding/names.js';
import { CUSTOMER_ID, TENANT } from '../../src/onboarding/searchAttributes.js';
import { createWebServer } from '../../src/web/server.js';
import { operatorSession } from '../support/console.js';
import { accessToken, operatorsOf } from '../support/operators.js';
import { type Route, webRoutes } from '../support/routes.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { devServer, type TestTemporal } from '../support/temporal.js';
import { webDeps } from '../support/web.js';

const ROLES = ['Onboarding.Operate', 'Onboarding.Group.tpg'];
const CUSTOMERS = ['tpg-one', 'contoso'];
/** Of both customers, who are of different groups. */
const SHARED = 'shared.example';

/** Routes whose address names no customer, by what keeps them from showing those of other groups. */
const WITHOUT_CUSTOMER: Record<string, string[]> = {
  'they list the customers of the groups alone': [
    'GET /console',
    'GET /console/live',
    'GET /console/watches',
    'GET /console/watches/live',
    'GET /api/v1/onboardings',
    'GET /api/v1/watches',
  ],
  'the customer of the document is checked': ['POST /console/start', 'POST /console/start/document'],
  'they show no customer': [
    'GET /console/start',
    'GET /console/start/document',
    'GET /console/sign-in',
    'GET /console/sign-in/start',
    'GET /console/signed-in',
    'POST /console/sign-out',
    'GET /api/v1/openapi.json',
  ],
};

let world: TestSandbox;
let temporal: TestTemporal;
let server: FastifyInstance;
let routes: Route[];
let lines: string[];
beforeAll(async () => {
  temporal = await devServer();
  world = await startTestSandbox();
  const made = webDeps(temporal.port, {
    operators: operatorsOf(world).settings,
    authorityHost: world.sandbox.origin,
    ca: world.settings.ca,
    customerGroups: new Map([['tpg', ['tpg-']]]),
    logLevel: 'silent',
  });
  lines = made.lines;
  for (const customerId of CUSTOMERS) {
    for (const [workflow, workflowId] of Object.entries(idsOf(customerId))) {
      await temporal.client.workflow.start(workflow, {
        taskQueue: 'nobody-works-here',
        workflowId,
        typedSearchAttributes: [
          { key: CUSTOMER_ID, value: customerId },
          { key: TENANT, value: SHARED },
        ],
        args: [],
      });
    }
  }
  server = await createWebServer(made.deps);
  routes = await webRoutes();
});
afterAll(async () => {
  for (const workflowId of CUSTOMERS.flatMap((customerId) => Object.values(idsOf(customerId)))) {
    await temporal.client.workflow.getHandle(workflowId).terminate();
  }
  await server.close();
  await world.stop();
  await temporal.stop();
});

const idsOf = (customerId: string) => ({
  onboardCustomer: onboardingWorkflowId(customerId),
  watchSso: watchWorkflowId(customerId),
});
const ofOneCustomer = () => routes.filter(({ path }) => path.includes(':customerId'));

/** Of an application with these roles. */
async function bearer(group: string) {
  const { api, operator } = operatorsOf(world);
  const { roleAssignments } = api;
  const others = roleAssignments.filter(({ role }) => !role.startsWith('Onboarding.Group.'));
  roleAssignments.splice(0, Infinity, ...others, { principalId: operator.clientId, role: group });
  return { authorization: `Bearer ${await accessToken(world, operator)}` };
}

const ask = ({ method, path }: Route, customerId: string, more: InjectOptions) =>
  server.inject({ method: method as 'GET', url: path.replace(':customerId', customerId), ...more });
const audited = () =>
  lines
    .map((line) => JSON.parse(line) as { audit?: boolean; event?: string; customerId?: string })
    .filter((line) => line.audit === true);

describe("a customer of another group than the operator's", () => {
  it('is to them as one that there is not, on every page and by every form', async () => {
    const { cookie, csrf } = await operatorSession({ roles: ROLES });
    const pages = ofOneCustomer().filter(({ path }) => path.startsWith('/console/'));
    expect(pages.length).toBeGreaterThan(10);
    for (const route of pages) {
      const reply = await ask(route, 'contoso', {
        cookies: { '__Host-operator': cookie },
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        ...(route.method === 'POST' ? { payload: `csrf=${csrf}` } : {}),
      });
      expect([route.path, reply.statusCode]).toEqual([route.path, 404]);
      expect(reply.body).not.toContain('contoso</h1>');
    }
    const { event, customerId } = audited().at(-1)!;
    expect({ event, customerId }).toEqual({
      event: expect.stringMatching(/^operator\./),
      customerId: 'contoso',
    });
  });

  it('stands in none of their lists; who has no group sees nobody', async () => {
    for (const [group, seen] of [
      ['Onboarding.Group.tpg', ['tpg-one']],
      ['Onboarding.Group.none', []],
      ['Onboarding.Group.all', ['tpg-one', 'contoso']],
    ] as const) {
      const { cookie } = await operatorSession({ roles: ['Onboarding.Read', group] });
      const list = () => server.inject({ url: '/console', cookies: { '__Host-operator': cookie } });
      let reply = await list();
      // Visibility is behind.
      while (!seen.every((customerId) => reply.body.includes(`<strong>${customerId}`))) reply = await list();
      expect(reply.statusCode).toBe(200);
      const shown = ['tpg-one', 'contoso'].filter((customerId) =>
        reply.body.includes(`<strong>${customerId}`),
      );
      expect(shown).toEqual(seen);
    }
  });

  it('cannot be started by them', async () => {
    const { cookie, csrf } = await operatorSession({ roles: ROLES });
    const document = `customerId: contoso
companyName: Contoso
tenant: contoso.example
contacts: [{ name: Anna, mobile: "+61491570156", roles: [azureAdministrator, hubAdministrator] }]
hub: { emailDomains: [contoso.example], accounts: [contoso-parent] }
`;
    const reply = await server.inject({
      method: 'POST',
      url: '/console/start/document',
      cookies: { '__Host-operator': cookie },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ csrf, document }).toString(),
    });
    expect(reply.statusCode).toBe(409);
    expect(reply.body).toContain('belongs to another group');
    expect(audited().at(-1)).toMatchObject({ event: 'operator.acted', customerId: 'contoso' });
  });

  it('is to an application as one that there is not, by every call; one of its own is found', async () => {
    const headers = await bearer('Onboarding.Group.tpg');
    const calls = ofOneCustomer().filter(({ path }) => path.startsWith('/api/v1/'));
    expect(calls.length).toBeGreaterThan(10);
    for (const route of calls) {
      const reply = await ask(route, 'contoso', {
        headers,
        ...(route.method === 'GET' ? {} : { payload: {} }),
      });
      expect([route.path, reply.statusCode]).toEqual([route.path, 404]);
      expect(reply.body).toContain('There is no such customer for this application');
    }
    const own = await server.inject({ url: '/api/v1/onboardings/tpg-none', headers });
    expect(own.body).toContain('There is no onboarding of \\"tpg-none\\"');
    expect(audited().at(-1)).toMatchObject({
      event: 'api.read',
      actor: { kind: 'application', id: operatorsOf(world).operator.clientId },
      customerId: 'tpg-none',
      route: '/api/v1/onboardings/:customerId',
      status: 404,
    });
  });

  it('leaves a line in the record for what an application tries without the role for it', async () => {
    const { reader } = operatorsOf(world);
    const reply = await server.inject({
      method: 'POST',
      url: '/api/v1/onboardings/tpg-none/cancel',
      headers: { authorization: `Bearer ${await accessToken(world, reader)}` },
      payload: { reason: 'an attack' },
    });
    expect(reply.statusCode).toBe(403);
    expect(audited().at(-1)).toMatchObject({
      event: 'api.acted',
      actor: { kind: 'application', id: reader.clientId },
      customerId: 'tpg-none',
      route: '/api/v1/onboardings/:customerId/cancel',
      status: 403,
    });
  });

  it('is not found by the tenant that it shares with one of theirs, in any list', async () => {
    const { cookie } = await operatorSession({ roles: ROLES });
    const headers = await bearer('Onboarding.Group.tpg');
    const lists: [string, InjectOptions][] = [
      ['/console', { cookies: { '__Host-operator': cookie } }],
      ['/console/watches', { cookies: { '__Host-operator': cookie } }],
      ['/api/v1/onboardings', { headers }],
      ['/api/v1/watches', { headers }],
    ];
    for (const [list, as] of lists) {
      const search = () => server.inject({ url: `${list}?search=${SHARED}`, ...as });
      let reply = await search();
      // Visibility is behind.
      while (!reply.body.includes('tpg-one')) reply = await search();
      expect([list, reply.statusCode, reply.body.includes('contoso')]).toEqual([list, 200, false]);
    }
  });

  it("has a consent that no application of a group can report as their own customer's", async () => {
    const report = async (group: string, payload: object) => {
      const url = '/api/v1/onboardings/tpg-none/grant-consent';
      const headers = await bearer(group);
      return server.inject({ method: 'POST', url, headers, payload });
    };
    const granted = { tenantId: 'a5d1d5c2-8308-5710-8878-c861608a989d', grantedBy: 'Anna' };
    const refused = await report('Onboarding.Group.tpg', granted);
    expect(refused.statusCode).toBe(403);
    expect(refused.json()).toMatchObject({ detail: expect.stringContaining('Make a setup link') });
    const declined = await report('Onboarding.Group.tpg', { declined: true, declinedBy: 'Anna' });
    const byAll = await report('Onboarding.Group.all', granted);
    for (const reply of [declined, byAll]) expect(reply.body).toContain('There is no onboarding of');
  });
});

describe('every route of the console and the API', () => {
  it('names its customer in its address, or is known to show none of another group', () => {
    const without = routes
      .filter(({ path }) => /^\/(console|api)\b/.test(path) && !path.includes(':customerId'))
      .map(({ method, path }) => `${method} ${path}`);
    expect(without.sort()).toEqual(Object.values(WITHOUT_CUSTOMER).flat().sort());
  });
});
