/** The test sign-in as the customer sees it: from the setup page to Entra ID and back, over the real responder. */
import { describe, expect, it } from '@jest/globals';
import type { Browser, Page } from '../../../demo/browser.js';
import type { Progress } from '../../../src/onboarding/progress.js';
import { sandboxHub } from '../../support/scenarios.js';
import {
  press,
  startWebWorld,
  type StartedOnboarding,
  visitor,
  type WebWorld,
  worldForEachTest,
} from '../../support/webWorld.js';

let world: WebWorld;
let browser: Browser;
worldForEachTest(startWebWorld, (made) => ({ world, browser } = made));

const contoso = () => world.sandbox.world.tenants[0]!;
const replyUrls = () =>
  contoso()
    .applications.all()
    .find(({ uniqueName }) => uniqueName !== null)!.web.redirectUris;
const acs = () => `${world.publicUrl}/test-sign-in/acs`;

/** An onboarding that waits for the test, and the page from which it starts. */
async function atTheTest(
  changes: Parameters<WebWorld['start']>[0] = {},
): Promise<{ onboarding: StartedOnboarding; page: Page }> {
  const onboarding = await world.start({ testSignIn: true, ...changes });
  await onboarding.answersUntil('reportTestSignIn', ['sam@contoso.example', 'olaf@contoso.example']);
  const overview = await browser.open(await onboarding.link('signIn'));
  return { onboarding, page: await browser.follow(overview, 'Test the sign-in') };
}

/** Microsoft's choice of accounts, and what it does for this one: the form that posts the response, or an error. */
async function signInAs(page: Page, user: string): Promise<Page> {
  const accounts = await browser.follow(page, 'Sign in at Microsoft');
  return browser.submit(accounts.forms.find(({ fields }) => fields['login_hint'] === user)!);
}

const tests = ({ artefacts }: Progress) => artefacts.testSignIns ?? [];
const changed = (fields: Record<string, string>, change: (xml: string) => string) => ({
  SAMLResponse: Buffer.from(change(Buffer.from(fields['SAMLResponse']!, 'base64').toString('utf8'))).toString(
    'base64',
  ),
});

describe('a test sign-in', () => {
  it('checks what Entra ID says of the user, shows it, and leaves no reply URL behind', async () => {
    await world.run(async () => {
      const { onboarding, page } = await atTheTest();
      expect(replyUrls()).toEqual([`${world.sandbox.origin}/hub/sso/acs`, acs()]);
      const working = await signInAs(page, 'olaf@contoso.example');
      expect(working.forms[0]!.action).toBe(acs());
      const back = await browser.submit(working.forms[0]!);
      expect(back.text).toContain('olaf@contoso.example signed in.');
      expect(back.text).toContain('mail_empty');
      const progress = await onboarding.until(({ status }) => status === 'done');
      const [test] = tests(progress);
      expect(test).toMatchObject({
        by: 'olaf@contoso.example',
        signIn: { nameId: 'olaf@contoso.example' },
        findings: [{ code: 'mail_empty', severity: 'risk' }],
      });
      expect(test!.checks.map(({ result }) => result)).toEqual(test!.checks.map(() => 'passed'));
      expect(replyUrls()).toEqual([`${world.sandbox.origin}/hub/sso/acs`]);
      expect(world.log.join('\n')).not.toContain('olaf');
    });
  });

  it('explains the error of a user whom Entra ID refuses, and goes on', async () => {
    await world.run(async () => {
      const { onboarding, page } = await atTheTest();
      const refused = await signInAs(page, 'una@contoso.example');
      expect(refused.text).toContain('AADSTS50105');
      const unclear = await press(browser, page, '/signIn/error', { error: 'it did not work' });
      expect(unclear).toMatchObject({ status: 400, text: expect.stringContaining('no AADSTS number') });
      expect(unclear.text).toMatch(/<textarea[^>]*aria-invalid[^>]*>[^<]*\w/);
      const explained = await press(browser, page, '/signIn/error', { error: '50105' });
      expect(explained.text).toContain('The user is not assigned to the application.');
      expect(tests(await onboarding.progress())).toMatchObject([{ findings: [{ code: 'AADSTS50105' }] }]);
    });
  });

  it('takes each response once, and none that was changed, made up or meant for another', async () => {
    await world.run(async () => {
      const { onboarding, page } = await atTheTest();
      const [form] = (await signInAs(page, 'sam@contoso.example')).forms;
      const doctored = changed(form!.fields, (xml) => xml.replaceAll('sam@contoso', 'admin@contoso'));
      const shown = await browser.submit(form!, doctored);
      expect(shown.text).toContain('response_signature');
      const unsigned = changed(form!.fields, (xml) => xml.replace(/<Signature.*<\/Signature>/s, ''));
      expect((await browser.submit(form!, unsigned)).text).toContain('response_algorithms');

      const relay = form!.fields['RelayState']!;
      const stranger = visitor(world);
      for (const forged of [
        { RelayState: `${relay.slice(0, -3)}abc` },
        { SAMLResponse: Buffer.from('<Response/>').toString('base64') },
        { SAMLResponse: 'not even XML' },
        changed(form!.fields, (xml) => xml.replace(/InResponseTo="[^"]*"/, 'InResponseTo="_another"')),
      ]) {
        expect((await stranger.submit(form!, forged)).status).toBe(400);
      }
      await stranger.close();
      expect((await browser.submit(form!, { RelayState: 'https://elsewhere.example' })).status).toBe(400);
      expect((await browser.submit(form!, { SAMLResponse: 'A'.repeat(600_000) })).status).toBe(413);

      expect((await browser.submit(form!)).text).toContain('sam@contoso.example signed in.');
      expect((await browser.submit(form!)).status).toBe(409);
      const progress = await onboarding.until(({ status }) => status === 'done');
      expect(tests(progress).map(({ findings }) => findings[0]?.code)).toEqual([
        'response_signature',
        'response_algorithms',
        undefined,
      ]);
    });
  });

  it('takes no response for another request, for another onboarding, or after its hour', async () => {
    await world.run(async () => {
      const { onboarding, page } = await atTheTest();
      const { profile, overrides } = sandboxHub(world)!;
      const other = await atTheTest({
        companyName: 'Contoso Retail',
        serviceProvider: { profile, overrides: { ...overrides, entityId: 'urn:contoso:retail' } },
      });
      const [form] = (await signInAs(page, 'sam@contoso.example')).forms;
      const [again] = (await signInAs(page, 'sam@contoso.example')).forms;
      const [theirs] = (await signInAs(other.page, 'sam@contoso.example')).forms;
      const relay = (of: typeof form) => ({ RelayState: of!.fields['RelayState']! });
      for (const [response, state] of [
        [form!, relay(again)],
        [form!, relay(theirs)],
        [theirs!, relay(form)],
        [
          form!,
          { RelayState: relay(form).RelayState.replace(onboarding.customerId, other.onboarding.customerId) },
        ],
        [form!, { RelayState: relay(form).RelayState.replace(/^s/, 'w') }],
      ] as const) {
        expect((await browser.submit(response, state)).status).toBe(400);
      }
      const { now } = Date;
      Date.now = () => now() + 61 * 60_000;
      const late = await browser.submit(form!).finally(() => {
        Date.now = now;
      });
      expect(late.status).toBe(400);
      for (const one of [onboarding, other.onboarding]) expect(tests(await one.progress())).toEqual([]);
      expect((await browser.submit(form!)).text).toContain('sam@contoso.example signed in.');
      expect(tests(await other.onboarding.progress())).toEqual([]);
    });
  });

  it('needs the link: its pages are closed to others, and forms to other sites', async () => {
    await world.run(async () => {
      const { page } = await atTheTest();
      const stranger = visitor(world);
      expect((await stranger.open(page.url)).status).toBe(401);
      expect((await stranger.open(`${page.url}/start`)).status).toBe(401);
      await stranger.close();
      const [form] = page.forms;
      const foreign = await browser.submit(
        { ...form!, fields: { ...form!.fields, csrf: 'made-up' } },
        { error: '50105' },
      );
      expect(foreign.status).toBe(403);
    });
  });
});
