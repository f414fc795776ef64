/** What the real services besides Graph were seen to answer: the sandbox answers the same. Each test names its row. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Agent, fetch } from 'undici';
import { samlResponse } from '../../sandbox/saml/assertion.js';
import { agreedOf, startOnboardedSandbox } from '../support/pipeline.js';
import type { TestSandbox } from '../support/sandbox.js';

let world: TestSandbox;
let dispatcher: Agent;
let response: string;
beforeAll(async () => {
  const made = await startOnboardedSandbox();
  ({ world } = made);
  dispatcher = new Agent({ connect: { ca: world.settings.ca! } });
  const { contoso } = made;
  const { applicationId, servicePrincipalId } = agreedOf(world.sandbox, made.first);
  const context = {
    application: contoso.applications.get(applicationId)!,
    servicePrincipal: contoso.servicePrincipals.get(servicePrincipalId)!,
    destination: 'https://hub.example/acs',
    audience: 'https://hub.example',
    inResponseTo: undefined,
    nameIdFormat: undefined,
  };
  const maria = contoso.users.find(({ userPrincipalName }) => userPrincipalName.startsWith('maria'));
  response = samlResponse(world.sandbox.world, contoso, context, maria!);
});
afterAll(async () => {
  await dispatcher.close();
  await world.stop();
});

async function ask(
  method: string,
  path: string,
  init: { headers?: Record<string, string>; body?: string } = {},
) {
  const reply = await fetch(world.sandbox.origin + path, { ...init, method, dispatcher, redirect: 'manual' });
  const text = await reply.text();
  return { status: reply.status, location: reply.headers.get('location'), text };
}

describe('the Messages API', () => {
  const headers = () => {
    const { apiKey, apiSecret } = world.sandbox.world.messages;
    const basic = Buffer.from(`${apiKey}:${apiSecret}`).toString('base64');
    return { Authorization: `Basic ${basic}`, 'Content-Type': 'application/json' };
  };
  const send = (message: object) => {
    const all = { messages: [{ content: 'Hello', destination_number: '+61491570156', ...message }] };
    return ask('POST', '/v1/messages', { headers: headers(), body: JSON.stringify(all) });
  };
  const refusal = async (message: object) => {
    const { status, text } = await send(message);
    return { status, details: (JSON.parse(text) as { details?: string[] }).details?.join(' ') };
  };

  it.each(['+6149157', '+6149157015612345', '0491570156'])(
    'O23: takes no number such as %s',
    async (number) => {
      expect(await refusal({ destination_number: number })).toEqual({
        status: 400,
        details: expect.stringContaining('must be between 8 and 15 characters'),
      });
    },
  );

  it('O24: takes 10 pairs of metadata, keys of 100 and values of 256 characters, and no more', async () => {
    const pairs = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`key${String(i)}`, 'value']));
    const most = { ...pairs(9), ['k'.repeat(100)]: 'v'.repeat(256) };
    expect((await send({ metadata: most })).status).toBe(202);
    for (const metadata of [pairs(11), { ['k'.repeat(101)]: 'v' }, { key: 'v'.repeat(257) }]) {
      expect((await refusal({ metadata })).status).toBe(400);
    }
  });

  it('C: refuses wrong credentials and an unknown message in its own words', async () => {
    const unknown = '/v1/messages/00000000-0000-4000-8000-000000000001';
    expect(await ask('GET', unknown)).toMatchObject({
      status: 401,
      text: '{"message":"Invalid authentication credentials"}',
    });
    expect(await ask('GET', unknown, { headers: headers() })).toMatchObject({
      status: 404,
      text: '{"message":"Resource not found."}',
    });
  });
});

describe('Entra ID', () => {
  const token = async (tenant: string) => {
    const [client] = world.sandbox.world.clients;
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client!.clientId,
      client_secret: client!.clientSecret,
      scope: `${world.sandbox.origin}/.default`,
    });
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return ask('POST', `/${tenant}/oauth2/v2.0/token`, { headers, body: body.toString() });
  };

  it('C: gives no token to a client that the tenant does not know, as invalid_client', async () => {
    const { status, text } = await token('northwind.example');
    expect(status).toBe(401);
    expect(JSON.parse(text)).toMatchObject({ error: 'invalid_client' });
    expect(text).toContain('AADSTS7000229');
  });

  it('C: a SAML response says who authenticated the user and how, and its session is the assertion', () => {
    expect(response).toContain('http://schemas.microsoft.com/identity/claims/identityprovider');
    expect(response).toContain('http://schemas.microsoft.com/claims/authnmethodsreferences');
    const [, id] = /<Assertion [^>]*ID="([^"]+)"/.exec(response) ?? [];
    expect(/SessionIndex="([^"]+)"/.exec(response)?.[1]).toBe(id);
    const instant = Date.parse(/AuthnInstant="([^"]+)"/.exec(response)?.[1] ?? '');
    expect(Date.now() - instant).toBeGreaterThan(3_600_000);
  });
});
