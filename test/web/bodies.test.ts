/** How much of a body is read, and from whom. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { Readable } from 'node:stream';
import { setupUrl } from '../../src/onboarding/linkToken.js';
import { createWebServer } from '../../src/web/server.js';
import { csrfFor } from '../../src/web/setup/access.js';
import { cannedPort, LINK } from '../support/fakePort.js';
import { CONSOLE, operatorSession } from '../support/console.js';
import { LINK_KEY, SESSION_KEYS, webDeps } from '../support/web.js';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const ROLES = `/setup/${LINK.id}/roles/edit`;

let server: FastifyInstance;
let cookies: Record<string, string>;
beforeEach(async () => {
  server = await createWebServer(webDeps(cannedPort, CONSOLE).deps);
  const link = setupUrl({ publicUrl: '', key: LINK_KEY }, 'contoso', LINK).split('/').at(-1)!;
  cookies = {
    '__Host-operator': (await operatorSession()).cookie,
    '__Secure-link': link,
  };
});
afterEach(async () => {
  await server.close();
});

const post = (url: string, payload: string | Readable, more: { cookies?: Record<string, string> } = {}) =>
  server.inject({ method: 'POST', url, headers: FORM, payload, ...more });

describe('a stranger', () => {
  it.each(['/console/start/document', ROLES, '/console/sign-out', '/nowhere'])(
    'sends 16 KiB to %s, and no more, said beforehand or not',
    async (url) => {
      const more = 'a'.repeat(16 * 1024 + 1);
      expect((await post(url, more)).statusCode).toBe(413);
      const unsaid = Readable.from(
        [more.slice(0, 9_000), more.slice(9_000)].map((part) => Buffer.from(part)),
      );
      expect((await post(url, unsaid)).statusCode).toBe(413);
    },
  );

  it('gets back no field that is not of our forms, and of those not more than was sent', async () => {
    const reply = await post('/console/start/document', 'document=typed&evil=x&document2=y&key=1&key=2');
    expect(reply.statusCode).toBe(401);
    expect(reply.body).toContain('name="document" value="typed"');
    expect(reply.body).not.toMatch(/evil|document2|name="key"/);
  });

  it('is answered the worst body at once, with a page of ordinary size', async () => {
    const reply = await post('/console/start/document', 'a=&'.repeat(690_000));
    expect(reply.statusCode).toBe(413);
    expect(reply.body.length).toBeLessThan(5_000);
  });
});

describe('anybody', () => {
  it('sends at most 100 fields, in a form and nothing else', async () => {
    const fields = (count: number) => Array.from({ length: count }, (_, i) => `f${String(i)}=`).join('&');
    expect((await post(ROLES, fields(100), { cookies })).statusCode).toBe(403);
    expect((await post(ROLES, fields(101), { cookies })).statusCode).toBe(413);
    const json = { method: 'POST' as const, url: ROLES, payload: { list: 'a' }, cookies };
    expect((await server.inject(json)).statusCode).toBe(415);
  });
});

describe('the holder of a link, and an operator', () => {
  it('send long lists and documents', async () => {
    const list = 'sam@contoso.example,Sender\n'.repeat(10_000);
    const fields = new URLSearchParams({ csrf: csrfFor(SESSION_KEYS, LINK.id), list });
    expect((await post(ROLES, fields.toString(), { cookies })).statusCode).toBe(200);
    const document = await post('/console/start/document', `document=${list}`, { cookies });
    expect(document.statusCode).toBe(403); // read, and held against its code
  });

  it('send no more than a page can have', async () => {
    expect((await post(ROLES, 'a'.repeat(3 * 1024 * 1024), { cookies })).statusCode).toBe(413);
  });
});
