/** Who may see the console, and who may act: every route of it. */
import { beforeAll, describe, expect, it } from '@jest/globals';
import FakeTimers from '@sinonjs/fake-timers';
import type { Browser, Page } from '../../../demo/browser.js';
import { createWebServer } from '../../../src/web/server.js';
import { CONSOLE, PEOPLE, signInToConsole } from '../../support/console.js';
import { operatorsOf } from '../../support/operators.js';
import { webRoutes } from '../../support/routes.js';
import { devServer } from '../../support/temporal.js';
import { webDeps } from '../../support/web.js';
import {
  type StartedOnboarding,
  startWebWorld,
  visitor,
  type WebWorld,
  worldForEachTest,
} from '../../support/webWorld.js';

let world: WebWorld;
let browser: Browser;
worldForEachTest(
  () => startWebWorld(CONSOLE, () => Date.now()),
  (made) => ({ world, browser } = made),
);

const MINUTE_MS = 60_000;
const OPEN = [
  'GET /console/sign-in',
  'GET /console/sign-in/start',
  'GET /console/signed-in',
  'POST /console/sign-out',
];

/** Every route under /console, as the server itself lists them. */
let routes: string[];
beforeAll(async () => {
  routes = (await webRoutes())
    .filter(({ path }) => path.startsWith('/console'))
    .map(({ method, path }) => `${method} ${path}`);
});

const addressOf = (route: string, customerId: string) =>
  world.publicUrl + route.split(' ')[1]!.replace(':customerId', customerId);

const post = (address: string, cookie: string, fields: Record<string, string>, headers = {}) =>
  fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields),
  });

async function waiting(): Promise<StartedOnboarding> {
  const onboarding = await world.start();
  await onboarding.waitsFor('grantConsent');
  return onboarding;
}

describe('without a sign-in', () => {
  it('every page leads to the sign-in, and every form is refused', async () => {
    await world.run(async () => {
      const { customerId, progress } = await waiting();
      const answers: Record<string, string> = {};
      const closed = routes.filter((route) => !OPEN.includes(route));
      expect(closed.length).toBeGreaterThan(12);
      for (const route of closed) {
        const address = addressOf(route, customerId);
        const reply = await (route.startsWith('GET')
          ? fetch(address, { redirect: 'manual' })
          : post(address, '', { csrf: 'x' }));
        const [to = ''] = (reply.headers.get('location') ?? '').split('%2Fconsole');
        answers[route] = `${String(reply.status)} ${to}`.trim();
      }
      const expected = closed.map((route) => [
        route,
        route.startsWith('GET') ? '303 /console/sign-in?to=' : '401',
      ]);
      expect(answers).toEqual(Object.fromEntries(expected));
      expect((await progress()).actions).toEqual([]);
    });
  });

  it('a cookie that was made up is none', async () => {
    await world.run(async () => {
      for (const kept of ['nonsense', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..a.b.c']) {
        const reply = await fetch(`${world.publicUrl}/console`, {
          redirect: 'manual',
          headers: { cookie: `operator=${kept}` },
        });
        expect(reply.status).toBe(303);
      }
    });
  });
});

describe('a reader', () => {
  it('sees the onboardings, and changes nothing by any form', async () => {
    await world.run(async () => {
      const { customerId, progress } = await waiting();
      const list = await signInToConsole(world, browser, 'rita', `/console/onboardings/${customerId}`);
      expect(list.text).toContain('Rita Reader');
      expect(list.text).not.toContain('Send a reminder');
      const { csrf } = list.forms[0]!.fields;
      const cookie = browser.cookieOf(`${world.publicUrl}/console`);
      const fields = {
        csrf: csrf!,
        step: 'consent',
        reason: 'because',
        id: 'a1b2c3d4',
        contact: 'Anna',
        purpose: 'all',
      };
      for (const route of routes.filter((one) => one.startsWith('POST') && !OPEN.includes(one))) {
        const reply = await post(addressOf(route, customerId), cookie, fields);
        expect([route, reply.status]).toEqual([route, 403]);
        expect(await reply.text()).toContain('You may look, not act');
      }
      // Pages that only lead to a form, and the one that shows a link's secret.
      for (const page of [
        '/start',
        '/start/document',
        ...['skip', 'cancel', 'link'].map((name) => `/onboardings/${customerId}/${name}`),
      ]) {
        expect(await browser.open(`${world.publicUrl}/console${page}`)).toMatchObject({ status: 403 });
      }
      expect((await progress()).actions).toEqual([]);
    });
  });
});

describe('the sign-in', () => {
  it('turns away whoever has no role, and says what to do', async () => {
    await world.run(async () => {
      const page = await signInToConsole(world, browser, 'nick');
      expect(page).toMatchObject({ status: 403, text: expect.stringContaining('Onboarding.Operate') });
      expect(page.text).toContain('Nick Nobody (nick@operators.example)');
      expect((await browser.open(`${world.publicUrl}/console`)).text).toContain('Console for operators');
      expect(world.log.join('')).not.toContain('nick@');
    });
  });

  it('goes on to the page that was wanted, and never to another site', async () => {
    await world.run(async () => {
      const wanted = await signInToConsole(world, browser, 'olga', '/console?status=blocked');
      expect(wanted.url).toBe(`${world.publicUrl}/console?status=blocked`);
      for (const to of [
        'https://evil.example/',
        '//evil.example/console',
        '/\\evil.example/console',
        '/console/../s/x',
        'javascript:alert(1)',
        '/consoles',
      ]) {
        const other = visitor(world);
        const page = await browser.open(`${world.publicUrl}/console/sign-in?to=${encodeURIComponent(to)}`);
        const accounts = await other.open(page.links.find(({ text }) => text.includes('Sign in'))!.href);
        const back = await other.submit(accounts.forms[0]!);
        expect([to, back.url]).toEqual([to, `${world.publicUrl}/console`]);
        await other.close();
      }
    });
  });

  it('ends when told to', async () => {
    await world.run(async () => {
      const list = await signInToConsole(world, browser, 'olga');
      const signOut = list.forms.find(({ action }) => action.endsWith('/sign-out'))!;
      expect((await browser.submit(signOut)).text).toContain('You are signed out here');
      expect((await browser.open(`${world.publicUrl}/console`)).text).toContain('Console for operators');
    });
  });

  it('is refused for an answer that this browser did not ask for', async () => {
    await world.run(async () => {
      await signInToConsole(world, browser, 'olga');
      const callback = browser.visited.find((address) => address.includes('/console/signed-in?'))!;
      const other = visitor(world);
      expect(await other.open(callback)).toMatchObject({
        status: 400,
        text: expect.stringContaining('not signed in'),
      });
      const begun = await other.open(`${world.publicUrl}/console/sign-in/start`);
      expect(begun.text).toContain('Pick an account');
      expect(await other.open(callback)).toMatchObject({ status: 400 });
      await other.close();
    });
  });
});

/** Every clock in this process, ours and the sandbox's, shows this much later meanwhile. */
async function later(ms: number, work: () => Promise<void>): Promise<void> {
  const clock = FakeTimers.install({ now: Date.now() + ms, toFake: ['Date'] });
  try {
    await work();
  } finally {
    clock.uninstall();
  }
}

describe('a sign-in', () => {
  it('lasts an hour; then Entra ID says anew who it is, and what was typed meanwhile is kept', async () => {
    await world.run(async () => {
      const { customerId, progress } = await waiting();
      const address = `${world.publicUrl}/console/onboardings/${customerId}`;
      await signInToConsole(world, browser, 'olga', `/console/onboardings/${customerId}`);
      const form = (await browser.open(`${address}/cancel`)).forms.at(-1)!;
      await later(59 * MINUTE_MS, async () => {
        expect((await browser.open(address)).url).toBe(address);
      });
      await later(61 * MINUTE_MS, async () => {
        const over = await browser.submit(form, { reason: 'The customer left' });
        expect(over).toMatchObject({ status: 401, text: expect.stringContaining('nothing is lost') });
        const accounts = await browser.follow(over, 'Sign in');
        expect(accounts.text).toContain('Pick an account');
        await browser.submit(accounts.forms.find(({ fields }) => fields['user'] === PEOPLE.olga)!);
        const sent = await browser.submit(over.forms.at(-1)!);
        expect(sent.url).toBe(`${address}?done=cancel`);
      });
      const { actions } = await progress();
      expect(actions).toMatchObject([{ signal: 'cancelOnboarding' }]);
    });
  });

  it('is over for whoever lost the role, within the hour, without a click', async () => {
    await world.run(async () => {
      await signInToConsole(world, browser, 'olga');
      const { api } = operatorsOf(world);
      api.roleAssignments = api.roleAssignments.filter(({ principalId }) => principalId !== PEOPLE.olga);
      await later(61 * MINUTE_MS, async () => {
        const accounts = await browser.open(`${world.publicUrl}/console`);
        expect(accounts.text).toContain('Pick an account');
        const user = accounts.forms.find(({ fields }) => fields['user'] === PEOPLE.olga)!;
        expect(await browser.submit(user)).toMatchObject({
          status: 403,
          text: expect.stringContaining('You may not see this'),
        });
      });
    });
  });

  it('of somebody else in the same browser takes no form of the one before', async () => {
    await world.run(async () => {
      const { customerId, progress } = await waiting();
      await signInToConsole(world, browser, 'olga');
      const form = (
        await browser.open(`${world.publicUrl}/console/onboardings/${customerId}/cancel`)
      ).forms.at(-1)!;
      await later(61 * MINUTE_MS, async () => {
        const accounts = await browser.open(`${world.publicUrl}/console`);
        await browser.submit(accounts.forms.find(({ fields }) => fields['user'] === PEOPLE.rita)!);
        expect(await browser.submit(form, { reason: 'The customer left' })).toMatchObject({ status: 403 });
      });
      expect((await progress()).actions).toEqual([]);
    });
  });

  it('that Entra ID cannot be asked for is told apart from one that it refuses', async () => {
    await world.run(async () => {
      world.sandbox.network.down();
      const page = await browser.open(`${world.publicUrl}/console/sign-in/start`);
      expect(page).toMatchObject({ status: 503, text: expect.stringContaining('AUTHORITY_HOST') });
      expect(world.log.join('')).toContain('does not answer as OpenID Connect says');
    });
  });
});

describe('two sign-ins in one browser', () => {
  it('do not disturb each other, and who goes back to one that is done is led on', async () => {
    await world.run(async () => {
      const first = await browser.open(`${world.publicUrl}/console/sign-in/start?to=/console/watches`);
      const second = await browser.open(`${world.publicUrl}/console/sign-in/start?to=/console/start`);
      const asOlga = ({ forms }: Page) => forms.find(({ fields }) => fields['user'] === PEOPLE.olga)!;
      expect((await browser.submit(asOlga(first))).url).toBe(`${world.publicUrl}/console/watches`);
      expect((await browser.submit(asOlga(second))).url).toBe(`${world.publicUrl}/console/start`);
      const [back] = browser.visited.filter((address) => address.includes('/console/signed-in?'));
      expect(await browser.open(back!)).toMatchObject({
        status: 200,
        url: `${world.publicUrl}/console/watches`,
      });
    });
  });
});

describe('a sign-out', () => {
  it('ends the session in every copy of the cookie, at every web process', async () => {
    await world.run(async () => {
      const list = await signInToConsole(world, browser, 'olga');
      const copy = browser.copy();
      const headers = { cookie: copy.cookieOf(`${world.publicUrl}/console`) };
      const other = await world.anotherWeb();
      const ask = (path: string) => fetch(other + path, { redirect: 'manual', headers });
      expect((await ask('/console')).status).toBe(200);
      await browser.submit(list.forms.find(({ action }) => action.endsWith('/sign-out'))!);
      for (const path of ['/console', '/console/live', '/console/start']) {
        expect([path, (await ask(path)).status]).toEqual([path, 303]);
      }
      const { csrf } = list.forms[0]!.fields;
      const start = await post(`${other}/console/start`, headers.cookie, { csrf: csrf! });
      expect(start.status).toBe(401);
      const again = await signInToConsole(world, copy, 'olga');
      expect(again.forms[0]!.fields['csrf']).not.toBe(csrf);
      await copy.close();
    });
  });
});

describe('a form', () => {
  it('of another site, or of another operator, is refused', async () => {
    await world.run(async () => {
      const { customerId, progress } = await waiting();
      const page = await signInToConsole(world, browser, 'olga', `/console/onboardings/${customerId}`);
      const cookie = browser.cookieOf(`${world.publicUrl}/console`);
      const { csrf } = page.forms[0]!.fields;
      const address = `${world.publicUrl}/console/onboardings/${customerId}/cancel`;
      const fields = { reason: 'because', shown: '[]' };
      expect((await post(address, cookie, fields)).status).toBe(403);
      expect(
        (await post(address, cookie, { ...fields, csrf: csrf! }, { 'sec-fetch-site': 'cross-site' })).status,
      ).toBe(403);
      const other = visitor(world);
      await signInToConsole(world, other, 'olga');
      const otherCookie = other.cookieOf(`${world.publicUrl}/console`);
      expect((await post(address, otherCookie, { ...fields, csrf: csrf! })).status).toBe(403);
      await other.close();
      expect((await progress()).actions).toEqual([]);
    });
  });

  it('that is too large is refused', async () => {
    await world.run(async () => {
      const { customerId } = await waiting();
      await signInToConsole(world, browser, 'olga');
      const cookie = browser.cookieOf(`${world.publicUrl}/console`);
      const address = `${world.publicUrl}/console/onboardings/${customerId}/skip`;
      expect((await post(address, cookie, { reason: 'x'.repeat(70_000) })).status).toBe(413);
    });
  });
});

it('there is no console where nobody may sign in to it', async () => {
  const temporal = await devServer();
  const server = await createWebServer(webDeps(temporal.port).deps);
  expect((await server.inject('/console')).statusCode).toBe(404);
  await server.close();
  await temporal.stop();
});
