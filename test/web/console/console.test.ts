/** The console in a real browser, by clicking: what operators do in a day. */
import { describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { onboardingWorkflowId } from '../../../src/onboarding/names.js';
import { CUSTOMER_ID } from '../../../src/onboarding/searchAttributes.js';
import type { Progress } from '../../../src/onboarding/progress.js';
import { consent } from '../../../sandbox/entra/adminConsent.js';
import { screenshot, untilFilled, violations } from '../../support/browser.js';
import { CONSOLE } from '../../support/console.js';
import { sandboxHub } from '../../support/scenarios.js';
import { realBrowserForEachTest, startWebWorld, type WebWorld } from '../../support/webWorld.js';

let world: WebWorld;
let page: Page;
const DESK = { viewport: { width: 1280, height: 800 } };
/** A page that is still followed would ask on when Temporal is gone. */
const runs = (work: () => Promise<void>) =>
  world.run(async () => {
    await work();
    await page.context().close();
  });

async function signIn(name = 'Olga Operator'): Promise<void> {
  await page.goto(`${world.publicUrl}/console`);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('button', { name }).click();
  await page.getByRole('heading', { name: 'Onboardings' }).waitFor();
}

const button = (name: string) => page.getByRole('button', { name, exact: true });
const link = (name: string) => page.getByRole('link', { name, exact: true });
/** Visibility follows the workflows a moment later. */
async function listed(text: string): Promise<void> {
  while ((await page.getByText(text).count()) === 0) await page.reload();
}
/** Full, and not the last. */
async function firstPage(rows: Locator): Promise<string[]> {
  await page.getByRole('link', { name: 'Older ones' }).waitFor();
  return rows.getByRole('link').allInnerTexts();
}
const progressOf = (customerId: string) =>
  world.temporal.client.workflow.getHandle(onboardingWorkflowId(customerId)).query<Progress>('progress');

/** The administrator of this tenant of the sandbox agrees. */
async function grants(customerId: string, tenant: number): Promise<void> {
  const { tenants, clients } = world.sandbox.world;
  const [client] = clients;
  consent(tenants[tenant]!, client!, client!.requestedPermissions);
  const handle = world.temporal.client.workflow.getHandle(onboardingWorkflowId(customerId));
  await handle.signal('grantConsent', { tenantId: tenants[tenant]!.id, grantedBy: 'Anna Admin' });
}

describe('an operator', () => {
  realBrowserForEachTest(
    DESK,
    (made) => ({ world, page } = made),
    () => startWebWorld(CONSOLE),
  );

  it('signs in with a click in the demo, starts an onboarding by the form, finds it, and cancels it', async () => {
    await runs(async () => {
      await page.goto(`${world.publicUrl}/console`);
      expect(await page.getByText('This is a demo').count()).toBe(1);
      await screenshot(page, 'console-sign-in');
      expect(await violations(page)).toEqual([]);
      await signIn();
      const [cookie] = (await page.context().cookies(world.publicUrl)).filter(
        ({ name }) => name === 'operator',
      );
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
      expect(cookie!.expires).toBeGreaterThan(Date.now() / 1000);

      await link('Start one').click();
      expect(await violations(page)).toEqual([]);
      await page.getByLabel('Customer id').fill('No Such Id');
      await page.getByLabel('Company name').fill('<script>alert(1)</script>');
      await page.getByLabel('Entra ID tenant').fill('not a domain');
      await button('Start the onboarding').click();
      const wrong = await page.getByRole('alert').innerText();
      for (const path of ['customerId', 'tenant', 'contacts[0].mobile', 'hub.emailDomains', 'hub.accounts']) {
        expect(wrong).toContain(`${path}: `);
      }
      expect(await page.getByLabel('Company name').inputValue()).toBe('<script>alert(1)</script>');
      await screenshot(page, 'console-start');
      expect(await violations(page)).toEqual([]);

      const customerId = `adatum-${Date.now().toString(36)}`;
      const { overrides } = sandboxHub(world)!;
      await page.getByLabel('Customer id').fill(customerId);
      await page.getByLabel('Company name').fill('Adatum <b>& Sons</b>');
      await page.getByLabel('Entra ID tenant').fill('contoso.example');
      await page.getByLabel('Azure administrator').fill('Anna Admin');
      await page.getByLabel('Their mobile number').fill('+61491570156');
      await page.getByLabel('E-mail domains').fill('contoso.example');
      await page.getByLabel('Accounts').fill('contoso-parent');
      await page.getByLabel('Roles').fill('Sender\nManager,Manages senders');
      await page.getByLabel('Entity ID').fill(overrides!.entityId!);
      await page.getByLabel('Reply URLs').fill(overrides!.replyUrls![0]!);
      await page.getByLabel('Sign-on URL').fill(overrides!.signOnUrl!);
      await button('Start the onboarding').click();
      await page.getByText('The onboarding is started.').waitFor();
      await page.getByText('Waiting for: Azure administrator').waitFor();
      expect(await page.locator('h1').innerText()).toBe('Adatum <b>& Sons</b>');

      // The page updates automatically.
      await grants(customerId, 0);
      await page.getByText('Waiting for: Hub administrator').waitFor();
      await page.getByText('delivered').first().waitFor();
      expect(await violations(page)).toEqual([]);

      await link('Onboardings').click();
      await page.getByLabel('Customer or tenant').fill(customerId);
      await page.getByLabel('Status').selectOption('waiting');
      await page.getByLabel('Waiting for').selectOption('Hub administrator');
      await button('Show').click();
      await listed(customerId);
      expect(await violations(page)).toEqual([]);
      await page.getByLabel('Started').selectOption('more than a day ago');
      await button('Show').click();
      await page.getByText('No matching customers.').waitFor();
      await page.goBack();
      await link(customerId).click();

      await link('Cancel onboarding').click();
      await page.getByText('This is removed from the tenant of the customer:').waitFor();
      const shown = await page.locator('main form li').allInnerTexts();
      expect(shown).toEqual([
        'claims mapping policy',
        'enterprise application "MessageMedia SSO for Adatum <b>& Sons</b>", with its signing certificate',
      ]);
      await screenshot(page, 'console-cancel');
      expect(await violations(page)).toEqual([]);
      await page.getByLabel('Why').fill('The customer left');
      await button('Cancel onboarding and remove these').click();
      await page.getByText('Removed from the tenant').waitFor();
      const { actions, startedBy, rollback } = await progressOf(customerId);
      expect(startedBy).toBe('Olga Operator (olga@operators.example)');
      expect(actions.at(-1)).toMatchObject({
        signal: 'cancelOnboarding',
        by: 'Olga Operator (olga@operators.example)',
      });
      expect(rollback!.removed).toHaveLength(2);
      await button('Sign out').click();
      await page.getByText('You are signed out here.').waitFor();
    });
  });

  it('tries a blocked step again, leaves one out, and gives out a link and takes it back', async () => {
    await runs(async () => {
      const { customerId, waitsFor, until } = await world.start({
        tenant: 'northwind.example',
        companyName: 'Northwind',
      });
      await waitsFor('grantConsent');
      await grants(customerId, 2);
      await until(({ status }) => status === 'blocked');
      await world.start({ tenant: 'fabrikam.example' });
      await signIn();
      await page.getByLabel('Status').selectOption('blocked');
      await button('Show').click();
      await listed(customerId);
      await link('Clear').click();
      await listed('fabrikam.example');
      await screenshot(page, 'docs/console-list');
      await link(customerId).click();
      await page.getByText('To do:').waitFor();
      await screenshot(page, 'docs/console-onboarding');
      expect(await violations(page)).toEqual([]);
      const temporal = await link('In the Temporal UI').getAttribute('href');
      expect(temporal).toMatch(/^https:\/\/temporal\.example\/namespaces\/default\/workflows\/onboarding%2F/);

      world.sandbox.world.tenants[2]!.forbidsForeignIdentifierUris = false;
      await button('Retry this step').click();
      await page.getByText('Waiting for: Hub administrator').waitFor();

      await link('Skip a step').click();
      expect(await page.getByLabel('Step').inputValue()).toBe('handover');
      expect(await violations(page)).toEqual([]);
      await page.getByLabel('Why').fill('Done by the partner');
      await button('Skip a step').click();
      await page.getByText('The step is skipped.').waitFor();
      const { actions } = await until(({ step }) => step === 'roleChoice');
      const by = 'Olga Operator (olga@operators.example)';
      expect(actions).toMatchObject([
        { signal: 'grantConsent' },
        { signal: 'retryStep', by },
        { signal: 'skipStep', by },
      ]);

      await link('Make a setup link').click();
      expect(await violations(page)).toEqual([]);
      await page.evaluate("document.querySelector('form.card').noValidate = true");
      await page.getByLabel('Good for days').fill('300');
      await page.getByLabel('Also send it by text message').check();
      await button('Make the link').click();
      await page.getByText('A whole number from 1 to 90.').waitFor();
      expect(await page.getByLabel('Also send it by text message').isChecked()).toBe(true);
      expect(await page.getByLabel('Good for days').inputValue()).toBe('300');
      await page.getByLabel('Also send it by text message').uncheck();
      await page.getByLabel('Good for days').fill('3');
      await button('Make the link').click();
      const url = await page.getByLabel('Link', { exact: true }).inputValue();
      expect(url).toContain('/s/');
      expect(await violations(page)).toEqual([]);
      const customer = await page.context().browser()!.newPage();
      await customer.goto(url);
      await customer.getByRole('heading', { name: 'Set up single sign-on' }).waitFor();
      await page.getByRole('link', { name: '← Northwind' }).click();
      await page.getByRole('button', { name: 'Withdraw' }).first().click();
      await page.getByText('The link is withdrawn.').waitFor();
      // The page that it had opened loads itself anew.
      await customer.getByText('This link was withdrawn').waitFor();
      await customer.close();
    });
  });

  it('starts from a document, sees all that is wrong with it, and loses nothing of it', async () => {
    await runs(async () => {
      await signIn();
      await page.goto(`${world.publicUrl}/console/start/document`);
      const document =
        'customerId: contoso\ntenant: no tenant\ncontacts:\n  - name: Anna\n    mobile: +61491570156\n';
      await page.getByLabel('Document').fill(document);
      await button('Start the onboarding').click();
      const wrong = await page.getByRole('alert').innerText();
      expect(wrong).toContain('tenant: must be a tenant id (GUID) or a verified domain (line 2)');
      expect(wrong).toContain('contacts[0].mobile: ');
      expect(wrong).toContain('put it in quotes (line 5)');
      expect(await page.getByLabel('Document').inputValue()).toBe(document);
      expect(await violations(page)).toEqual([]);

      const customerId = `doc-${Date.now().toString(36)}`;
      const request = {
        customerId,
        companyName: 'Contoso',
        tenant: 'contoso.example',
        contacts: [
          { name: 'Anna', mobile: '+61491570156', roles: ['azureAdministrator', 'hubAdministrator'] },
        ],
        hub: { emailDomains: ['contoso.example'], accounts: ['contoso-parent'] },
      };
      const file = {
        name: 'contoso.json',
        mimeType: 'application/json',
        buffer: Buffer.from(JSON.stringify(request)),
      };
      const input = page.getByLabel('Or take it from a file');
      const choose = async (answer: 'accept' | 'dismiss') => {
        const asked = page.waitForEvent('dialog');
        const chosen = input.setInputFiles(file);
        expect((await asked).message()).toBe('The document is replaced by what is in the file. Go on?');
        await (await asked)[answer]();
        await chosen;
      };
      await choose('dismiss');
      await untilFilled(input, (value) => value === '');
      expect(await page.getByLabel('Document').inputValue()).toBe(document);
      await choose('accept');
      await untilFilled(page.getByLabel('Document'), (value) => value.startsWith('{'));
      await button('Start the onboarding').click();
      await page.getByText('The onboarding is started.').waitFor();
      expect((await progressOf(customerId)).startedBy).toBe('Olga Operator (olga@operators.example)');
      // The same customer again is refused, and what was written stays.
      await page.goto(`${world.publicUrl}/console/start/document`);
      const other = JSON.stringify({ ...request, companyName: 'Other' });
      await page.getByLabel('Document').fill(other);
      await button('Start the onboarding').click();
      await page.getByText('is running already').waitFor();
      expect(await page.getByLabel('Document').inputValue()).toBe(other);
    });
  });
});

// The test says itself that the first text did not arrive.
describe('an operator whom nobody tells of deliveries', () => {
  realBrowserForEachTest(
    DESK,
    (made) => ({ world, page } = made),
    () => startWebWorld({ ...CONSOLE, callbackKeys: new Map() }),
  );

  it('has somebody reminded, but not twice in a moment', async () => {
    await runs(async () => {
      const { customerId, until, handle } = await world.start();
      const { messages } = await until((progress) => progress.messages[0]?.status === 'sent');
      await signIn();
      await page.goto(`${world.publicUrl}/console/onboardings/${customerId}`);
      await button('Send a reminder').click();
      await page.getByText('a text was sent less than 10 minutes ago').waitFor();
      expect(await violations(page)).toEqual([]);
      await link('Back').click();
      await handle.signal('reportDelivery', { messageId: messages[0]!.id, status: 'failed' });
      await until((progress) => progress.messages[0]?.status === 'failed');
      await button('Send a reminder').click();
      await page.getByText('A reminder is being sent.').waitFor();
      const { actions } = await until((progress) => progress.messages.length === 2);
      expect(actions).toMatchObject([{ signal: 'remind', by: 'Olga Operator (olga@operators.example)' }]);
    });
  });
});

describe('the console', () => {
  realBrowserForEachTest(
    DESK,
    (made) => ({ world, page } = made),
    () => startWebWorld(CONSOLE),
  );

  it('pages through a long list, and back to its beginning', async () => {
    await runs(async () => {
      const prefix = `many-${Date.now().toString(36)}`;
      const handles = await Promise.all(
        Array.from({ length: 51 }, (_, i) =>
          world.temporal.client.workflow.start('onboardCustomer', {
            taskQueue: `nobody-${prefix}`,
            workflowId: onboardingWorkflowId(`${prefix}-${String(i)}`),
            typedSearchAttributes: [{ key: CUSTOMER_ID, value: `${prefix}-${String(i)}` }],
          }),
        ),
      );
      await signIn();
      await page.goto(`${world.publicUrl}/console?search=${prefix}`);
      const rows = page.locator('tbody tr');
      const first = await firstPage(rows);
      await page.getByRole('link', { name: 'Older ones' }).click();
      await page.getByRole('link', { name: 'Newest' }).waitFor();
      const second = await rows.getByRole('link').allInnerTexts();
      expect([...first, ...second].sort()).toEqual(handles.map((_, i) => `${prefix}-${String(i)}`).sort());
      expect(second).toHaveLength(1);
      expect(await violations(page)).toEqual([]);
      await page.getByRole('link', { name: 'Newest' }).click();
      expect(await firstPage(rows)).toEqual(first);
      await Promise.all(handles.map((handle) => handle.terminate()));
    });
  });

  it('updates automatically: the list, one onboarding, and the watch that it ends with', async () => {
    await runs(async () => {
      await signIn();
      await page.evaluate('globalThis.isSamePage = true');
      const { customerId, answersUntil, handle } = await world.start({ watch: {} });
      const row = page.getByRole('row').filter({ hasText: customerId });
      await row.getByText('Azure administrator').waitFor();
      await row.getByRole('link').focus();
      await answersUntil('chooseRoles');
      await row.getByRole('cell', { name: 'Choose users, groups and roles', exact: true }).waitFor();
      expect(await page.evaluate('document.activeElement.textContent')).toBe(customerId);
      expect(await page.evaluate('globalThis.isSamePage')).toBe(true);

      await row.getByRole('link').click();
      await page.getByText('Waiting for: Azure administrator').waitFor();
      await page.evaluate('globalThis.isSamePage = true');
      const assignments = [{ type: 'user', principal: 'sam@contoso.example' }];
      await handle.signal('chooseRoles', { assignments, chosenBy: 'Anna Admin' });
      await page.getByText('all is well').waitFor();
      expect(await page.evaluate('globalThis.isSamePage')).toBe(true);
    });
  });

  it('fits a telephone, works by keyboard, and works without scripts', async () => {
    await runs(async () => {
      const { customerId, waitsFor, until } = await world.start({
        companyName: 'A company whose name goes on and on & on',
      });
      await waitsFor('grantConsent');
      const context = await page
        .context()
        .browser()!
        .newContext({
          ignoreHTTPSErrors: true,
          viewport: { width: 360, height: 700 },
          javaScriptEnabled: false,
        });
      page = await context.newPage();
      await signIn();
      for (const path of [
        '',
        '/start',
        '/start/document',
        `/onboardings/${customerId}`,
        `/onboardings/${customerId}/cancel`,
      ]) {
        await page.goto(`${world.publicUrl}/console${path}`);
        const width = await page.evaluate('document.documentElement.scrollWidth');
        expect([path, width]).toEqual([path, 360]);
        await screenshot(page, `console-phone${path.replaceAll('/', '-').replace(customerId, 'x')}`);
      }
      await page.goto(`${world.publicUrl}/console/onboardings/${customerId}/cancel`);
      await page.getByLabel('Why').focus();
      await page.keyboard.type('By keyboard');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await until(({ status }) => status === 'cancelled');
    });
  });

  it('shows a finished onboarding with its watch, an earlier one, its offboarding, and who may not see them, accessibly', async () => {
    await runs(async () => {
      const first = await world.start();
      await first.waitsFor('grantConsent');
      const earlier = (await first.progress()).onboardingId;
      await first.handle.signal('cancelOnboarding', { by: 'Olga', reason: 'begun too early' });
      await first.until(({ status }) => status === 'cancelled');
      const { customerId } = first;
      const { answersUntil, handle, until } = await world.start({ customerId, watch: {} });
      await answersUntil('chooseRoles');
      const assignments = [{ type: 'user', principal: 'sam@contoso.example' }];
      await handle.signal('chooseRoles', { assignments, chosenBy: 'Anna Admin' });
      await until(({ status }) => status === 'done');

      await signIn();
      await page.goto(`${world.publicUrl}/console/onboardings/${customerId}`);
      await page.getByText('all is well').waitFor();
      await page.getByText('sam@contoso.example').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.goto(`${world.publicUrl}/console/onboardings/${customerId}?run=${earlier}`);
      await page.getByText('This is an earlier onboarding of the customer.').waitFor();
      expect(await button('Send a reminder').count()).toBe(0);
      await link('See the latest').click();
      await page.getByText('all is well').waitFor();

      const { port } = world.temporal;
      const offboarding = { kind: 'offboarding', customerId } as const;
      const isNow = async (wanted: string) => {
        while ((await port.ask(offboarding, 'progress')).status !== wanted) await page.reload();
      };
      await port.offboard({ customerId, tenant: 'contoso.example', permissionProfile: 'full' });
      await isNow('waiting');
      await page.reload();
      await page.getByText('An offboarding of this customer is under way.').waitFor();
      await port.tell(offboarding, 'confirmOffboarding', { by: 'Olga' });
      await isNow('done');
      await page.reload();
      await page.getByText('This customer was offboarded').waitFor();
      expect(await violations(page)).toEqual([]);

      await button('Sign out').click();
      await page.getByRole('link', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Nick Nobody' }).click();
      await page.getByText('You may not see this').waitFor();
      expect(await violations(page)).toEqual([]);
    });
  });
});
