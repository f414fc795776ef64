/** The customer's pages in German and French, in a real browser: nothing is cut off, and no word is left in English. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import type { Browser, Page } from 'playwright-core';
import type { Language } from '../../src/onboarding/languages.js';
import type { SetupLink } from '../../src/onboarding/links.js';
import { setupUrl } from '../../src/onboarding/linkToken.js';
import { newProblem } from '../../src/onboarding/problems/catalogue.js';
import { newProgress } from '../../src/onboarding/progress.js';
import { onboardingRequestSchema } from '../../src/onboarding/request.js';
import { STEP_NAMES, type StepName } from '../../src/onboarding/steps.js';
import { entraErrorFinding, signInFindings } from '../../src/saml/findings.js';
import { createWebServer } from '../../src/web/server.js';
import { z } from 'zod';
import { launch, problemsOf, screenshot } from '../support/browser.js';
import { answering, fakePort, quietWatch, runningOnboarding } from '../support/fakePort.js';
import { handedOver } from '../support/handedOver.js';
import { minimalRequest } from '../support/request.js';
import { freePort } from '../support/sandbox.js';
import { LINK_KEY, webDeps } from '../support/web.js';

const request = onboardingRequestSchema.parse(
  minimalRequest({
    testSignIn: true,
    watch: {},
    appRoles: [
      { value: 'Sender', displayName: 'Message sender' },
      { value: 'Manager', displayName: 'Manager' },
    ],
    contacts: [
      { name: 'Anna', mobile: '+61491570156', roles: ['azureAdministrator', 'hubAdministrator'] },
      { name: 'Hanna Hub', mobile: '+61491570157', roles: ['hubAdministrator'] },
    ],
    hub: { emailDomains: ['contoso.example'], accounts: ['contoso-parent'], forceSso: true },
  }),
);
const link: SetupLink = {
  ...{ id: 'a1b2c3d4e5f6', purpose: 'all', contact: 'Anna', madeBy: 'Olga', madeAt: '2026-01-01T00:00:00Z' },
  expiresAt: '2036-01-01T00:00:00Z',
};
const AT = '2026-11-27T10:00:00Z';

/** Every step before this one is done. */
const stepsUntil = (current: StepName | undefined) =>
  newProgress(request, 'a-run', null).steps.map((step) =>
    current === undefined || STEP_NAMES.indexOf(step.name) < STEP_NAMES.indexOf(current)
      ? ({ ...step, status: 'done', attempts: 1, startedAt: AT, finishedAt: AT } as const)
      : { ...step, status: step.name === current ? ('waiting' as const) : ('pending' as const) },
  );

type Changes = NonNullable<Parameters<typeof runningOnboarding>[0]>;
const waits = (signal: 'grantConsent' | 'confirmHandover' | 'chooseRoles', step: StepName): Changes => ({
  ...{ step, steps: stepsUntil(step), status: 'waiting' },
  waitingFor: {
    ...{ from: 'azureAdministrator', instruction: 'Look.', since: AT, deadline: '2036-01-01T00:00:00Z' },
    signal,
  },
});

const artefacts = {
  ...{ tenantId: 'a-tenant', appId: 'an-app', servicePrincipalId: 'a-principal', consentedBy: 'Anna (a@b)' },
  certificate: { name: 'CN', thumbprint: 'AB12CD34', expiresAt: '2029-11-27T00:00:00Z' },
  handoverConfirmedBy: 'Hanna (with the link of Anna)',
  assignments: [
    { principal: 'sam@contoso.example', principalId: '1', type: 'user' as const, role: 'Sender' },
    { principal: 'Senders', principalId: '2', type: 'group' as const, role: 'Manager' },
  ],
  hubSignIn: { restsOn: 'confirmation' as const, by: 'Hanna' },
  testSignIns: [
    {
      ...{
        by: 'Kim',
        at: AT,
        checks: [{ rule: 'time' as const, result: 'passed' as const, detail: 'until 12:00' }],
      },
      findings: [entraErrorFinding('AADSTS50105')!],
    },
    {
      ...{ by: 'Sam', at: '2026-11-27T11:00:00Z', checks: [] },
      signIn: { nameId: 'sam@fabrikam.example', roles: ['Sender', 'Manager'] },
      findings: signInFindings(
        {
          ...{ nameId: 'sam@fabrikam.example', nameIdFormat: '', claims: {} },
          roles: ['Sender', 'Manager'],
        },
        { emailDomains: ['contoso.example'], roles: ['Sender', 'Manager'], claims: request.claims },
      ),
    },
  ],
};

const blocked: Changes = {
  ...{ status: 'blocked', step: 'assignments', steps: stepsUntil('assignments'), artefacts },
  problem: newProblem('principals_not_found', {
    ...{ bad: '2', all: '5' },
    details: [
      'user "kim@contoso.example" is not in the tenant',
      'group "Senders" is the name of 2 groups; use an object id: 1, 2',
    ],
  }),
};

/** What each page is shown of; `then` is what is clicked there first. */
const PAGES: { name: string; path: string; changes: Changes; then?: (page: Page) => Promise<void> }[] = [
  { name: 'overview', path: '', changes: { ...waits('grantConsent', 'consent'), artefacts: {} } },
  { name: 'overview-blocked', path: '', changes: blocked },
  { name: 'overview-later', path: '', changes: { ...waits('chooseRoles', 'roleChoice'), artefacts } },
  {
    name: 'overview-done',
    path: '',
    changes: { status: 'done', execution: 'COMPLETED', steps: stepsUntil(undefined), artefacts },
    then: async (page) => {
      for (const folded of await page.locator('summary').all()) await folded.click();
    },
  },
  { name: 'report', path: '/report', changes: { status: 'done', execution: 'COMPLETED', artefacts } },
  {
    name: 'consent',
    path: '/consent',
    changes: { ...waits('grantConsent', 'consent'), artefacts: {} },
    then: async (page) => {
      for (const folded of await page.locator('summary').all()) await folded.click();
    },
  },
  {
    name: 'forwarded',
    path: '/consent',
    changes: { ...waits('grantConsent', 'consent'), artefacts: {} },
    then: async (page) => {
      await page.locator('details:has(#colleague) summary').click();
      await page.locator('#colleague').fill('Cora');
      await page.locator('details:has(#colleague) button').click();
      await page.locator('#url').waitFor();
    },
  },
  { name: 'handover', path: '/handover', changes: waits('confirmHandover', 'handover') },
  { name: 'continue', path: '/continue', changes: waits('confirmHandover', 'handover') },
  {
    name: 'roles',
    path: '/roles',
    changes: waits('chooseRoles', 'roleChoice'),
    then: async (page) => {
      await page.locator('#text').pressSequentially('s');
      await page.locator('[name="add"]').first().click();
      await page.locator('[name="remove"]').first().waitFor();
    },
  },
  {
    name: 'roles-preview',
    path: '/roles',
    changes: waits('chooseRoles', 'roleChoice'),
    then: async (page) => {
      await page.locator('[name="open"][value="paste"]').click();
      await page.locator('#list').fill('sam@contoso.example,Sender\nkim,Nobody\ngroup:Senders,Sender');
      await page.locator('.dock button').click();
      await page.locator('#good').waitFor();
    },
  },
  { name: 'sign-in', path: '/signIn', changes: { step: 'testSignIn', artefacts } },
  {
    name: 'force',
    path: '/forceSso',
    changes: {
      ...{ step: 'forceSso', steps: stepsUntil('forceSso'), artefacts },
      waitingFor: {
        ...{ signal: 'confirmForceSso', from: 'hubAdministrator', instruction: 'Look.', since: AT },
        deadline: '2036-01-01T00:00:00Z',
      },
    },
  },
];

let browser: Browser;
let server: FastifyInstance;
let publicUrl: string;
let shown: Changes;
const links: SetupLink[] = [link];

beforeAll(async () => {
  browser = await launch();
  const on = await freePort();
  publicUrl = `http://localhost:${String(on)}`;
  const port = fakePort({
    ask: (subject, question) =>
      answering({
        onboarding: {
          ...runningOnboarding({ ...shown, links }, request),
          handover: handedOver(request),
        },
        watch: quietWatch({
          ...{ status: 'waiting', links },
          steps: [
            { name: 'nextCertificate', title: '', status: 'done' },
            { name: 'handover', title: '', status: 'waiting' },
            { name: 'activation', title: '', status: 'pending' },
          ],
          certificates: [
            {
              ...{ name: 'CN', thumbprint: 'AB12', startsAt: AT, expiresAt: '2029-11-27T00:00:00Z' },
              ...{ active: true, trusted: true },
            },
          ],
          waitingFor: {
            ...{ signal: 'confirmHandover', from: 'hubAdministrator', instruction: 'Look.', since: AT },
            deadline: '2036-01-01T00:00:00Z',
          },
        }),
      })(subject, question),
    tell: (_, __, input) => {
      const made = z.object({ id: z.string(), contact: z.string() }).safeParse(input).data;
      if (made !== undefined) links.push({ ...link, ...made });
      return Promise.resolve();
    },
    search: () =>
      Promise.resolve({
        found: [
          { type: 'user', name: 'Sam Sender', principal: 'sam@contoso.example', guest: false },
          { type: 'user', name: 'Gustav Guest', principal: 'gustav@fabrikam.example', guest: true },
          {
            ...{ type: 'group', name: 'Senders', principal: 'Senders', guest: false },
            directUsers: { count: 1_234, more: true },
          },
        ],
        next: null,
      }),
  });
  server = await createWebServer(webDeps(port, { publicUrl, requestsPerMinute: 10_000 }).deps);
  await server.listen({ host: '127.0.0.1', port: on });
});

afterAll(async () => {
  await browser.close();
  await server.close();
});

/** A page of somebody who has opened the link of an onboarding and of the watch after it. */
async function reader(language: Language): Promise<Page> {
  const context = await browser.newContext({ locale: language, timezoneId: 'Europe/Berlin' });
  const page = await context.newPage();
  shown = {};
  for (const of of ['onboarding', 'watch'] as const) {
    await page.goto(setupUrl({ publicUrl, key: LINK_KEY }, request.customerId, link, of));
  }
  return page;
}

/** Wider than the window: how much. */
async function tooWide(page: Page, name: string): Promise<string[]> {
  const found: string[] = [];
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    if (wide !== width) found.push(`${name}: ${String(wide)} instead of ${String(width)}`);
  }
  return found;
}

/** English that no other language has. */
const ENGLISH =
  /\b([Tt]he|[Aa]nd|[Yy]our?|with|[Tt]his|that|have|has|are|is|of|not|[Ww]ho|[Ww]e|from|for|[Cc]hoose|[Oo]pen|use)\b/g;

/** Names of others, which stay as they are. */
const NAMES =
  /MessageMedia SSO for \w+|Hub > .*? \(SSO\)|Default user role|Automatically create accounts on sign in|E-mail domains|Sign SAML assertion|Enabled for users to sign-in\?|Application policies/g;

/** Words that are seen, without what is marked as English and without what people have typed. */
const wordsOf = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const body = document.body.cloneNode(true) as HTMLElement;
    for (const one of body.querySelectorAll('[lang], code, textarea, script, .rows, dt')) one.remove();
    return body.textContent;
  });

describe.each(['de', 'fr'] as const)('in %s', (language) => {
  it('no page is too wide for a phone or a computer, or has English words', async () => {
    const page = await reader(language);
    const found: string[] = [];
    const look = async (name: string) => {
      found.push(...(await tooWide(page, name)));
      const words = (await wordsOf(page)).replaceAll(NAMES, '');
      found.push(...(words.match(ENGLISH) ?? []).map((word) => `${name}: ${word}`));
      await screenshot(page, `${language}/${name}-390`);
    };
    for (const { name, path, changes, then } of PAGES) {
      shown = changes;
      await page.goto(`${publicUrl}/setup/${link.id}${path}`);
      await then?.(page);
      await look(name);
    }
    for (const [name, path] of [
      ['watch', `/watch/${link.id}`],
      ['watch-handover', `/watch/${link.id}/handover`],
      ['security', '/security-and-privacy'],
      ['not-found', '/nothing'],
      ['link-again', '/setup/000000000000'],
    ] as const) {
      await page.goto(publicUrl + path);
      await look(name);
    }
    await page.context().close();
    expect(found).toEqual([]);
  });
});

it('the longest pages can be read by everybody in German as well, and are no heavier', async () => {
  const page = await reader('de');
  const found: string[] = [];
  for (const { name, path, changes } of PAGES.filter((one) =>
    ['overview-blocked', 'consent', 'roles'].includes(one.name),
  )) {
    shown = changes;
    await page.goto(`${publicUrl}/setup/${link.id}${path}`);
    found.push(...(await problemsOf(page, `de-${name}`)));
  }
  await page.context().close();
  expect(found).toEqual([]);
});

it('dates are those of the clock that shows them, and the next page has them from the start', async () => {
  const context = await browser.newContext({ locale: 'de', timezoneId: 'Pacific/Auckland' });
  const page = await context.newPage();
  shown = { ...waits('grantConsent', 'consent'), artefacts: {} };
  await page.goto(setupUrl({ publicUrl, key: LINK_KEY }, request.customerId, link));
  const dates = () => page.locator('#live-status time').innerText();
  expect(await dates()).toBe('1. Januar 2036');
  expect(await page.locator('[data-zone]').innerText()).toBe('Neuseeland-Zeit');
  await page.reload();
  expect(await page.locator('[data-zone]').getAttribute('data-zone')).toBe('Pacific/Auckland');
  await context.close();
});

it('somebody without scripts chooses a language, and it stays', async () => {
  const context = await browser.newContext({ locale: 'en', javaScriptEnabled: false });
  const page = await context.newPage();
  shown = { ...waits('grantConsent', 'consent'), artefacts: {} };
  await page.goto(setupUrl({ publicUrl, key: LINK_KEY }, request.customerId, link));
  await page.getByRole('link', { name: 'Français' }).click();
  await page.getByRole('link', { name: 'Examiner et approuver' }).click();
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Approuver l’accès');
  await page.getByRole('link', { name: 'English' }).click();
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Approve access');
  await context.close();
});
