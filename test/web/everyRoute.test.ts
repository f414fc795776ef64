/** What holds for every route, as the router lists them: a new one cannot be forgotten. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { setupUrl } from '../../src/onboarding/linkToken.js';
import { csrfFor } from '../../src/web/setup/access.js';
import { createWebServer } from '../../src/web/server.js';
import { CONSOLE, operatorSession } from '../support/console.js';
import { type Route, webRoutes } from '../support/routes.js';
import { fakePort } from '../support/fakePort.js';
import { LINK_KEY, SESSION_KEYS, webDeps } from '../support/web.js';

/** Forms that no page of ours has made: each carries a proof of another kind. */
const PROVED_OTHERWISE = [
  '/callbacks/messages', // MessageMedia's signature
  '/callbacks/messages/:customerId',
  '/test-sign-in/acs', // our own RelayState, for a request that is open
];

let server: FastifyInstance;
let routes: Route[];
beforeAll(async () => {
  server = await createWebServer(webDeps(fakePort(), CONSOLE).deps);
  routes = await webRoutes();
});
afterAll(async () => {
  await server.close();
});

const ask = async ({ method, path }: Route, linkId: string, more: Partial<InjectOptions> = {}) =>
  server.inject({
    method: method as 'GET',
    url: path.replace(':linkId', linkId).replace(':customerId', 'contoso').replace(':token', 'made-up'),
    ...(method === 'GET'
      ? {}
      : { headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'csrf=guessed' }),
    ...more,
  });

const nameOf = ({ method, path }: Route) => `${method} ${path}`;
const ofLinks = () => routes.filter(({ path }) => /^\/(setup|watch)\//.test(path));

describe('every route', () => {
  it('has strict security headers, whatever it answers', async () => {
    expect(routes.length).toBeGreaterThan(60);
    for (const route of [...routes, { method: 'GET', path: '/assets/client.js' }]) {
      const { headers } = await ask(route, 'a1b2c3d4e5f6');
      const policy = String(headers['content-security-policy']);
      expect([nameOf(route), policy]).toEqual([nameOf(route), expect.stringContaining("default-src 'none'")]);
      expect(policy).toContain("frame-ancestors 'none'");
      expect([nameOf(route), policy]).not.toEqual([
        nameOf(route),
        expect.stringMatching(/unsafe|\*|data:|http:/),
      ]);
      expect([nameOf(route), headers]).toMatchObject([
        nameOf(route),
        {
          'referrer-policy': 'no-referrer',
          'strict-transport-security': 'max-age=31536000',
          'x-content-type-options': 'nosniff',
          'x-frame-options': 'DENY',
          'permissions-policy': expect.stringContaining('camera=()'),
        },
      ]);
    }
  });

  it('that answers to a person keeps its answer out of caches', async () => {
    const pages = routes.filter(({ path }) =>
      /^\/(setup|watch|console|s|w|consented|signed-in)\b/.test(path),
    );
    for (const route of pages) {
      const { headers } = await ask(route, 'a1b2c3d4e5f6');
      expect([nameOf(route), headers['cache-control']]).toEqual([nameOf(route), 'no-store']);
    }
  });

  it('that is asked by HEAD tells whoever is not signed in no more than GET', async () => {
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      const [get, head] = [
        await ask(route, 'a1b2c3d4e5f6'),
        await ask(route, 'a1b2c3d4e5f6', { method: 'HEAD' }),
      ].map(({ statusCode, headers: { location } }) => ({ statusCode, location }));
      expect([nameOf(route), head]).toEqual([nameOf(route), get]);
      expect([nameOf(route), head?.statusCode]).not.toEqual([nameOf(route), 500]);
    }
  });

  it('that changes anything takes nothing from whoever has no sign-in, link or token', async () => {
    const forms = routes.filter(({ method, path }) => method !== 'GET' && !PROVED_OTHERWISE.includes(path));
    for (const route of forms) {
      const { statusCode } = await ask(route, 'a1b2c3d4e5f6');
      const isSignOut = route.path === '/console/sign-out'; // of nobody, it changes nothing
      const isLinkItself = route.path.includes('/:token/'); // as when a link is opened that was never made
      const refused = isSignOut ? 303 : isLinkItself ? 404 : 401;
      expect([nameOf(route), statusCode]).toEqual([nameOf(route), refused]);
    }
  });
});

describe('every form of the console', () => {
  it('is refused without the code of its page, and from another site', async () => {
    const { cookie, csrf } = await operatorSession();
    const cookies = { '__Host-operator': cookie };
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const forms = routes.filter(({ method, path }) => method === 'POST' && path.startsWith('/console/'));
    expect(forms.length).toBeGreaterThan(8);
    for (const route of forms) {
      const guessed = await ask(route, '', { cookies });
      const foreign = await ask(route, '', {
        cookies,
        headers: { ...type, 'sec-fetch-site': 'cross-site' },
        payload: `csrf=${csrf}`,
      });
      const statuses = [guessed.statusCode, foreign.statusCode];
      expect([nameOf(route), statuses]).toEqual([nameOf(route), [403, 403]]);
    }
  });
});

describe("every page and form of a customer's link", () => {
  it("is closed to another customer's link, also with that one's own code of a form", async () => {
    const [own, other] = ['a1b2c3d4e5f6', 'f6e5d4c3b2a1'] as const;
    expect(ofLinks().length).toBeGreaterThan(20);
    for (const route of ofLinks()) {
      for (const kind of ['onboarding', 'watch'] as const) {
        const link = { id: own, expiresAt: '2036-01-01T00:00:00Z' };
        const token = setupUrl({ publicUrl: '', key: LINK_KEY }, 'fabrikam', link, kind).split('/').at(-1)!;
        const reply = await ask(route, other, {
          cookies: { '__Secure-link': token },
          ...(route.method === 'GET'
            ? {}
            : { payload: new URLSearchParams({ csrf: csrfFor(SESSION_KEYS, own) }).toString() }),
        });
        expect([nameOf(route), reply.statusCode]).toEqual([nameOf(route), 401]);
      }
    }
  });

  it('is closed to the same link of the other kind, and after its time', async () => {
    for (const route of ofLinks()) {
      const id = 'a1b2c3d4e5f6';
      const of = route.path.startsWith('/watch') ? 'watch' : 'onboarding';
      const tokenOf = (kind: typeof of, expiresAt: string) =>
        setupUrl({ publicUrl: '', key: LINK_KEY }, 'contoso', { id, expiresAt }, kind).split('/').at(-1)!;
      const wrong = tokenOf(of === 'watch' ? 'onboarding' : 'watch', '2036-01-01T00:00:00Z');
      const over = tokenOf(of, '2026-01-01T00:00:00Z');
      const statuses = [];
      for (const token of [wrong, over]) {
        statuses.push((await ask(route, id, { cookies: { '__Secure-link': token } })).statusCode);
      }
      expect([nameOf(route), statuses]).toEqual([nameOf(route), [401, 410]]);
    }
  });
});
