import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fastify, { type FastifyInstance } from 'fastify';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fetchDocument, FetchRefusedError } from '../../src/saml/fetchDocument.js';
import { loadOrMakeTls } from '../../sandbox/tls.js';

let server: FastifyInstance;
let folder: string;
let ca: string;
let origin: string;
let requests: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fetch-'));
  const tls = loadOrMakeTls(folder);
  ca = tls.caPem;
  server = fastify({ https: { key: tls.privateKeyPem, cert: tls.certificatePem } });
  server.addHook('onRequest', (request, _, done) => {
    requests.push(request.url);
    done();
  });
  server.get('/metadata', () => '<EntityDescriptor/>');
  server.get('/large', () => 'x'.repeat(256 * 1024 + 1));
  server.get('/missing', (_, reply) => reply.code(404).send('no'));
  server.get('/redirect', (request, reply) => reply.redirect((request.query as { to: string }).to));
  server.get('/silent', () => new Promise(() => undefined));
  server.get('/stops', (_, reply) => {
    reply.hijack();
    reply.raw.write('<EntityDescriptor>');
  });
  await server.listen({ host: '127.0.0.1', port: 0 });
  origin = `https://localhost:${String((server.server.address() as AddressInfo).port)}`;
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(async () => {
  server.server.closeAllConnections();
  await server.close();
  rmSync(folder, { recursive: true });
});

const local = { allowHosts: ['localhost'], resolve: () => Promise.resolve(['127.0.0.1']) };
const get = async (path: string, options: object = {}) => {
  requests = [];
  return Buffer.from(await fetchDocument(origin + path, { ca, ...local, ...options })).toString();
};
const refusal = (url: string, options: object = {}) =>
  fetchDocument(url, options).then(
    () => 'was fetched',
    (error: unknown) => (error instanceof FetchRefusedError ? error.message : `not typed: ${String(error)}`),
  );

describe('a metadata address', () => {
  it('is fetched from an allowed host, over trusted TLS', async () => {
    expect(await get('/metadata')).toBe('<EntityDescriptor/>');
    expect(await refusal(`${origin}/metadata`, local)).toContain('cannot be fetched');
  });

  it('is fetched through redirects, each checked like the first', async () => {
    expect(await get('/redirect?to=/metadata')).toBe('<EntityDescriptor/>');
    await expect(get('/redirect?to=https://attacker.example/x')).rejects.toThrow('not at a sign-in host');
    await expect(get('/redirect?to=http://localhost/metadata')).rejects.toThrow('is not https');
    await expect(get('/redirect?to=/redirect')).rejects.toThrow(FetchRefusedError);
    expect(requests.length).toBeLessThanOrEqual(4);
  });

  it.each([
    ['http://login.microsoftonline.com/x', 'is not https'],
    ['file:///etc/passwd', 'is not https'],
    ['nonsense', 'is not an address'],
    ['https://idp.example.com/metadata', '--allow-host idp.example.com'],
    ['https://login.microsoftonline.com.attacker.example/', 'not at a sign-in host'],
    ['https://login.microsoftonline.com@attacker.example/', 'carries a user name'],
    ['https://localhost:8443/metadata', '--allow-host localhost'],
  ])('such as %s is refused before anything is sent', async (url, words) => {
    expect(await refusal(url)).toContain(words);
  });

  it.each([
    '10.0.0.8',
    '127.0.0.1',
    '169.254.169.254',
    '::1',
    'fd00::1',
    'fe80::1',
    '::ffff:169.254.169.254',
  ])('whose name leads to %s is refused, even beside a public address', async (address) => {
    const resolve = () => Promise.resolve(['8.8.8.8', address]);
    const message = await refusal('https://idp.example.com/', { allowHosts: ['idp.example.com'], resolve });
    expect(message).toBe(`The name idp.example.com leads to ${address}, which is not public.`);
  });

  it('whose host is localhost may lead to this machine and nowhere else', async () => {
    const resolve = () => Promise.resolve(['10.0.0.8']);
    expect(await refusal(origin, { ...local, resolve })).toContain('which is not public');
    const literal = 'https://127.0.0.1/metadata';
    expect(await refusal(literal, { allowHosts: ['127.0.0.1'] })).toContain('which is not public');
  });

  it('is fetched from the address that was checked, though the name resolves elsewhere by then', async () => {
    let resolved = 0;
    const resolve = () => {
      resolved += 1;
      return Promise.resolve(['127.0.0.1']);
    };
    expect(await get('/metadata', { resolve })).toBe('<EntityDescriptor/>');
    expect(resolved).toBe(1);
  });

  it('that answers with too much, or with an error, is refused', async () => {
    await expect(get('/large')).rejects.toThrow('more than 256 KiB');
    await expect(get('/missing')).rejects.toThrow('status 404');
  });

  it.each(['/silent', '/stops'])(
    'that has not answered whole when ten seconds are over, like %s, is given up',
    async (path) => {
      const limit = new AbortController();
      const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal);
      const fetched = refusal(origin + path, { ca, ...local });
      requests = [];
      while (requests.length === 0) await sleep(10);
      limit.abort(new DOMException('over', 'TimeoutError'));
      expect(await fetched).toBe(`${origin}${path} cannot be fetched: no reply within 10 s`);
      expect(timeout.mock.calls).toEqual([[10_000]]);
    },
  );

  it('whose name is not resolved when ten seconds are over is given up', async () => {
    const limit = new AbortController();
    jest.spyOn(AbortSignal, 'timeout').mockReturnValue(limit.signal);
    const asked: string[] = [];
    const resolve = (host: string) => {
      asked.push(host);
      return new Promise<string[]>(() => undefined);
    };
    const fetched = refusal('https://login.microsoftonline.com/x', { resolve });
    expect(asked).toEqual(['login.microsoftonline.com']);
    limit.abort();
    expect(await fetched).toBe('https://login.microsoftonline.com/x cannot be fetched: no reply within 10 s');
  });

  it('at localhost is not fetched where this machine is not meant, allowed or not', async () => {
    await expect(get('/metadata', { loopback: false })).rejects.toThrow('127.0.0.1, which is not public');
    expect(requests).toEqual([]);
  });

  it('keeps its query out of every error: an e-mail address may stand in it', async () => {
    const query = '?email=anna@contoso.example#token';
    for (const path of ['/missing', '/large', '/redirect']) {
      const told = await refusal(`${origin}${path}${query}&to=http://a.example/${query}`, { ca, ...local });
      expect(told).toContain('localhost');
      expect(told).not.toMatch(/anna|token|\?/);
    }
    for (const url of [`https://idp.example.com/${query}`, `http://a.example/${query}`, `nonsense${query}`]) {
      expect(await refusal(url)).not.toMatch(/anna|token|\?/);
    }
  });
});
