/** Whole onboardings in a real browser, by clicking alone: from the text message to the signed-in Hub. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launch, screenshot, violations } from '../support/browser.js';
import { startWebWorld, type WebWorld } from '../support/webWorld.js';

let world: WebWorld;
let browser: Browser;
let page: Page;
beforeEach(async () => {
  world = await startWebWorld();
  browser = await launch();
  const context = await browser.newContext({
    ignoreHTTPSErrors: true,
    viewport: { width: 1000, height: 800 },
  });
  page = await context.newPage();
});
afterEach(async () => {
  await browser.close();
  await world.stop();
});

const ROLES = [
  { value: 'Sender', displayName: 'Sender' },
  { value: 'Manager', displayName: 'Manager' },
];

/** The latest text message's link. */
async function openLink(): Promise<void> {
  await page.goto(`${world.sandbox.origin}/sandbox/inbox`);
  await page.getByRole('link', { name: '/s/' }).first().click();
}

async function consents(): Promise<void> {
  await openLink();
  await screenshot(page, 'overview');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('link', { name: 'Review the changes' }).click();
  await screenshot(page, 'consent');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Sign in at Microsoft' }).click();
  await page.getByRole('button', { name: 'Anna Admin' }).click();
  await page.getByRole('button', { name: 'Accept' }).first().click();
}

/** Copies every value of the handover page into the Hub's form, in another tab. */
async function fillsInTheHub(): Promise<void> {
  await page.getByRole('link', { name: 'Show the values' }).click();
  await screenshot(page, 'handover');
  expect(await violations(page)).toEqual([]);
  const value = (field: string) =>
    page.locator('dl > div', { hasText: field }).locator('code').first().innerText();
  const hub = await page.context().newPage();
  await hub.goto(`${world.sandbox.origin}/hub/contoso-parent/sso`);
  await hub.getByLabel('E-mail domains').fill(await value('E-mail domains'));
  await hub.getByLabel('Identity provider').selectOption(await value('Identity provider'));
  await hub.getByLabel('IDP metadata XML').fill(await page.getByLabel('Federation metadata').inputValue());
  await hub.getByLabel('Automatically create accounts').setChecked((await value('Automatically')) === 'on');
  await hub.getByLabel('Default user role').selectOption(await value('Default user role'));
  await hub.getByLabel('Accounts', { exact: true }).fill(await value('Accounts'));
  await hub.getByLabel('Force SSO').setChecked((await value('Force SSO')) === 'on');
  await hub.getByRole('button', { name: 'Save' }).click();
  expect(await hub.getByRole('status').innerText()).toBe('Saved.');
  await hub.close();
  await page.getByLabel('Your name').fill('Hanna Hub');
  await page.getByRole('button', { name: 'I have saved it in the Hub' }).click();
}

/** Somebody else's browser: signs in and sees the Hub. */
async function signsIn(address: string, hint: string, email?: string): Promise<string> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  const user = await context.newPage();
  await user.goto(address);
  if (email !== undefined) {
    await user.getByLabel('Your e-mail address').fill(email);
    await user.getByRole('button', { name: 'Sign in' }).click();
  }
  await user.getByRole('button', { name: hint }).click();
  await user.getByRole('heading', { name: 'Signed in to the Hub' }).waitFor();
  const text = await user.getByRole('main').or(user.locator('body')).first().innerText();
  await context.close();
  return text;
}

describeInBrowser('by clicking alone', () => {
  it('SP-initiated, with roles, found by typing: the chosen user signs in at the Hub with the role', async () => {
    await world.run(async () => {
      const onboarding = await world.start({ appRoles: ROLES, initiatedBy: 'sp' });
      await onboarding.until(({ messages }) => messages.some(({ status }) => status === 'delivered'));
      await consents();
      await page.getByRole('link', { name: 'Show the values' }).waitFor();
      await screenshot(page, 'live');
      expect(await violations(page)).toEqual([]);
      await fillsInTheHub();

      await page.getByRole('link', { name: 'Choose users and groups' }).click();
      await page.getByRole('searchbox').pressSequentially('sam');
      await page.getByRole('button', { name: 'Add Sam Sender' }).click();
      await page.getByLabel('Role of whom you add').selectOption('Manager');
      await page.getByRole('searchbox').fill('Admins');
      await page.getByRole('button', { name: 'Add Messaging Admins' }).click();
      await screenshot(page, 'roles');
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Check the list' }).click();
      await screenshot(page, 'preview');
      expect(await violations(page)).toEqual([]);
      await page.getByRole('button', { name: 'Give access to 2' }).click();

      await page.getByRole('link', { name: 'Sign in at the Hub' }).waitFor();
      await screenshot(page, 'done');
      expect(await violations(page)).toEqual([]);
      const hub = await page.getByRole('link', { name: 'Sign in at the Hub' }).getAttribute('href');
      const text = await signsIn(hub!, 'Sam Sender', 'sam@contoso.example');
      expect(text).toContain('sam@contoso.example');
      expect(text).toContain('Sender');
      const { artefacts } = await onboarding.progress();
      expect(artefacts).toMatchObject({ handoverConfirmedBy: 'Hanna Hub' });
    });
  });

  it('IdP-initiated, without roles, from a pasted list: the chosen user starts at My Apps', async () => {
    await world.run(async () => {
      const onboarding = await world.start({ initiatedBy: 'idp' });
      await onboarding.until(({ messages }) => messages.some(({ status }) => status === 'delivered'));
      await consents();
      await page.getByRole('link', { name: 'Show the values' }).waitFor();
      await fillsInTheHub();
      await page.getByRole('link', { name: 'Choose users and groups' }).click();
      const list = [
        'userPrincipalName,displayName',
        'sam@contoso.example,Sam',
        'nobody@contoso.example,Nobody',
      ];
      await page.getByLabel('One user or group per line').fill(list.join('\n'));
      await page.getByRole('button', { name: 'Check the list' }).click();
      await page.getByRole('heading', { name: 'Check your choice' }).waitFor();
      const rows = await page.getByRole('row').allInnerTexts();
      expect(rows.join('\n')).toMatch(/nobody@contoso\.example[\s\S]*unknown/);
      await page.getByRole('button', { name: 'Give access to 1' }).click();
      const tile = page.getByRole('link', { name: 'Start from My Apps' });
      await tile.waitFor();
      const text = await signsIn((await tile.getAttribute('href'))!, 'Sam Sender');
      expect(text).toContain('sam@contoso.example');
    });
  });
});
