/** Operators and applications see the customers of their own groups, and every look at one is on record. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import { CUSTOMER_ID } from '../../src/onboarding/searchAttributes.js';
import { createWebServer } from '../../src/web/server.js';
import { operatorSession } from '../support/console.js';
import { accessToken, operatorsOf } from '../support/operators.js';
import { type Route, webRoutes } from '../support/routes.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { devServer, type TestTemporal } from '../support/temporal.js';
import { webDeps } from '../support/web.js';

const ROLES = ['Onboarding.Operate', 'Onboarding.Group.tpg'];

let world: TestSandbox;
let temporal: TestTemporal;
let server: FastifyInstance;
let routes: Route[];
let lines: string[];
beforeAll(async () => {
  temporal = await devServer();
  world = await startTestSandbox();
  const made = webDeps(temporal.client, {
    operators: operatorsOf(world).settings,
    authorityHost: world.sandbox.origin,
    ca: world.settings.ca,
    customerGroups: new Map([['tpg', ['tpg-']]]),
    logLevel: 'silent',
  });
  lines = made.lines;
  for (const customerId of ['tpg-one', 'contoso']) {
    await temporal.client.workflow.start('onboardCustomer', {
      taskQueue: 'nobody-works-here',
      workflowId: onboardingWorkflowId(customerId),
      typedSearchAttributes: [{ key: CUSTOMER_ID, value: customerId }],
      args: [],
    });
  }
  server = await createWebServer(made.deps);
  routes = (await webRoutes(temporal.client)).filter(({ path }) => path.includes(':customerId'));
});
afterAll(async () => {
  for (const customerId of ['tpg-one', 'contoso']) {
    await temporal.client.workflow.getHandle(onboardingWorkflowId(customerId)).terminate();
  }
  await server.close();
  await world.stop();
  await temporal.stop();
});

const ask = ({ method, path }: Route, customerId: string, more: InjectOptions) =>
  server.inject({ method: method as 'GET', url: path.replace(':customerId', customerId), ...more });
const audited = () =>
  lines
    .map((line) => JSON.parse(line) as { audit?: boolean; event?: string; customerId?: string })
    .filter((line) => line.audit === true);

describe("a customer of another group than the operator's", () => {
  it('is to them as one that there is not, on every page and by every form', async () => {
    const { cookie, csrf } = await operatorSession({ roles: ROLES });
    const pages = routes.filter(({ path }) => path.startsWith('/console/'));
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

  it('is to an application as one that there is not, by every call; one of its own is looked for', async () => {
    const { api, operator } = operatorsOf(world);
    api.roleAssignments.push({ principalId: operator.clientId, role: 'Onboarding.Group.tpg' });
    const headers = { authorization: `Bearer ${await accessToken(world, operator)}` };
    const calls = routes.filter(({ path }) => path.startsWith('/api/v1/'));
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
      actor: { kind: 'application', id: operator.clientId },
      customerId: 'tpg-none',
      route: '/api/v1/onboardings/:customerId',
      status: 404,
    });
  });
});
