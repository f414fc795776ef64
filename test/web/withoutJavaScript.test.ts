/** The pages on a phone whose browser runs no scripts: right by reload. */
import { describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { screenshot } from '../support/browser.js';
import { realBrowserForEachTest, type WebWorld } from '../support/webWorld.js';

const PHONE = {
  javaScriptEnabled: false,
  colorScheme: 'dark',
  viewport: { width: 390, height: 844 },
  isMobile: true,
} as const;

let world: WebWorld;
let page: Page;
realBrowserForEachTest(PHONE, (made) => {
  ({ world, page } = made);
});

/** Reloads until it is there. */
async function reloadUntil(wanted: Locator): Promise<void> {
  while ((await wanted.count()) === 0) {
    await page.waitForTimeout(100);
    await page.reload();
  }
}

/** Nothing is cut off at the right. */
async function fitsThePhone(): Promise<void> {
  const box = await page.locator('main').boundingBox();
  expect(box!.x + box!.width).toBeLessThanOrEqual(390);
}

describe('without JavaScript, on a phone', () => {
  it('an administrator consents, hands over and chooses users', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await onboarding.until(({ messages }) => messages.some(({ status }) => status === 'delivered'));
      await page.goto(`${world.sandbox.origin}/sandbox/inbox`);
      await page.getByRole('link', { name: '/s/' }).first().click();
      await fitsThePhone();
      await page.getByRole('link', { name: 'Review and approve' }).click();
      await fitsThePhone();
      await page.getByRole('button', { name: 'Sign in at Microsoft' }).click();
      await page.getByRole('button', { name: 'Anna Admin' }).click();
      await page.getByRole('button', { name: 'Accept' }).first().click();

      const values = page.getByRole('link', { name: 'Show the settings' });
      await reloadUntil(values);
      await screenshot(page, 'phone-overview');
      await values.click();
      await fitsThePhone();
      await screenshot(page, 'phone-handover');
      expect(await page.getByLabel('Federation metadata').inputValue()).toContain('EntityDescriptor');
      await page.getByRole('button', { name: 'I have saved it in the Hub' }).click();

      const choose = page.getByRole('link', { name: 'Choose people and groups' });
      await reloadUntil(choose);
      await choose.click();
      await fitsThePhone();
      await page.getByRole('searchbox').fill('sam');
      await page.getByRole('button', { name: 'Search', exact: true }).last().click();
      await page.getByRole('button', { name: 'Add Sam Sender' }).click();
      await screenshot(page, 'phone-roles');
      await page.getByRole('button', { name: 'Remove Sam Sender' }).waitFor();
      await page.getByRole('button', { name: 'Paste a list or CSV' }).click();
      expect(await page.getByLabel('One user or group per line').inputValue()).toBe('sam@contoso.example');
      await page.getByRole('button', { name: 'Review your choice' }).click();
      await fitsThePhone();
      await page.getByRole('button', { name: 'Give access to 1' }).click();

      await reloadUntil(page.getByRole('link', { name: 'Sign in at the Hub' }));
      await fitsThePhone();
      await screenshot(page, 'phone-done');
      expect((await onboarding.until(({ status }) => status === 'done')).artefacts.assignments).toHaveLength(
        1,
      );
    });
  });
});
