/** Query options are answered as Graph answers them, or refused; none is ignored. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { connectDeps } from '../../src/activities/connect.js';
import type { GraphClient } from '../../src/graph/client.js';
import { GraphRequestError } from '../../src/graph/requestError.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { inPortal } from '../../sandbox/portal.js';
import { DEFAULT_RULES } from '../../sandbox/rules.js';
import { runActivity, runPipeline, scope } from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';

let world: TestSandbox;
let graph: GraphClient;
beforeAll(async () => {
  world = await startTestSandbox();
  const [tenant] = world.sandbox.world.tenants;
  const [client] = world.sandbox.world.clients;
  consent(tenant!, client!, client!.requestedPermissions);
  graph = connectDeps(world.settings).graphFor(scope);
});
afterAll(async () => {
  await world.stop();
});
afterEach(() => {
  world.sandbox.world.rules = { ...DEFAULT_RULES };
});

const named = z.object({ displayName: z.string() });
const users = async (filter: string) =>
  (await graph.list(named, '/users', {}, { filter, top: 999 })).map(({ displayName }) => displayName).sort();
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) =>
      error instanceof GraphRequestError ? `${String(error.status)} ${error.detail}` : String(error),
  );
/** As nobody of ours asks. */
const asked = (query: string) =>
  refusal(graph.page(named, '/users', {}, {}, `${world.sandbox.origin}/v1.0/users?${query}`));

describe('$filter', () => {
  const [maria, sam] = ['maria@contoso.example', 'sam@contoso.example'];
  it('joins conditions by "and" and "or"', async () => {
    expect(await users(`userPrincipalName eq '${maria}' or userPrincipalName eq '${sam}'`)).toHaveLength(2);
    expect(await users(`userPrincipalName eq '${maria}' and mail eq '${sam}'`)).toEqual([]);
    expect(await users(`userPrincipalName eq '${maria}' and mail eq '${maria}'`)).toHaveLength(1);
  });
  it('takes "and" and "or" within quotes for text', async () => {
    expect(await users("userPrincipalName eq 'a'' or mail eq ''b'")).toEqual([]);
  });
  it.each([
    ["mail eq 'a' and", 'Invalid filter clause: Syntax error at position 15'],
    ["mail ne 'a'", "Filter operator 'NotEqualsMatch' is not supported."],
    ["not mail eq 'a'", 'Invalid filter clause: A unary operator with an incompatible type was detected.'],
    ["faxNumber eq 'a'", 'Unsupported or invalid query filter clause specified for property'],
    ["mail/any(x:y eq 'a')", 'Invalid filter clause: Any/All may only be used following a collection.'],
  ])('refuses %s', async (filter, message) => {
    expect(await refusal(users(filter))).toContain(`400 ${message}`);
  });
  it('does not know uniqueName', async () => {
    const filter = "uniqueName eq 'messagemedia-sso-contoso'";
    expect(await refusal(graph.list(named, '/applications', {}, { filter }))).toMatch(/^400/);
  });
});

it.each(['%24expand=manager', '%24orderby=mail', '%24skip=1', '%24count=yes', '%24format=json'])(
  '%s is refused, not ignored',
  async (query) => {
    expect(await asked(query)).toMatch(/^400 /);
  },
);

describe('$select', () => {
  it('refuses a name that the type does not have', async () => {
    expect(await asked('%24select=id,nickName')).toContain(
      "Could not find a property named 'nickName' on type 'microsoft.graph.user'.",
    );
  });
  it('takes one that Graph has and the sandbox does not', async () => {
    expect(await asked('%24select=displayName,jobTitle')).toBe('answered');
  });
});

describe('what Graph refuses in a body', () => {
  const anna = (method: string, path: string, body: object) => {
    const [tenant] = world.sandbox.world.tenants;
    return inPortal(world.sandbox.world, tenant!, 'anna.admin@contoso.example', { method, path, body });
  };
  const own = () => world.sandbox.world.tenants[0]!.applications.all()[0]!.id;
  it('is a redirect URI by http, but for this machine', () => {
    const write = (uri: string) => anna('PATCH', `/applications/${own()}`, { web: { redirectUris: [uri] } });
    expect(() => write('http://hub.example/acs')).toThrow("Invalid value specified for property 'web'");
    expect(() => write('http://localhost/acs')).not.toThrow();
  });
  it('is a credential for another usage', () => {
    const principal = world.sandbox.world.tenants[0]!.servicePrincipals.all()[0]!.id;
    const credential = {
      customKeyIdentifier: 'AAAA',
      startDateTime: '2026-01-01T00:00:00Z',
      endDateTime: '2027-01-01T00:00:00Z',
      keyId: '0f0e0d0c-0b0a-4908-8706-050403020100',
      type: 'AsymmetricX509Cert',
      usage: 'Encrypt',
    };
    expect(() => anna('PATCH', `/servicePrincipals/${principal}`, { keyCredentials: [credential] })).toThrow(
      'The value for the property "usage" in one of your credentials is invalid. Acceptable values are Sign, Verify.',
    );
  });
});

describe('where it is not known what Graph does', () => {
  it('a search that may not have & and # finds the same (Q5)', async () => {
    world.sandbox.world.rules.searchTakesSpecials = false;
    const search = async (text: string) =>
      (await runActivity(world, 'searchDirectory', { ...scope, text, count: 5 }))['found'];
    expect(await search('maria#')).toMatchObject([{ principal: 'maria@contoso.example' }]);
    expect(await search('&')).toEqual([]);
  });

  it('a consent whose roles come late is looked at again', async () => {
    const [tenant] = world.sandbox.world.tenants;
    const [client] = world.sandbox.world.clients;
    world.sandbox.world.rules.tokensWithoutRoles = 2;
    consent(tenant!, client!, client!.requestedPermissions);
    for (const attempt of [1, 2]) {
      await expect(runActivity(world, 'checkConsent', scope, attempt)).rejects.toThrow('not complete');
    }
    const { permissions } = await runActivity(world, 'checkConsent', scope, 3);
    expect(permissions).toEqual(client!.requestedPermissions);
  });

  it('assignments of which Graph refuses some as concurrent all stand in the end (Q4)', async () => {
    world.sandbox.world.rules.batchedWritesPass = false;
    await runPipeline(world, async ({ name }, run) => {
      for (let attempt = 1; ; attempt += 1) {
        const result = await run(attempt).catch((error: unknown) => {
          if (name !== 'assignPrincipals' || attempt > 5) throw error;
        });
        if (result !== undefined) return result;
      }
    });
    const [tenant] = world.sandbox.world.tenants;
    expect(tenant!.appRoleAssignments.all()).toHaveLength(2);
  });
});
