/** Clients that know only Microsoft's own addresses (m365, msgraph SDKs, Terraform), and what they ask before they begin. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetch, ProxyAgent } from 'undici';
import { z } from 'zod';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { startSandbox, type Sandbox } from '../../sandbox/server.js';
import { freePort } from '../support/sandbox.js';

const LOGIN = 'https://login.microsoftonline.com';
const GRAPH = 'https://graph.microsoft.com';
const looseObject = z.looseObject({});

let folder: string;
let sandbox: Sandbox;
let proxy: ProxyAgent;
let tenant: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'names-'));
  const proxyPort = await freePort();
  sandbox = await startSandbox({ port: await freePort(), proxyPort, dataDir: folder, lagMs: 0 });
  const ca = readFileSync(sandbox.caFile, 'utf8');
  proxy = new ProxyAgent({ uri: `http://127.0.0.1:${String(proxyPort)}`, requestTls: { ca } });
  const [first] = sandbox.world.tenants;
  const [client] = sandbox.world.clients;
  consent(first!, client!, [
    'User.Read.All',
    'Directory.Read.All',
    'Policy.ReadWrite.ApplicationConfiguration',
  ]);
  tenant = first!.id;
});
afterAll(async () => {
  await proxy.close();
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Sent = { method?: string; headers?: Record<string, string>; body?: string };
async function ask(url: string, sent: Sent = {}) {
  const reply = await fetch(url, { ...sent, dispatcher: proxy });
  const text = await reply.text();
  return { status: reply.status, body: looseObject.parse(JSON.parse(text)) };
}

async function token(): Promise<string> {
  const { clientId, clientSecret } = sandbox.world.clients[0]!;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: `${GRAPH}/.default`,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const { body } = await ask(`${LOGIN}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    headers,
    body: form.toString(),
  });
  return z.object({ access_token: z.string() }).parse(body).access_token;
}

describe('through the proxy', () => {
  it('a token for Graph is for Graph, says who has it, and the pages that it opens have the names', async () => {
    const bearer = await token();
    const claims = looseObject.parse(JSON.parse(Buffer.from(bearer.split('.')[1]!, 'base64url').toString()));
    expect(claims).toMatchObject({
      aud: GRAPH,
      app_displayname: 'MessageMedia SSO Onboarding',
      idtyp: 'app',
    });
    const authorization = `Bearer ${bearer}`;
    const { status, body } = await ask(`${GRAPH}/v1.0/users?$top=1`, { headers: { authorization } });
    expect(status).toBe(200);
    expect(body['@odata.context']).toBe(`${GRAPH}/v1.0/$metadata#users`);
    expect(body['@odata.nextLink']).toMatch(/^https:\/\/graph\.microsoft\.com\/v1\.0\/users\?/);
    const next = await ask(String(body['@odata.nextLink']), { headers: { authorization } });
    expect(next.status).toBe(200);
  });

  it('nothing else is reached', async () => {
    await expect(fetch('https://example.com/', { dispatcher: proxy })).rejects.toThrow();
    await expect(fetch(`${GRAPH}:8443/`, { dispatcher: proxy })).rejects.toThrow();
  });

  it('a batch passes over what it does not know, and finds no resource at a whole address (msgraph SDK for Python)', async () => {
    const headers = { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' };
    const requests = [
      { id: '1', method: 'GET', url: '/organization', depends_on: [], headers: {} },
      { id: '2', method: 'GET', url: `${GRAPH}/v1.0/organization` },
    ];
    const { status, body } = await ask(`${GRAPH}/v1.0/$batch`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ requests }),
    });
    expect(status).toBe(200);
    const { responses } = z.object({ responses: z.array(looseObject) }).parse(body);
    expect(responses).toContainEqual(expect.objectContaining({ id: '1', status: 200 }));
    expect(responses).toContainEqual(
      expect.objectContaining({
        id: '2',
        status: 400,
        body: { error: expect.objectContaining({ message: "Resource not found for the segment 'https:'." }) },
      }),
    );
  });

  it('a body that is no JSON, or is not said to be, is refused in the shape of Graph', async () => {
    const authorization = `Bearer ${await token()}`;
    const url = `${GRAPH}/v1.0/policies/claimsMappingPolicies`;
    const json = { authorization, 'content-type': 'application/json' };
    expect(await ask(url, { method: 'POST', headers: json, body: '{' })).toMatchObject({
      status: 400,
      body: { error: { code: 'BadRequest', message: expect.stringContaining('Unable to read JSON') } },
    });
    const none = { authorization, 'content-type': 'text/csv' };
    expect(await ask(url, { method: 'POST', headers: none, body: 'a,b' })).toMatchObject({
      status: 400,
      body: { error: { code: 'BadRequest', message: expect.stringContaining('Content-Type header') } },
    });
  });
});

describe('before a token', () => {
  it.each(['common', 'organizations'])('the endpoints of all tenants are known as %s (MSAL)', async (any) => {
    const { body } = await ask(`${LOGIN}/${any}/v2.0/.well-known/openid-configuration`);
    expect(body).toMatchObject({
      issuer: `${LOGIN}/{tenantid}/v2.0`,
      token_endpoint: `${LOGIN}/${any}/oauth2/v2.0/token`,
    });
  });

  it('an authority is looked up among the hosts that belong together (MSAL)', async () => {
    const asked = (origin: string) => {
      const query = new URLSearchParams({
        'api-version': '1.1',
        authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
      });
      return ask(`${LOGIN}/common/discovery/instance?${query.toString()}`);
    };
    expect((await asked(LOGIN)).body).toMatchObject({
      tenant_discovery_endpoint: `${LOGIN}/${tenant}/v2.0/.well-known/openid-configuration`,
      metadata: [{ preferred_network: 'login.microsoftonline.com' }],
    });
    const elsewhere = await asked('https://login.example.com');
    expect(elsewhere).toMatchObject({ status: 400, body: { error: 'invalid_instance' } });
  });

  it("the addresses of a cloud are told as Azure's are (Terraform azuread's metadata_host)", async () => {
    const { body } = await ask(`${LOGIN}/metadata/endpoints?api-version=2022-09-01`);
    const { origin } = sandbox;
    expect(body).toMatchObject({
      name: 'Sandbox',
      microsoftGraphResourceId: origin,
      resourceManager: origin,
      authentication: { loginEndpoint: origin },
    });
  });
});
