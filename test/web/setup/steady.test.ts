/** Pages that stand still while they load, and are light: in a real browser, with answers of the test behind them. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { onboardingRequestSchema } from '../../../src/onboarding/request.js';
import { launch } from '../../support/browser.js';
import { handedOver } from '../../support/handedOver.js';
import { holderOf } from '../../support/holder.js';
import { minimalRequest } from '../../support/request.js';

/** Of what is in sight, how much moves, and how far: nobody notices less. */
const MOST_SHIFT = 0.02;
/** Of a page with all that it loads, except fonts. */
const MOST_BYTES = 100 * 1024;
/** Scripts and fonts come after the page has been painted, as over a slow line. */
const LATE_MS = 400;
const ORIGIN = 'https://sso.example';

let chromium: Browser;
beforeAll(async () => {
  chromium = await launch();
});
afterAll(async () => {
  await chromium.close();
});

type Holder = Awaited<ReturnType<typeof holderOf>>;

/** A browser to which the server answers without a network. */
async function browserOf({ reply }: Holder, viewport: { width: number; height: number }): Promise<Page> {
  const page = await chromium.newPage({ viewport });
  await page.route('**/*', async (route) => {
    const { pathname, search } = new URL(route.request().url());
    if (pathname.endsWith('/live')) return route.abort();
    if (/\.(js|woff2)$/.test(pathname)) await pause(LATE_MS);
    const { statusCode, headers, rawPayload } = await reply(pathname + search);
    const sent = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
    return route.fulfill({ status: statusCode, headers: Object.fromEntries(sent), body: rawPayload });
  });
  return page;
}

/** The sum of its layout shifts up to now. */
const shiftOf = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    await document.fonts.ready;
    return new Promise<number>((resolve) => {
      let sum = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) sum += (entry as PerformanceEntry & { value: number }).value;
      }).observe({ type: 'layout-shift', buffered: true });
      setTimeout(() => {
        resolve(sum);
      }, 300);
    });
  });

const bytesOf = (page: Page): Promise<number> =>
  page.evaluate(() =>
    ['navigation', 'resource']
      .flatMap((kind) => performance.getEntriesByType(kind) as PerformanceResourceTiming[])
      .filter(({ name }) => !name.endsWith('.woff2'))
      .reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0),
  );

const request = onboardingRequestSchema.parse(minimalRequest({ testSignIn: true, watch: {} }));
const artefacts = { tenantId: 'a-tenant', consentedBy: 'Anna Admin', handoverConfirmedBy: 'Anna' };
const PAGES: [string, Parameters<typeof holderOf>[1], string[]][] = [
  ['before access is approved', { artefacts: { tenantId: 'a-tenant' } }, ['', '/consent', '/continue']],
  ['when the settings are to be entered', { artefacts: { tenantId: 'a-tenant' } }, ['/handover']],
  ['when people are to be chosen', { step: 'roleChoice', artefacts }, ['', '/roles']],
  ['when the sign-in is to be tested', { step: 'testSignIn', artefacts }, ['', '/signIn', '/forceSso']],
  ['at the end', { status: 'done', execution: 'COMPLETED', artefacts }, ['', '/report']],
];

it('sees a page that does not stand still', async () => {
  const holder = await holderOf('all', { artefacts: { tenantId: 'a-tenant' } }, request);
  const page = await browserOf(holder, { width: 390, height: 844 });
  await page.goto(ORIGIN + holder.home);
  await page.evaluate(() => {
    document
      .querySelector('main')
      ?.prepend(document.createElement('hr'), 'Late', document.createElement('hr'));
  });
  expect(await shiftOf(page)).toBeGreaterThan(MOST_SHIFT);
  await page.close();
});

describe.each([
  ['a telephone', { width: 390, height: 844 }],
  ['a computer', { width: 1280, height: 800 }],
])('on %s', (_what, viewport) => {
  it.each(PAGES)('a page stands still while it loads, and is light: %s', async (_when, state, paths) => {
    const holder = await holderOf('all', state, request, { handover: handedOver(request) });
    const found: { path: string; shift: number; bytes: number }[] = [];
    for (const path of paths) {
      const page = await browserOf(holder, viewport);
      const reply = await page.goto(ORIGIN + holder.home + path, { waitUntil: 'load' });
      expect([path, reply?.status()]).toEqual([path, 200]);
      found.push({ path, shift: await shiftOf(page), bytes: await bytesOf(page) });
      await page.close();
    }
    expect(found.filter(({ shift, bytes }) => shift >= MOST_SHIFT || bytes > MOST_BYTES)).toEqual([]);
    // The measure is one: every page has a size.
    expect(found.every(({ bytes }) => bytes > 0)).toBe(true);
  });
});
