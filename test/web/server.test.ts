import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { setupUrl } from '../../src/onboarding/linkToken.js';
import { createWebServer } from '../../src/web/server.js';
import { devServer, type TestTemporal } from '../support/temporal.js';
import { LINK_KEY, webDeps } from '../support/web.js';

let temporal: TestTemporal;
let server: FastifyInstance;
let lines: string[];

beforeEach(async () => {
  temporal = await devServer();
  const made = webDeps(temporal.client);
  lines = made.lines;
  server = await createWebServer(made.deps);
});
afterEach(async () => {
  await server.close();
  await temporal.stop();
});

describe('every page', () => {
  it.each(['/nowhere', '/assets/styles.css', '/livez'])('%s has strict security headers', async (url) => {
    const { headers } = await server.inject(url);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|data:/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'permissions-policy': expect.stringContaining('camera=()'),
    });
  });

  it('that does not exist says so in words, and is not kept in caches', async () => {
    const reply = await server.inject('/nowhere/%3Cscript%3E');
    expect(reply.statusCode).toBe(404);
    expect(reply.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
    });
    expect(reply.body).toContain('There is nothing here');
    expect(reply.body).not.toContain('<script>');
  });

  it('is refused to an address that asks too often', async () => {
    const replies = [];
    for (let i = 0; i <= 600; i += 1) replies.push((await server.inject('/livez')).statusCode);
    expect(replies.slice(0, 600).every((status) => status === 200)).toBe(true);
    expect(replies.at(-1)).toBe(429);
  });

  it('is logged by its route, never by its address', async () => {
    await server.inject('/secret-token?and=more');
    expect(lines.join('')).not.toContain('secret-token');
    expect(JSON.parse(lines[0]!)).toMatchObject({ method: 'GET', status: 404 });
  });
});

describe('a link', () => {
  it('leaves its secret in a cookie that goes over TLS alone', async () => {
    const link = { id: 'a1b2c3d4e5f6', expiresAt: '2036-01-01T00:00:00Z' };
    const reply = await server.inject(setupUrl({ publicUrl: '', key: LINK_KEY }, 'contoso', link));
    expect(reply.cookies).toMatchObject([
      { name: '__Secure-link', path: '/setup/a1b2c3d4e5f6', secure: true, httpOnly: true, sameSite: 'Lax' },
    ]);
  });

  it('is opened 60 times a minute from one address, not more often, which a page says', async () => {
    const statuses = [];
    for (let i = 0; i < 60; i += 1) statuses.push((await server.inject('/s/made-up')).statusCode);
    expect(new Set(statuses)).toEqual(new Set([404]));
    const refused = await server.inject('/s/made-up');
    expect(refused.statusCode).toBe(429);
    expect(refused.body).toContain('Too many requests');
  });
});

describe('HSTS', () => {
  it('is left out where there is no TLS', async () => {
    const plain = await createWebServer(
      webDeps(temporal.client, { publicUrl: 'http://localhost:8080' }).deps,
    );
    const { headers } = await plain.inject('/livez');
    expect(headers).not.toHaveProperty('strict-transport-security');
    await plain.close();
  });
});

describe('health', () => {
  it('is ready while Temporal answers', async () => {
    expect((await server.inject('/readyz')).json()).toEqual({ status: 'ok' });
  });
});
