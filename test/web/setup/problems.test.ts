/** What somebody meets who comes with a link that is no use, in a real browser. */
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { screenshot, violations } from '../../support/browser.js';
import { realBrowserForEachTest, type WebWorld } from '../../support/webWorld.js';

let world: WebWorld;
let page: Page;
realBrowserForEachTest({}, (made) => {
  ({ world, page } = made);
});

describe('every page for when something is wrong', () => {
  it('can be read by everybody', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await onboarding.waitsFor('grantConsent');
      const link = await onboarding.link('all');
      const pages = {
        'unknown link': `${link.slice(0, -4)}AAAA`,
        'expired link': onboarding.expiredLink(),
        'no such page': `${world.publicUrl}/nowhere`,
        'forged callback': `${world.publicUrl}/consented?admin_consent=True&state=guessed`,
      };
      for (const [name, address] of Object.entries(pages)) {
        await page.goto(address);
        await screenshot(page, name.replaceAll(' ', '-'));
        expect([name, await violations(page)]).toEqual([name, []]);
        expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
      }
    });
  });

  it('and the test sign-in, refused and let in', async () => {
    await world.run(async () => {
      const onboarding = await world.start({ testSignIn: true });
      await onboarding.answersUntil('reportTestSignIn');
      const signIn = async (who: string) => {
        await page.goto(await onboarding.link('signIn'));
        await page.getByRole('link', { name: 'Test the sign-in' }).click();
        expect(await violations(page)).toEqual([]);
        await page.getByRole('link', { name: 'Sign in at Microsoft' }).click();
        await page.getByRole('button', { name: who }).click();
      };
      await signIn('Anna Admin');
      expect(await page.locator('body').innerText()).toContain('AADSTS50105');
      await signIn('Sam Sender');
      await page.getByText('sam@contoso.example signed in').waitFor();
      await screenshot(page, 'let-in');
      expect(await violations(page)).toEqual([]);
    });
  });
});
