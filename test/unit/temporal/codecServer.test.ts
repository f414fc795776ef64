import { afterAll, describe, expect, it } from '@jest/globals';
import { defaultPayloadConverter } from '@temporalio/common';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { codecServer } from '../../../src/temporal/codecServer.js';
import { tokenCheck } from '../../../src/temporal/codecTokens.js';
import { EncryptionCodec } from '../../../src/temporal/encryptionCodec.js';

const key = Buffer.alloc(32, 1);
const UI = 'http://localhost:8233';
const server = codecServer({ payloadKeys: [key], uiOrigin: UI });
const wire = {
  metadata: { encoding: Buffer.from('json/plain').toString('base64') },
  data: Buffer.from('"hello"').toString('base64'),
};
const decode = (headers: Record<string, string>, payload: object = { payloads: [wire] }, of = server) =>
  of.inject({ method: 'POST', url: '/decode', headers, payload });

describe('the codec server', () => {
  it('encodes and decodes for the Temporal UI and the stock CLI', async () => {
    const encoded = await server.inject({ method: 'POST', url: '/encode', payload: { payloads: [wire] } });
    expect(encoded.json<{ payloads: unknown[] }>().payloads).not.toEqual([wire]);
    const decoded = await decode({}, encoded.json());
    expect(decoded.json()).toEqual({ payloads: [wire] });
  });

  it('binds what it encodes to the namespace that it is asked for', async () => {
    const headers = { 'x-namespace': 'sso' };
    const reply = await server.inject({
      method: 'POST',
      url: '/encode',
      headers,
      payload: { payloads: [wire] },
    });
    const [encoded] = reply.json<{ payloads: (typeof wire)[] }>().payloads;
    const metadata: [string, Buffer][] = Object.entries(encoded!.metadata).map(([name, value]) => [
      name,
      Buffer.from(value, 'base64'),
    ]);
    const payload = { metadata: Object.fromEntries(metadata), data: Buffer.from(encoded!.data, 'base64') };
    const context = { type: 'workflow', workflowId: 'onboarding/a' } as const;
    const codec = new EncryptionCodec([key]);
    const [decoded] = await codec.decode([payload], { ...context, namespace: 'sso' });
    expect(defaultPayloadConverter.fromPayload(decoded!)).toBe('hello');
    await expect(codec.decode([payload], { ...context, namespace: 'other' })).rejects.toThrow(
      /another workflow/,
    );
  });

  it.each(['evil.example', 'evil.example:8234', '169.254.1.1', 'localhost.evil.example'])(
    'refuses who calls it %p, as a page does that made its own name point here',
    async (host) => {
      const reply = await decode({ host });
      expect([reply.statusCode, reply.json()]).toEqual([
        403,
        { error: expect.stringContaining('--allowed-host') },
      ]);
    },
  );

  it('answers under the names that it was told of, with or without their port', async () => {
    const hosts = ['codec.example', 'codec.internal:9000'];
    const published = codecServer({ payloadKeys: [key], uiOrigin: UI, hosts });
    const statusOf = async (host: string) => (await decode({ host }, undefined, published)).statusCode;
    expect(await statusOf('Codec.example:443')).toBe(200);
    expect(await statusOf('codec.internal:9000')).toBe(200);
    expect(await statusOf('codec.internal:9001')).toBe(403);
    expect(await statusOf('127.0.0.1:8234')).toBe(200);
  });

  it.each(['https://evil.example', 'null', 'http://localhost:8234', 'http://localhost:8233.evil.example'])(
    'refuses pages of %s, also before they ask',
    async (origin) => {
      const preflight = await server.inject({ method: 'OPTIONS', url: '/decode', headers: { origin } });
      for (const reply of [preflight, await decode({ origin })]) {
        expect(reply.statusCode).toBe(403);
        expect(reply.headers['access-control-allow-origin']).toBeUndefined();
      }
    },
  );

  it.each([UI, 'http://127.0.0.1:8233'])('lets the Temporal UI at %s ask, with its token', async (origin) => {
    const preflight = await server.inject({
      method: 'OPTIONS',
      url: '/decode',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type,x-namespace',
      },
    });
    expect(preflight.statusCode).toBe(204);
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-allow-headers': expect.stringMatching(/content-type, x-namespace, authorization/),
      'access-control-allow-methods': expect.stringContaining('POST'),
      vary: 'Origin',
    });
    const reply = await decode({ origin });
    expect([reply.statusCode, reply.headers['access-control-allow-origin']]).toEqual([200, origin]);
  });

  const encrypted = (data: string) => ({
    payloads: [
      {
        metadata: {
          encoding: Buffer.from('binary/encrypted').toString('base64'),
          'encryption-key-id': Buffer.from('00000000').toString('base64'),
        },
        data,
      },
    ],
  });
  it.each<[string, object]>([
    ['a body that is no list of payloads', { payloads: 'x' }],
    ['data that is not base64', { payloads: [{ data: '?' }] }],
    ['a payload of an unknown key', encrypted('AAAA')],
    ['a payload without data', encrypted('')],
  ])('refuses %s with 400 and what is wrong', async (_name, payload) => {
    const reply = await decode({}, payload);
    expect([reply.statusCode, reply.json()]).toEqual([400, { error: expect.any(String) }]);
  });

  it('refuses what is not JSON, too large, or at another address in words of its own', async () => {
    const json = { 'content-type': 'application/json' };
    const post = (url: string, payload: string) =>
      server.inject({ method: 'POST', url, headers: json, payload });
    const replies = [
      await post('/decode', '{'),
      await post('/decode', `"${'x'.repeat(9 << 20)}"`),
      await post('/x', '{}'),
    ];
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([400, 413, 404]);
    for (const reply of replies) {
      expect(reply.json()).toEqual({ error: expect.any(String) });
      expect(reply.body).not.toContain('FST_');
    }
  });
});

describe('the codec server with tokens', () => {
  const issuer = 'https://login.example/tenant/v2.0';
  const provider = generateKeyPair('RS256');
  let available = true;
  const get = async (url: string): Promise<Response> => {
    if (!available) throw new TypeError('fetch failed');
    const { publicKey } = await provider;
    return Response.json(
      url.endsWith('/openid-configuration')
        ? { issuer, jwks_uri: 'https://login.example/keys' }
        : { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256' }] },
    );
  };
  const settings = { issuer, audience: 'codec', role: 'Onboarding.Read' };
  const guarded = codecServer({ payloadKeys: [key], uiOrigin: UI, checkToken: tokenCheck(settings, get) });
  afterAll(() => guarded.close());

  const token = async (claims: object, expires = '5m', signer?: CryptoKey) =>
    new SignJWT({ iss: issuer, aud: 'codec', roles: ['Onboarding.Read'], ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .setExpirationTime(expires)
      .sign(signer ?? (await provider).privateKey);
  const ask = async (authorization?: string) => {
    const headers = { origin: UI, ...(authorization === undefined ? {} : { authorization }) };
    return decode(headers, undefined, guarded);
  };

  it('answers who has one, and lets the browser ask first without', async () => {
    expect((await ask(`Bearer ${await token({})}`)).statusCode).toBe(200);
    const preflight = await guarded.inject({ method: 'OPTIONS', url: '/decode', headers: { origin: UI } });
    expect(preflight.statusCode).toBe(204);
  });

  it('refuses who has none, one of somebody else, for something else, expired, or without the role', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const wrong: [number, string | undefined][] = [
      [401, undefined],
      [401, 'Basic b2xnYQ=='],
      [401, `Bearer ${await token({}, '5m', privateKey)}`],
      [401, `Bearer ${await token({ iss: 'https://login.example/other/v2.0' })}`],
      [401, `Bearer ${await token({ aud: 'another' })}`],
      [401, `Bearer ${await token({}, '-5m')}`],
      [403, `Bearer ${await token({ roles: [] })}`],
    ];
    for (const [status, authorization] of wrong) {
      const reply = await ask(authorization);
      expect([authorization, reply.statusCode]).toEqual([authorization, status]);
      // So that the UI can show why.
      expect(reply.headers['access-control-allow-origin']).toBe(UI);
      expect(reply.headers['www-authenticate']).toMatch(/^Bearer/);
    }
  });

  it('says so when the provider does not answer, and asks it again for the next', async () => {
    const fresh = codecServer({ payloadKeys: [key], uiOrigin: UI, checkToken: tokenCheck(settings, get) });
    const authorization = `Bearer ${await token({})}`;
    available = false;
    expect((await decode({ authorization }, undefined, fresh)).statusCode).toBe(503);
    available = true;
    expect((await decode({ authorization }, undefined, fresh)).statusCode).toBe(200);
    await fresh.close();
  });
});
