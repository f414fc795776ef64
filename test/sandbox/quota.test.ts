/** The sandbox throttles as Microsoft documents it for the identity and access service. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Agent, fetch } from 'undici';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';

let world: TestSandbox;
let now: number;
let dispatcher: Agent;
let token: string;

beforeEach(async () => {
  now = Date.now();
  world = await startTestSandbox({ now: () => now, throttles: true });
  const { origin, world: outside } = world.sandbox;
  const [client] = outside.clients;
  consent(outside.tenants[0]!, client!, client!.requestedPermissions);
  dispatcher = new Agent({ connect: { ca: world.settings.ca! } });
  const reply = await fetch(`${origin}/contoso.example/oauth2/v2.0/token`, {
    dispatcher,
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client!.clientId,
      client_secret: client!.clientSecret,
      scope: `${origin}/.default`,
    }),
  });
  token = ((await reply.json()) as { access_token: string }).access_token;
});
afterEach(async () => {
  await dispatcher.close();
  await world.stop();
});

async function graph(method: string, path: string, body?: object) {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const init = { dispatcher, method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
  const reply = await fetch(`${world.sandbox.origin}/v1.0${path}`, init);
  return { status: reply.status, headers: reply.headers, body: (await reply.json()) as Batch };
}
type Batch = {
  responses: { status: number; headers: Record<string, string>; body?: { error?: object } }[];
};

/** Writes that are refused for what they say are paid for as well. */
const twentyWrites = {
  requests: Array.from({ length: 20 }, (_, i) => ({
    id: String(i),
    method: 'DELETE',
    url: '/applications/none',
  })),
};
async function write(batches: number) {
  const replies: Batch['responses'] = [];
  for (let n = 0; n < batches; n += 1)
    replies.push(...(await graph('POST', '/$batch', twentyWrites)).body.responses);
  return replies;
}

it('charges resource units by the kind of request, less for $select and small pages', async () => {
  const cost = async (path: string) => (await graph('GET', path)).headers.get('x-ms-resource-unit');
  expect(await cost('/applications')).toBe('2');
  expect(await cost('/applications?$select=id')).toBe('1');
  expect(await cost('/users?$top=5')).toBe('1');
  expect(await cost('/organization')).toBe('1');
});

it('permits 3,000 writes at once and 20 a second after, each item of a batch for itself', async () => {
  const burst = await write(150);
  expect(burst.map(({ status }) => status)).not.toContain(429);
  expect(burst[2_300]!.headers).not.toHaveProperty('x-ms-throttle-limit-percentage');
  expect(burst[2_440]!.headers).toMatchObject({
    'x-ms-throttle-limit-percentage': expect.stringMatching(/^0\.8/),
  });
  now += 500;
  const after = await write(1);
  expect(after.filter(({ status }) => status === 429)).toHaveLength(10);
  expect(after.find(({ status }) => status === 429)?.headers).toMatchObject({
    'Retry-After': '1',
    'x-ms-throttle-information': 'WriteLimitExceeded',
    'x-ms-throttle-scope': expect.stringMatching(/^Tenant_Application\/Write\//),
  });
  now += 150_000;
  expect((await write(150)).map(({ status }) => status)).not.toContain(429);
});

it('says in Graph’s words what was too much, may leave out Retry-After, and leaves reads alone when only writes are used up', async () => {
  world.sandbox.quota.sendsRetryAfter = false;
  const throttled = (await write(151)).find(({ status }) => status === 429);
  expect(throttled?.headers).not.toHaveProperty('Retry-After');
  expect(throttled?.body?.error).toMatchObject({
    code: 'TooManyRequests',
    message: expect.stringContaining('under category:aadgraph.app.tenant_large. Please try again later.'),
  });
  expect((await graph('GET', '/organization')).status).toBe(200);
});
