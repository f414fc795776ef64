/** Every page that people meet outside of ours during an onboarding, as the sandbox has it, can be read by everybody. */
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { problemsOf } from '../support/browser.js';
import { realBrowserForEachTest, type WebWorld } from '../support/webWorld.js';

let world: WebWorld;
let page: Page;
realBrowserForEachTest({}, (made) => {
  ({ world, page } = made);
});

const open = (path: string) => page.goto(`${world.sandbox.origin}${path}`);
const press = (name: string) => page.getByRole('button', { name }).first().click();

/** The page that is shown now. */
async function canBeRead(heading: string, name: string): Promise<void> {
  await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
  expect(await problemsOf(page, `outside-${name}`)).toEqual([]);
}

describe('outside', () => {
  it("Entra ID's sign-in, consent and errors, the Hub's form and sign-in, and the text messages", async () => {
    await open('/');
    await canBeRead('The outside world', 'home');
    await open('/sandbox/inbox');
    await canBeRead('Text messages', 'no-texts');
    await world.run(async () => {
      const onboarding = await world.start({ testSignIn: false });
      await onboarding.until(({ messages }) => messages.some(({ status }) => status === 'delivered'));
      await open('/sandbox/inbox');
      await canBeRead('Text messages', 'texts');

      await page.getByRole('link', { name: '/s/' }).click();
      await page.getByRole('link', { name: 'Review and approve' }).click();
      await press('Sign in at Microsoft');
      await canBeRead('Pick an account', 'sign-in');
      await press('Anna Admin');
      await canBeRead('Permissions requested', 'consent');
      const consent = page.url();
      await page
        .locator('article', { hasText: 'Carl Cloud' })
        .getByRole('button', { name: 'Accept' })
        .click();
      await canBeRead('Need admin approval', 'no-administrator');
      await page.goto(consent.replace(/redirect_uri=[^&]+/, 'redirect_uri=https%3A%2F%2Felsewhere.example'));
      await canBeRead('Sign-in error', 'consent-error');
      await page.goto(consent);
      await press('Accept');
      await page.getByRole('link', { name: 'Show the settings' }).waitFor();

      await open('/hub');
      await canBeRead('The Hub', 'hub');
      await open('/hub/no-such-account/sso');
      await canBeRead('No such account', 'hub-no-account');
      await open('/hub/contoso-parent/sso');
      await page.getByLabel('E-mail domains').fill('contoso.example');
      await page.getByLabel('IDP metadata XML').fill('https://login.example/metadata.xml');
      await press('Save');
      expect(await page.getByRole('alert').innerText()).toBe('Not saved. IDP metadata XML: not XML');
      expect(await page.getByLabel('E-mail domains').inputValue()).toBe('contoso.example');
      await canBeRead('Single Sign On', 'hub-form-refused');
      const { metadataXml } = await onboarding.handle.query<{ metadataXml: string }>('handover');
      await page.getByLabel('IDP metadata XML').fill(metadataXml);
      await page.getByLabel('Automatically create accounts').check();
      await press('Save');
      expect(await page.getByRole('status').innerText()).toBe('Saved.');
      await canBeRead('Single Sign On', 'hub-form');

      const assignments = [{ type: 'user', principal: 'sam@contoso.example' }];
      await onboarding.handle.signal('confirmHandover', { confirmedBy: 'Hanna Hub' });
      await onboarding.handle.signal('chooseRoles', { assignments, chosenBy: 'Anna Admin' });
      await onboarding.until(({ status }) => status === 'done');
      await open('/hub/login/sso?email=sam@nowhere.example');
      await canBeRead('Sign in to the Hub', 'hub-no-sign-on');
      await page.getByLabel('Your e-mail address').fill('una@contoso.example');
      await press('Sign in');
      await canBeRead('Pick an account', 'saml-sign-in');
      await press('Una Unassigned');
      await page.getByText('AADSTS50105').waitFor();
      await canBeRead('Sign in', 'saml-error');
      await page.goBack();
      await press('Sam Sender');
      await canBeRead('Signed in to the Hub', 'signed-in');
    });
  });
});
