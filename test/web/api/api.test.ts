/** The REST API on a real Temporal server, with tokens of a real token endpoint. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Validator } from '@seriousme/openapi-schema-validator';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { generateKeyPair, SignJWT } from 'jose';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Activities } from '../../../src/activities/index.js';
import { offboardingWorkflowId, onboardingWorkflowId } from '../../../src/onboarding/names.js';
import { createWebServer } from '../../../src/web/server.js';
import { fakeActivities, TENANT_ID } from '../../support/fakeActivities.js';
import { accessToken, operatorsOf } from '../../support/operators.js';
import { minimalRequest } from '../../support/request.js';
import { startTestSandbox, type TestSandbox } from '../../support/sandbox.js';
import { devServer, type TestTemporal } from '../../support/temporal.js';
import { webDeps } from '../../support/web.js';
import { until as untilTrue } from '../../support/until.js';

let temporal: TestTemporal;
let world: TestSandbox;
let tokens: { operate: string; read: string };

beforeAll(async () => {
  temporal = await devServer();
  world = await startTestSandbox();
  const { operator, reader } = operatorsOf(world);
  tokens = { operate: await accessToken(world, operator), read: await accessToken(world, reader) };
});
afterAll(async () => {
  await world.stop();
  await temporal.stop();
});

type Call = (method: 'GET' | 'PUT' | 'POST', path: string, more?: InjectOptions) => ReturnType<typeof answer>;
const answer = async (server: FastifyInstance, options: InjectOptions) => {
  const reply = await server.inject(options);
  return {
    status: reply.statusCode,
    headers: reply.headers,
    text: reply.body,
    body: reply.json<Record<string, unknown>>(),
  };
};

/** With a worker whose activities all succeed, and the web server. */
async function withApi(
  work: (call: Call, log: string[]) => Promise<void>,
  activities: Partial<Activities> = {},
): Promise<void> {
  await temporal.withWorker(fakeActivities(activities).activities, async () => {
    const { deps, lines } = webDeps(temporal.port, {
      taskQueue: temporal.taskQueue,
      authorityHost: world.sandbox.origin,
      ca: world.settings.ca,
      operators: operatorsOf(world).settings,
    });
    const server = await createWebServer(deps);
    try {
      const call: Call = (method, path, more = {}) =>
        answer(server, {
          method,
          url: `/api/v1${path}`,
          headers: { authorization: `Bearer ${tokens.operate}` },
          ...more,
        });
      await work(call, lines);
    } finally {
      await server.close();
    }
  });
}

const newCustomer = () => `c-${randomUUID().slice(0, 8)}`;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

const until = (call: Call, customerId: string, wanted: (body: Record<string, unknown>) => boolean) =>
  untilTrue(async () => {
    const { status, body } = await call('GET', `/onboardings/${customerId}`);
    if (status !== 200) throw new Error(JSON.stringify(body));
    return body;
  }, wanted);

describe('an onboarding over the API', () => {
  it('is started once, answered, and ends; each action is recorded with the application that took it', async () => {
    await withApi(async (call) => {
      const customerId = newCustomer();
      const path = `/onboardings/${customerId}`;
      const payload = minimalRequest({ customerId });
      expect(await call('PUT', path, { payload })).toMatchObject({ status: 201, body: { created: true } });
      expect(await call('PUT', path, { payload })).toMatchObject({ status: 200, body: { created: false } });
      expect(await call('PUT', path, { payload: { ...payload, companyName: 'Other' } })).toMatchObject({
        status: 409,
        body: { type: 'urn:messagemedia:sso-onboarding:problem:refused' },
      });
      await until(call, customerId, ({ status }) => status === 'waiting');

      const consent = { tenantId: TENANT_ID, grantedBy: 'Anna' };
      expect(
        await call('POST', `${path}/grant-consent`, { payload: { ...consent, reportedBy: 'somebody else' } }),
      ).toMatchObject({ status: 400 });
      expect(await call('POST', `${path}/grant-consent`, { payload: consent })).toMatchObject({
        status: 200,
      });
      await until(call, customerId, ({ step, status }) => step === 'handover' && status === 'waiting');
      expect(await call('GET', `${path}/cancellation`)).toMatchObject({
        body: {
          possible: true,
          removes: ['claims mapping policy', expect.stringContaining('with its signing')],
        },
      });
      const { body } = await call('GET', `${path}/handover`);
      const whole = await temporal.client.workflow
        .getHandle(onboardingWorkflowId(customerId))
        .query('handover');
      expect(body).toEqual(whole);
      await call('POST', `${path}/cancel`, { payload: { reason: 'customer left' } });
      const { actions, startedBy } = await until(call, customerId, ({ status }) => status === 'cancelled');
      const application = `application ${operatorsOf(world).operator.clientId}`;
      expect(startedBy).toBe(application);
      expect(actions).toMatchObject([
        { signal: 'grantConsent', by: 'Anna', reportedBy: application },
        { signal: 'cancelOnboarding', by: application },
      ]);
      expect(await call('POST', `${path}/skip`, { payload: { step: 'claims', reason: 'x' } })).toMatchObject({
        status: 409,
      });
    });
  });

  it('gives out a link for a contact, and lists with filters and pages', async () => {
    await withApi(async (call) => {
      const customerId = newCustomer();
      await call('PUT', `/onboardings/${customerId}`, { payload: minimalRequest({ customerId }) });
      await until(call, customerId, ({ status }) => status === 'waiting');
      const payload = { id: 'link-0001', purpose: 'consent', contact: 'Anna' };
      const { body } = await call('POST', `/onboardings/${customerId}/links`, { payload });
      expect(body).toMatchObject({ id: 'link-0001', url: expect.stringMatching(/^https:.*\/s\//) });
      const query = `/onboardings?search=${customerId}&status=waiting&limit=1`;
      let page = await call('GET', query);
      while ((page.body['onboardings'] as unknown[]).length === 0) {
        await sleep(100);
        page = await call('GET', query);
      }
      expect(page.body).toMatchObject({ onboardings: [{ customerId, step: 'consent' }] });
      await call('POST', `/onboardings/${customerId}/cancel`, { payload: { reason: 'test' } });
    });
  });
});

describe('after an onboarding', () => {
  it('a test sign-in is reported, the watch is looked at and stopped, and the offboarding is confirmed', async () => {
    await withApi(async (call) => {
      const customerId = newCustomer();
      const path = `/onboardings/${customerId}`;
      const payload = minimalRequest({
        customerId,
        testSignIn: true,
        watch: {},
        assignments: [{ type: 'user', principal: 'sam@contoso.example' }],
      });
      const application = `application ${operatorsOf(world).operator.clientId}`;
      await call('PUT', path, { payload });
      await until(call, customerId, ({ status }) => status === 'waiting');
      await call('POST', `${path}/grant-consent`, { payload: { tenantId: TENANT_ID, grantedBy: 'Anna' } });
      await call('POST', `${path}/confirm-handover`, { payload: { confirmedBy: 'Hanna' } });
      await until(call, customerId, ({ step, status }) => step === 'testSignIn' && status === 'waiting');
      const report = {
        by: 'sam@contoso.example',
        requestId: '_1',
        checks: [],
        signIn: { nameId: 'sam@contoso.example', roles: [] },
        findings: [],
      };
      const { requestId: _, ...unanswered } = report;
      expect(await call('POST', `${path}/report-test-sign-in`, { payload: unanswered })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '#/requestId' }] },
      });
      expect(await call('POST', `${path}/report-test-sign-in`, { payload: report })).toMatchObject({
        status: 200,
      });
      const done = await until(call, customerId, ({ status }) => status === 'done');
      expect(done).toMatchObject({
        artefacts: { testSignIns: [{ by: 'sam@contoso.example', reportedBy: application }] },
        links: [{ contact: 'Anna' }],
        messages: expect.arrayContaining([expect.objectContaining({ step: 'consent', status: 'sent' })]),
      });

      const watch = `/watches/${customerId}`;
      expect(await call('POST', `${watch}/check-now`, { payload: {} })).toMatchObject({ status: 200 });
      let seen = await call('GET', watch);
      while (seen.body['checks'] === 0) {
        await sleep(50);
        seen = await call('GET', watch);
      }
      expect(seen.body).toMatchObject({ status: 'watching', certificates: [{ thumbprint: 'AB' }] });
      const listed = () => call('GET', `/watches?search=${customerId}&status=watching&limit=1`);
      const isListed = ({ body }: Awaited<ReturnType<typeof listed>>) =>
        (body['watches'] as object[]).length > 0;
      let list = await listed();
      while (!isListed(list)) {
        await sleep(100);
        list = await listed();
      }
      expect(list.body).toMatchObject({ watches: [{ customerId, workflowStatus: 'RUNNING' }] });
      const since = { workflow: 'watch', status: 'watching', workflowStatus: 'RUNNING' };
      expect((await call('GET', `/onboardings?search=${customerId}`)).body).toMatchObject({
        onboardings: [{ customerId, since }],
      });
      const id = 'watch-link';
      const made = await call('POST', `${watch}/links`, {
        payload: { id, purpose: 'handover', contact: 'Anna' },
      });
      expect(made).toMatchObject({
        status: 200,
        body: { url: expect.stringContaining(`/w/${customerId}.${id}.`) },
      });
      expect(await call('POST', `${watch}/revoke-link`, { payload: { id } })).toMatchObject({
        body: { links: [{ id, revokedBy: application }] },
      });
      expect(await call('POST', `${watch}/stop`, { payload: {} })).toMatchObject({ status: 400 });
      expect(await call('POST', `${watch}/stop`, { payload: { reason: 'moved away' } })).toMatchObject({
        status: 200,
        body: {
          status: 'stopped',
          actions: ['checkNow', 'makeLink', 'revokeLink', 'endWatch'].map((signal) => ({
            signal,
            by: application,
          })),
        },
      });
      expect(await call('POST', `${watch}/check-now`, { payload: {} })).toMatchObject({ status: 409 });

      const offboarding = `/offboardings/${customerId}`;
      expect(await call('GET', offboarding)).toMatchObject({ status: 404 });
      expect(await call('PUT', offboarding, { payload: {} })).toMatchObject({ status: 200 });
      let plan = await call('GET', offboarding);
      while (plan.body['status'] !== 'waiting') {
        await sleep(50);
        plan = await call('GET', offboarding);
      }
      expect(plan.body).toMatchObject({ plan: { toRemove: [expect.anything(), expect.anything()] } });
      await call('POST', `${offboarding}/confirm`, { payload: {} });
      while (plan.body['status'] !== 'done') {
        await sleep(50);
        plan = await call('GET', offboarding);
      }
      expect(plan.body).toMatchObject({ actions: [{ signal: 'confirmOffboarding', by: application }] });
    });
  });
});

describe('an offboarding', () => {
  it('has the permission profile that was asked for, else that of the onboarding', async () => {
    const profiles: string[] = [];
    const resolveTenant: Activities['resolveTenant'] = ({ permissionProfile }) => {
      profiles.push(permissionProfile);
      return Promise.resolve({ tenantId: TENANT_ID, consentUrl: 'https://login.example', webhook: false });
    };
    await withApi(
      async (call) => {
        const customerId = newCustomer();
        const request = minimalRequest({ customerId, permissionProfile: 'minimal' });
        await call('PUT', `/onboardings/${customerId}`, { payload: request });
        await call('POST', `/onboardings/${customerId}/cancel`, { payload: { reason: 'begun too early' } });
        await until(call, customerId, ({ execution }) => execution !== 'RUNNING');
        profiles.length = 0;
        const offboarding = `/offboardings/${customerId}`;
        const is = async (wanted: string) => {
          while ((await call('GET', offboarding)).body['status'] !== wanted) await sleep(50);
        };
        for (const payload of [{}, { permissionProfile: 'full' }, { tenant: 'contoso.example' }]) {
          expect(await call('PUT', offboarding, { payload })).toMatchObject({ status: 200 });
          await is('waiting');
          const cancelled = await call('POST', `${offboarding}/cancel`, { payload: { reason: 'a try' } });
          expect(cancelled).toMatchObject({ status: 200 });
          await is('cancelled');
        }
        expect(profiles).toEqual(['minimal', 'full', 'full']);
      },
      { resolveTenant },
    );
  });

  it('that was terminated says so beside the last status that it had', async () => {
    await withApi(async (call) => {
      const customerId = newCustomer();
      const offboarding = `/offboardings/${customerId}`;
      await call('PUT', offboarding, { payload: { tenant: 'contoso.example' } });
      let seen = await call('GET', offboarding);
      while (seen.body['status'] !== 'waiting') {
        await sleep(50);
        seen = await call('GET', offboarding);
      }
      expect(seen.body).toMatchObject({ execution: 'RUNNING' });
      await temporal.client.workflow.getHandle(offboardingWorkflowId(customerId)).terminate();
      expect(await call('GET', offboarding)).toMatchObject({
        body: { status: 'waiting', execution: 'TERMINATED' },
      });
    });
  });
});

describe('an invalid request', () => {
  it('is answered by problem details that name everything at once', async () => {
    await withApi(async (call) => {
      const payload = { ...minimalRequest({ customerId: 'x' }), tenant: 'no tenant', contacts: [], extra: 1 };
      const { status, headers, body } = await call('PUT', '/onboardings/x', { payload });
      expect(status).toBe(400);
      expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
      const pointers = (body['errors'] as { pointer: string }[]).map(({ pointer }) => pointer);
      expect(pointers).toEqual(expect.arrayContaining(['#/tenant', '#/contacts']));
      expect(
        await call('PUT', '/onboardings/y', { payload: minimalRequest({ customerId: 'x' }) }),
      ).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '#/customerId' }] },
      });
    });
  });

  it.each<[string, InjectOptions, number]>([
    ['a filter that is none of ours', { url: '/api/v1/onboardings?status=%27%20OR%201=1' }, 400],
    ['a search that could change the query', { url: "/api/v1/onboardings?search=x'--" }, 400],
    ['a status that no watch has', { url: '/api/v1/watches?status=done' }, 400],
    ['a made-up cursor', { url: '/api/v1/onboardings?cursor=bm9uc2Vuc2U.aaaaaaaaaaaaaaaaaaaaaa' }, 400],
    ['a body that is not JSON', { method: 'PUT', url: '/api/v1/onboardings/x', payload: '{' }, 400],
    ['a body of another type', { method: 'PUT', url: '/api/v1/onboardings/x', payload: '<a/>' }, 415],
    [
      'a body without end',
      { method: 'PUT', url: '/api/v1/onboardings/x', payload: `"${'x'.repeat(1_100_000)}"` },
      413,
    ],
    ['an unknown customer', { url: '/api/v1/onboardings/nobody-here' }, 404],
    ['an unknown address', { url: '/api/v1/nothing' }, 404],
  ])('%s is refused without our insides', async (name, options, status) => {
    await withApi(async (call) => {
      const type = name.includes('another type') ? 'text/xml' : 'application/json';
      const headers = { ...bearer(tokens.operate), 'content-type': type };
      const reply = await call('GET', '', { ...options, headers });
      expect(reply.status).toBe(status);
      expect(reply.headers['content-type']).toContain('application/problem+json');
      expect(reply.text).not.toMatch(/grpc|node_modules|at \w+ \(|INVALID_ARGUMENT|sql/i);
    });
  });
});

describe('without the right token', () => {
  const ROUTES = [
    ['GET', '/onboardings'],
    ['GET', '/onboardings/x'],
    ['GET', '/onboardings/x/handover'],
    ['GET', '/onboardings/x/cancellation'],
    ['PUT', '/onboardings/x'],
    ...[
      'grant-consent',
      'confirm-handover',
      'confirm-force-sso',
      'choose-roles',
      'retry',
      'skip',
      'cancel',
      'links',
      'remind',
      'report-test-sign-in',
      'revoke-link',
    ].map((action) => ['POST', `/onboardings/x/${action}`] as const),
    ['GET', '/watches'],
    ['GET', '/watches/x'],
    ...['check-now', 'stop', 'links', 'report-test-sign-in', 'revoke-link'].map(
      (action) => ['POST', `/watches/x/${action}`] as const,
    ),
    ['PUT', '/offboardings/x'],
    ['GET', '/offboardings/x'],
    ...['confirm', 'retry', 'cancel'].map((action) => ['POST', `/offboardings/x/${action}`] as const),
  ] as const;

  it('every route that the document names is tried here', async () => {
    await withApi(async (call) => {
      const { body } = await call('GET', '/openapi.json', { headers: {} });
      const named = Object.entries(body['paths'] as Record<string, object>).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
      );
      const tried = ROUTES.map(([method, path]) => `${method} /api/v1${path.replace('/x', '/{customerId}')}`);
      expect(named.sort()).toEqual(tried.sort());
    });
  });

  it('every route answers 401, and writing ones 403 to a reader', async () => {
    const { tenant, api, operator, reader } = operatorsOf(world);
    const { origin } = world.sandbox;
    const forge = async (changes: Record<string, unknown>) => {
      const { privateKey } = await generateKeyPair('RS256');
      return new SignJWT({
        azp: operator.clientId,
        tid: tenant.id,
        ver: '2.0',
        roles: ['Onboarding.Operate'],
        ...changes,
      })
        .setProtectedHeader({ alg: 'RS256', kid: 'sandbox-1' })
        .setIssuer(`${origin}/${tenant.id}/v2.0`)
        .setAudience(api.clientId)
        .setExpirationTime('1h')
        .sign(privateKey);
    };
    const unsigned = [
      { alg: 'none' },
      {
        azp: operator.clientId,
        tid: tenant.id,
        ver: '2.0',
        roles: ['Onboarding.Operate'],
        aud: api.clientId,
        iss: `${origin}/${tenant.id}/v2.0`,
        exp: 9_999_999_999,
      },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    // One for another API of the same tenant, from the same endpoint and signed by the same key.
    const otherApi = await accessToken(world, operator, `api://${reader.clientId}/.default`);
    const refused = [undefined, 'nonsense', await forge({}), `${unsigned}.`, otherApi];
    await withApi(async (call) => {
      for (const [method, path] of ROUTES) {
        for (const token of refused) {
          const reply = await call(method, path, { headers: token === undefined ? {} : bearer(token) });
          expect([method, path, reply.status]).toEqual([method, path, 401]);
          expect(reply.headers['www-authenticate']).toMatch(/^Bearer realm="sso-onboarding"/);
        }
        if (method === 'GET') continue;
        const reply = await call(method, path, { headers: bearer(tokens.read) });
        expect([method, path, reply.status]).toEqual([method, path, 403]);
        expect(reply.headers['www-authenticate']).toContain('insufficient_scope');
      }
      expect(await call('GET', '/onboardings', { headers: bearer(tokens.read) })).toMatchObject({
        status: 200,
      });
    });
  });

  it('an application without a role is refused, and so is an expired token', async () => {
    const { api } = operatorsOf(world);
    const withoutRole = await accessToken(world, api);
    await withApi(async (call) => {
      expect(await call('GET', '/onboardings', { headers: bearer(withoutRole) })).toMatchObject({
        status: 403,
      });
      const now = Date.now();
      const { now: real } = Date;
      Date.now = () => now - 2 * 3_600_000;
      const expired = await accessToken(world, operatorsOf(world).operator).finally(() => {
        Date.now = real;
      });
      expect(await call('GET', '/onboardings', { headers: bearer(expired) })).toMatchObject({ status: 401 });
    });
  });
});

describe('the document', () => {
  it('is valid OpenAPI 3.1, with the request, the errors and the webhook in it', async () => {
    await withApi(async (call) => {
      const { status, body } = await call('GET', '/openapi.json', { headers: {} });
      expect(status).toBe(200);
      const validator = new Validator();
      expect(await validator.validate(structuredClone(body))).toEqual({ valid: true });
      expect(validator.version).toBe('3.1');
      expect(body).toMatchObject({
        openapi: '3.1.0',
        paths: {
          '/api/v1/onboardings/{customerId}': {
            put: {
              requestBody: {
                content: { 'application/json': { schema: { properties: { hub: { type: 'object' } } } } },
              },
              responses: { 409: { content: { 'application/problem+json': expect.anything() } } },
            },
          },
        },
        webhooks: { customerEvent: expect.anything() },
      });
    });
  });
});

it('the API is not served where nobody is allowed to call it', async () => {
  const server = await createWebServer(webDeps(temporal.port).deps);
  expect((await server.inject('/api/v1/openapi.json')).statusCode).toBe(404);
  await server.close();
});
