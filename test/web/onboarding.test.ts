/** Whole onboardings in a real browser, by clicking alone: from the text message to the signed-in Hub. */
import { describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { screenshot, violations } from '../support/browser.js';
import { realBrowserForEachTest, type WebWorld } from '../support/webWorld.js';

let world: WebWorld;
let page: Page;
let newPerson: () => Promise<Page>;
realBrowserForEachTest({ viewport: { width: 1000, height: 800 } }, (made) => {
  ({ world, page, newPerson } = made);
});

const ROLES = [
  { value: 'Sender', displayName: 'Sender' },
  { value: 'Manager', displayName: 'Manager' },
];

const CASES = [
  {
    name: 'SP-initiated, with roles: a user found by typing signs in at the Hub, with the role',
    initiatedBy: 'sp',
    appRoles: ROLES,
    pictures: 'docs/setup-',
    choose: addsByTyping,
    signIn: startsAtTheHub,
    role: 'Manager',
  },
  {
    name: 'SP-initiated, without roles: a user of a pasted list signs in at the Hub',
    initiatedBy: 'sp',
    appRoles: [],
    pictures: undefined,
    choose: pastesAList,
    signIn: startsAtTheHub,
    role: undefined,
  },
  {
    name: 'IdP-initiated, with roles: a user of a pasted list starts at My Apps, and has the role',
    initiatedBy: 'idp',
    appRoles: ROLES,
    pictures: undefined,
    choose: pastesAList,
    signIn: startsAtMyApps,
    role: 'Sender',
  },
  {
    name: 'IdP-initiated, without roles: a user found by typing starts at My Apps',
    initiatedBy: 'idp',
    appRoles: [],
    pictures: 'without-roles-',
    choose: addsByTyping,
    signIn: startsAtMyApps,
    role: undefined,
  },
] as const;
type Case = (typeof CASES)[number];

/** Keeps a picture of the page, which must be one that everybody can read; once with roles, and once without. */
async function look({ pictures }: Case, name: string): Promise<void> {
  if (pictures === undefined) return;
  await screenshot(page, `${pictures}${name}`);
  expect(await violations(page)).toEqual([]);
}

/** Follows the link of the only text message, and agrees. */
async function consents(played: Case): Promise<void> {
  await page.goto(`${world.sandbox.origin}/sandbox/inbox`);
  await page.getByRole('link', { name: '/s/' }).click();
  await look(played, 'overview');
  await page.getByRole('link', { name: 'Review and approve' }).click();
  await look(played, 'consent');
  await page.getByRole('button', { name: 'Sign in at Microsoft' }).click();
  await page.getByRole('button', { name: 'Anna Admin' }).click();
  await page.getByRole('button', { name: 'Accept' }).first().click();
}

/** Copies every value of the handover page into the Hub's form, in another tab. */
async function fillsInTheHub(played: Case): Promise<void> {
  await page.getByRole('link', { name: 'Show the settings' }).click();
  await look(played, 'handover');
  const value = (field: string) =>
    page.locator('dl > div', { hasText: field }).locator('code').first().innerText();
  const hub = await page.context().newPage();
  await hub.goto(`${world.sandbox.origin}/hub/contoso-parent/sso`);
  await hub.getByLabel('E-mail domains').fill(await value('E-mail domains'));
  await hub.getByLabel('Identity provider').selectOption(await value('Identity provider'));
  await hub.getByLabel('IDP metadata XML').fill(await page.getByLabel('Federation metadata').inputValue());
  await hub.getByLabel('Automatically create accounts').setChecked((await value('Automatically')) === 'On');
  await hub.getByLabel('Default user role').selectOption(await value('Default user role'));
  await hub.getByLabel('Accounts', { exact: true }).fill(await value('Accounts'));
  await hub.getByLabel('Force SSO').setChecked((await value('Force SSO')) === 'On');
  await hub.getByRole('button', { name: 'Save' }).click();
  expect(await hub.getByRole('status').innerText()).toBe('Saved.');
  await hub.close();
  await page.getByLabel('Your name').fill('Hanna Hub');
  await page.getByRole('button', { name: 'I have saved it in the Hub' }).click();
}

/** Sam, in the second role where there are any, and a group. Returns who that is. */
async function addsByTyping({ appRoles }: Case): Promise<string> {
  await page.getByRole('searchbox').pressSequentially('sam');
  const add = page.getByRole('button', { name: 'Add Sam Sender' });
  await add.waitFor();
  if (appRoles.length > 0) await page.getByLabel('Default role').selectOption('Manager');
  await add.click();
  await page.getByRole('searchbox').fill('Admins');
  await page.getByRole('button', { name: 'Add Messaging Admins' }).click();
  await page.getByRole('button', { name: 'Remove Messaging Admins' }).waitFor();
  return '1 person and 1 group';
}

/** Sam, and somebody whom nobody knows. */
async function pastesAList(): Promise<string> {
  await page.getByRole('button', { name: 'Paste a list or CSV' }).click();
  const list = ['userPrincipalName,displayName', 'sam@contoso.example,Sam', 'nobody@contoso.example,Nobody'];
  await page.getByLabel('One user or group per line').fill(list.join('\n'));
  return '1 person';
}

async function startsAtTheHub(user: Page): Promise<void> {
  await user.goto((await page.getByRole('link', { name: 'Sign in at the Hub' }).getAttribute('href'))!);
  await user.getByLabel('Your e-mail address').fill('sam@contoso.example');
  await user.getByRole('button', { name: 'Sign in' }).click();
}

async function startsAtMyApps(user: Page): Promise<void> {
  await user.goto((await page.getByRole('link', { name: 'Start from My Apps' }).getAttribute('href'))!);
}

describe('by clicking alone', () => {
  it.each(CASES)('$name', async (played) => {
    await world.run(async () => {
      const { initiatedBy, appRoles, choose, signIn, role } = played;
      const onboarding = await world.start({ initiatedBy, appRoles: [...appRoles], testSignIn: true });
      await onboarding.until(({ messages }) => messages.some(({ status }) => status === 'delivered'));
      await consents(played);
      await page.getByRole('link', { name: 'Show the settings' }).waitFor();
      await look(played, 'live');
      await fillsInTheHub(played);

      await page.getByRole('link', { name: 'Choose people and groups' }).click();
      const chosen = await choose(played);
      await look(played, 'roles');
      await page.getByRole('button', { name: 'Review your choice' }).click();
      await page.getByRole('heading', { name: 'Review your choice' }).waitFor();
      await look(played, 'preview');
      await page.getByRole('button', { name: `Give access to ${chosen}` }).click();

      await page.getByRole('link', { name: 'Test the sign-in' }).click();
      await page.getByRole('link', { name: 'Sign in at Microsoft' }).click();
      await page.getByRole('button', { name: 'Sam Sender' }).click();
      await page.getByText('sam@contoso.example signed in').waitFor();
      await look(played, 'tested');
      await page.getByRole('link', { name: 'Show all steps' }).click();

      await page.getByRole('link', { name: 'Start from My Apps' }).waitFor();
      await look(played, 'done');
      const user = await newPerson();
      await signIn(user);
      await user.getByRole('button', { name: 'Sam Sender' }).click();
      await user.getByRole('heading', { name: 'Signed in to the Hub' }).waitFor();
      expect(world.sandbox.world.hub.signIns).toMatchObject([
        { nameId: 'sam@contoso.example', initiatedBy, roles: role === undefined ? [] : [role] },
      ]);
      expect((await onboarding.progress()).artefacts).toMatchObject({
        handoverConfirmedBy: 'Hanna Hub (with the link of Anna)',
      });
    });
  });
});
