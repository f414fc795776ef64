import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { setupUrl } from '../../src/onboarding/linkToken.js';
import { createWebServer } from '../../src/web/server.js';
import { devServer, type TestTemporal } from '../support/temporal.js';
import { CONSOLE } from '../support/console.js';
import { LINK_KEY, webDeps } from '../support/web.js';

let temporal: TestTemporal;
let server: FastifyInstance;
let lines: string[];

beforeEach(async () => {
  temporal = await devServer();
  const made = webDeps(temporal.port);
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

  it('is refused to an address that asks too often, and says when to come again', async () => {
    const few = await createWebServer(webDeps(temporal.port, { ...CONSOLE, requestsPerMinute: 4 }).deps);
    // What is refused, what is not there and what sends elsewhere counts like anything else.
    for (const url of ['/api/v1/onboardings', '/console', '/nowhere', '/%zz']) {
      expect([url, (await few.inject(url)).statusCode]).not.toEqual([url, 429]);
    }
    for (const url of ['/nowhere', '/console', '/s/made-up', '/api/v1/onboardings']) {
      const { statusCode, headers } = await few.inject(url);
      expect([url, statusCode, headers]).toEqual([
        url,
        429,
        expect.objectContaining({
          'retry-after': expect.stringMatching(/^\d+$/),
          'cache-control': 'no-store',
        }),
      ]);
    }
    const page = await few.inject('/nowhere');
    expect(page.body).toContain('Too many requests');
    for (const url of ['/livez', '/readyz']) expect((await few.inject(url)).statusCode).toBe(200);
    await few.close();
  });

  it('believes no address that somebody who is no proxy of ours tells', async () => {
    const settings = { requestsPerMinute: 60, trustedProxies: ['10.1.2.0/24'] };
    const ask = async (remoteAddress: string) => {
      const limited = await createWebServer(webDeps(temporal.port, settings).deps);
      const statuses = new Set<number>();
      for (let i = 0; i < 61; i += 1) {
        const headers = { 'x-forwarded-for': `203.0.113.${String(i)}` };
        statuses.add((await limited.inject({ url: '/nowhere', remoteAddress, headers })).statusCode);
      }
      await limited.close();
      return [...statuses];
    };
    expect(await ask('10.1.2.3')).toEqual([404]);
    expect(await ask('10.1.3.3')).toEqual([404, 429]);
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
    const plain = await createWebServer(webDeps(temporal.port, { publicUrl: 'http://localhost:8080' }).deps);
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
