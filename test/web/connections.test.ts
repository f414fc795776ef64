/** What a real server does with connections: those that drip, those that are no HTTP, and those under way when it stops. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setupUrl } from '../../src/onboarding/linkToken.js';
import { createWebServer } from '../../src/web/server.js';
import { cannedPort, fakePort, LINK } from '../support/fakePort.js';
import { LINK_KEY, webDeps } from '../support/web.js';

let server: FastifyInstance;
let port: number;
/** The customer's pages wait for it, once `isHeld`. */
let release: () => void;
let isHeld: boolean;
/** Requests that the server has read. */
let begun: number;
beforeEach(async () => {
  begun = 0;
  isHeld = false;
  const held = new Promise<void>((resolve) => (release = resolve));
  const temporal = fakePort({
    ...cannedPort,
    ask: async (subject, question) => {
      if (isHeld) await held;
      return cannedPort.ask(subject, question);
    },
  });
  server = await createWebServer(webDeps(temporal, { publicUrl: 'http://localhost' }).deps);
  server.server.on('request', () => (begun += 1));
  await server.listen({ host: '127.0.0.1', port: 0 });
  port = (server.server.address() as AddressInfo).port;
});
afterEach(async () => {
  release();
  await server.close();
});

/** What comes back for these bytes, until the connection ends. */
const talk = (bytes: string) =>
  new Promise<string>((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (more) => (text += more.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      resolve(text);
    });
  });

/** The answer, when it has begun. */
const asked = (path: string, headers: Record<string, string> = {}) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    get({ port, path, headers, agent: false }, resolve).once('error', reject);
  });

const ended = (reply: IncomingMessage) =>
  new Promise<number | undefined>((resolve) => {
    reply.resume().once('end', () => {
      resolve(reply.statusCode);
    });
  });

/** Once so many have begun. */
const underWay = async (count: number) => {
  while (begun < count) await new Promise((resolve) => setImmediate(resolve));
};

describe('an answer to what is hardly a request', () => {
  it.each([
    ['no HTTP at all', 'nonsense\r\n\r\n', 400],
    ['an unknown method', 'FOO / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 400],
    ['a method that nothing takes', 'PROPFIND / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 404],
    ['what cannot be decoded', 'GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 404],
    ['what is no UTF-8', 'GET /s/%ff HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n', 404],
    ['a long path', `GET /s/${'a'.repeat(8_000)} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`, 404],
    ['headers without end', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 404],
    [
      'what nobody expects',
      'GET /nowhere HTTP/1.1\r\nHost: a\r\nExpect: more\r\nConnection: close\r\n\r\n',
      404,
    ],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400],
  ])('has our headers, and no name of the framework: %s', async (_, bytes, status) => {
    const text = await talk(bytes);
    expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} `));
    expect(text).not.toContain('FST_');
    for (const header of [
      'cache-control: no-store',
      "content-security-policy: default-src 'none'",
      'referrer-policy: no-referrer',
      'x-content-type-options: nosniff',
      'x-frame-options: deny',
      'permissions-policy: ',
    ]) {
      expect(text.toLowerCase()).toContain(header);
    }
  });
});

describe('a body that drips', () => {
  it('ends', () => {
    const { requestTimeout, headersTimeout, timeout, maxConnections } = server.server;
    expect({ requestTimeout, headersTimeout, timeout, maxConnections }).toEqual({
      requestTimeout: 30_000,
      headersTimeout: 10_000,
      timeout: 60_000,
      maxConnections: 1_000,
    });
  });
});

describe('a server that is told to stop', () => {
  it('answers what is under way, takes no new connection, and ends streams', async () => {
    const token = setupUrl({ publicUrl: '', key: LINK_KEY }, 'contoso', LINK).split('/').at(-1)!;
    const stream = await asked(`/setup/${LINK.id}/live`, { cookie: `link=${token}` });
    isHeld = true;
    const cookie = `link=${token}`;
    const slow = Array.from({ length: 20 }, () => asked(`/setup/${LINK.id}`, { cookie }).then(ended));
    await underWay(21);
    const closed = server.close();
    await expect(asked('/livez')).rejects.toThrow(/ECONNREFUSED/);
    release();
    expect(await Promise.all(slow)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(await ended(stream)).toBe(200);
    await closed;
  });
});
