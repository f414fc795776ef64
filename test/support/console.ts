/** The operators' console in tests: its settings in the sandbox, and people who sign in to it. */
import type { WebSettings } from '../../src/config/web.js';
import type { Browser, Page } from '../../demo/browser.js';
import { sealedSession } from '../../src/web/console/session.js';
import { csrfToken } from '../../src/web/csrf.js';
import { SESSION_KEYS, webSettings } from './web.js';
import type { WebWorld } from './webWorld.js';

/** As the sandbox's seed has them. */
export const CONSOLE: Partial<WebSettings> = {
  operators: {
    tenantId: 'd65e983e-5ab2-5eec-ac6c-9399bdebf3ac',
    clientId: '1d841568-7c9a-57a0-8c10-f89e6b24e818',
    clientSecret: 'sandbox-secret-api',
  },
  temporalUiUrl: 'https://temporal.example',
};

export const PEOPLE = {
  olga: '3724bb1d-677c-5350-b42f-5003bd24aefe',
  rita: '7f0bb750-9b11-5ac5-a3ed-a9a250699cc2',
  nick: 'bb9e9ca9-b6f1-5bd4-a320-d3d545046cde',
};

/** From a page of the console through Entra ID's choice of accounts, and back. */
export async function signInToConsole(
  world: WebWorld,
  browser: Browser,
  user: keyof typeof PEOPLE,
  path = '/console',
): Promise<Page> {
  const page = await browser.open(world.publicUrl + path);
  const accounts = await browser.follow(page, 'Sign in');
  return browser.submit(accounts.forms.find(({ fields }) => fields['user'] === PEOPLE[user])!);
}

const OLGA = {
  id: 'session',
  sub: 'olga',
  oid: 'olga',
  name: 'Olga Operator',
  roles: ['Onboarding.Operate'],
};

/** Of somebody who is signed in: the value of their cookie, and the code of their forms. */
export async function operatorSession(
  changes: Partial<Parameters<typeof sealedSession>[1]> = {},
): Promise<{ cookie: string; csrf: string }> {
  const now = Math.floor(Date.now() / 1000);
  const who = { ...OLGA, firstAt: now, signedInAt: now, ...changes };
  const cookie = await sealedSession(webSettings(), who);
  return { cookie, csrf: csrfToken(SESSION_KEYS, `operator ${who.id}`) };
}
