/** A rollover as the customer's people see it: the link in the text, the values for the Hub, the test sign-in. */
import { describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import type { Browser } from '../../../demo/browser.js';
import { fillHubForm, linkInTexts, signInToHub, tryTestSignIn } from '../../../demo/people.js';
import type { HandoverPackage } from '../../../src/onboarding/handover.js';
import { setupUrl } from '../../../src/onboarding/linkToken.js';
import type { WatchProgress } from '../../../src/onboarding/watch.js';
import { launch, screenshot, violations } from '../../support/browser.js';
import { LINK_KEY } from '../../support/web.js';
import { startWatchedWebWorld, type WatchedWebWorld } from '../../support/watchedWebWorld.js';
import { press, visitor, worldForEachTest } from '../../support/webWorld.js';

let world: WatchedWebWorld;
let browser: Browser;
worldForEachTest(startWatchedWebWorld, (made) => ({ world, browser } = made));

const waitsFor =
  (signal: string) =>
  ({ waitingFor }: WatchProgress) =>
    waitingFor?.signal === signal;
const linkAbout = (about: string) => linkInTexts(browser, world.sandbox.origin, about);
/** By the watch: the onboarding has asked for a test sign-in too. */
const isAskedToTest = ({ waitingFor, steps }: WatchProgress) =>
  waitingFor?.signal === 'reportTestSignIn' &&
  steps.some(({ name, status }) => name === 'testSignIn' && status === 'waiting');
/** @param page where a link has led */
const idOf = (page: string) => /\/watch\/([^/]+)/.exec(page)![1]!;
const replyUrls = () =>
  world.sandbox.world.tenants[0]!.applications.all().find(({ uniqueName }) => uniqueName !== null)!.web
    .redirectUris;

/** As a replica does that does not know yet which certificate is active. */
function signWith(thumbprint: string): void {
  const { servicePrincipals } = world.sandbox.world.tenants[0]!;
  const found = servicePrincipals.all().find(({ keyCredentials }) => keyCredentials.length > 0)!;
  servicePrincipals.put({ ...found, preferredTokenSigningKeyThumbprint: thumbprint.toLowerCase() });
}

/** By the command line or in the Temporal UI. */
async function confirmHandover(watch: WorkflowHandle): Promise<void> {
  const { metadataSha256 } = await watch.query<HandoverPackage>('handover');
  await watch.executeUpdate('confirmHandover', { args: [{ confirmedBy: 'Hanna Hub', metadataSha256 }] });
}

describe('a rollover', () => {
  it('is handed over by the page of the texted link, then tested by a sign-in, which leaves nothing behind', async () => {
    await world.run(async () => {
      const { watch, until } = await world.atTheHandover();
      const overview = await browser.open(await linkAbout('enter the new values'));
      expect(overview.text).toContain('The Hub does not know it yet.');
      const page = await browser.follow(overview, 'Show the settings');
      const handover = await watch.query<HandoverPackage>('handover');
      const copied = [...page.text.matchAll(/data-copy[^>]*>Copy<span class="hidden"> ([^<]*)/g)];
      // Nobody copies a switch.
      const copiable = handover.form.filter((entry) => !('value' in entry && /^(on|off)$/.test(entry.value)));
      expect(copied.map(([, field]) => field)).toEqual(copiable.map(({ field }) => field));
      expect(copiable.length).toBeLessThan(handover.form.length);
      const values = handover.form.flatMap((entry) => ('value' in entry ? [entry.value] : []));
      expect(values.filter((value) => !page.text.includes(`>${value}</code>`))).toEqual([]);
      const xml = await browser.open(`${page.url}/metadata.xml`);
      expect(xml.text).toBe(handover.metadataXml);
      const hub = { origin: world.sandbox.origin, accountId: 'contoso-parent' };
      await fillHubForm(browser, hub, handover);
      const confirmed = await press(browser, page, '/handover', { name: 'Hanna Hub' });
      expect(confirmed.status).toBe(200);

      const testing = await until(isAskedToTest);
      expect(testing).toMatchObject({
        handoverConfirmedBy: 'Hanna Hub (with the link of Anna)',
        rollovers: [{}],
      });
      expect(testing.certificates).toHaveLength(2);
      expect(replyUrls()).toEqual([`${hub.origin}/hub/sso/acs`, `${world.publicUrl}/test-sign-in/acs`]);
      // Whoever is on the page is not texted: it leads on.
      const link = overview.url;
      expect(testing.messages.filter(({ step }) => step === 'testSignIn')).toEqual([]);
      await tryTestSignIn(browser, link, 'una@contoso.example');
      expect(await until(({ testSignIns }) => testSignIns.length === 1)).toMatchObject({
        waitingFor: { signal: 'reportTestSignIn' },
        testSignIns: [{ findings: [{ code: 'AADSTS50105' }] }],
      });
      const [old, next] = testing.certificates.map(({ thumbprint }) => thumbprint);
      signWith(old!);
      await tryTestSignIn(browser, link, 'olaf@contoso.example');
      signWith(next!);
      const signedByOld = await until(({ testSignIns }) => testSignIns.length === 2);
      expect(signedByOld.testSignIns.at(-1)?.findings.map(({ code }) => code)).toContain('other_certificate');
      await tryTestSignIn(browser, link, 'olaf@contoso.example');
      const tested = await until(({ steps }) =>
        steps.some(({ name, status }) => name === 'testSignIn' && status === 'done'),
      );
      expect(tested.testSignIns.at(-1)).toMatchObject({
        signIn: { nameId: 'olaf@contoso.example' },
        findings: [{ code: 'mail_empty' }],
      });
      expect(replyUrls()).toEqual([`${hub.origin}/hub/sso/acs`]);
      expect(await signInToHub(browser, hub.origin, 'sam@contoso.example')).toHaveProperty('signIn');
      expect((await browser.open(link)).text).not.toContain('/signIn"'); // no way to the test
    });
  });

  it('takes no confirmation of XML that has changed since the page was opened', async () => {
    await world.run(async () => {
      const { progress, until } = await world.atTheHandover();
      const overview = await browser.open(await linkAbout('enter the new values'));
      const page = await browser.follow(overview, 'Show the settings');
      const [form] = page.forms;
      const older = { ...form!, fields: { ...form!.fields, metadataSha256: 'a'.repeat(64) } };
      const refused = await browser.submit(older, { name: 'Hanna Hub' });
      expect(refused.status).toBe(409);
      expect((await progress()).handoverConfirmedBy).toBeNull();
      await press(browser, page, '/handover', { name: 'Anna' });
      await until(({ handoverConfirmedBy }) => handoverConfirmedBy === 'Anna');
    });
  });

  it('that ends in the midst of a test removes the reply URL', async () => {
    await world.run(async () => {
      const { watch, until } = await world.atTheHandover();
      await confirmHandover(watch);
      await until(waitsFor('reportTestSignIn'));
      await watch.signal('endWatch', { by: 'Olga' });
      await watch.result();
      expect(replyUrls()).toEqual([`${world.sandbox.origin}/hub/sso/acs`]);
    });
  });
});

describe('a link of the watch', () => {
  it('opens nothing when it was made up, is of another kind, has expired or was withdrawn', async () => {
    await world.run(async () => {
      const { onboarding, watch, progress } = await world.atTheHandover();
      const { customerId } = onboarding;
      const link = await linkAbout('enter the new values');
      const status = async (address: string) => (await browser.open(address)).status;
      expect(await status(link)).toBe(200);
      expect(await status(`${link.slice(0, -4)}AAAA`)).toBe(404);
      expect(await status(link.replace('/w/', '/s/'))).toBe(404);
      const settings = { publicUrl: world.publicUrl, key: LINK_KEY };
      const id = idOf((await browser.open(link)).url);
      const expired = { id, expiresAt: '2026-01-01T00:00:00Z' };
      expect(await status(setupUrl(settings, customerId, expired, 'watch'))).toBe(410);
      const unknown = { id: 'a1b2c3d4e5f6', expiresAt: '2036-01-01T00:00:00Z' };
      expect(await status(setupUrl(settings, customerId, unknown, 'watch'))).toBe(410);
      expect(await status(setupUrl(settings, 'nobody', unknown, 'watch'))).toBe(410);
      await watch.executeUpdate('revokeLink', { args: [{ id, by: 'Olga' }] });
      expect(await status(link)).toBe(410);
      expect((await progress()).links.find((one) => one.id === id)?.revokedBy).toBe('Olga');
    });
  });

  it('keeps its pages and forms to whoever has opened it, and to its purpose', async () => {
    await world.run(async () => {
      const { watch, progress } = await world.atTheHandover();
      const made = { id: 'a1b2c3d4e5f6', purpose: 'signIn', contact: 'Anna', by: 'Olga' };
      await watch.executeUpdate('makeLink', { args: [made] });
      const { customerId, links } = await progress();
      const settings = { publicUrl: world.publicUrl, key: LINK_KEY };
      const kept = links.find(({ id }) => id === made.id)!;
      const other = visitor(world);
      expect((await other.open(setupUrl(settings, customerId, kept, 'watch'))).status).toBe(200);
      expect((await other.open(`${world.publicUrl}/watch/${made.id}/handover`)).status).toBe(403);

      const home = (await browser.open(await linkAbout('enter the new values'))).url;
      for (const path of ['', '/handover', '/handover/metadata.xml', '/signIn', '/signIn/start']) {
        expect((await other.open(home + path)).status).toBe(401);
      }
      const cookie = browser.cookieOf(home);
      for (const path of ['/handover', '/signIn/error']) {
        const reply = await fetch(home + path, {
          method: 'POST',
          headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
          body: 'csrf=guessed&name=Mallory&metadataSha256=a&error=AADSTS50105',
        });
        expect(reply.status).toBe(403);
      }
      expect((await progress()).actions.map(({ signal }) => signal)).toEqual(['checkNow', 'makeLink']);
      await other.close();
    });
  });
});

describe('a watch that was terminated', () => {
  it('is told as what is not watched over any more, and asks nobody for a test', async () => {
    await world.run(async () => {
      const { watch, until } = await world.atTheHandover();
      await confirmHandover(watch);
      await until(waitsFor('reportTestSignIn'));
      const overview = await browser.open(await linkAbout('enter the new values'));
      const { url } = overview;
      expect(overview.text).toContain('Your action is needed so that it keeps working.');
      expect((await browser.open(`${url}/signIn`)).text).toContain('Sign in at Microsoft');
      await watch.terminate();
      // The live stream says so, and that this is the end.
      const live = await browser.open(`${url}/live`);
      for (const { text } of [await browser.open(url), live]) {
        expect(text).toContain('Monitoring has ended.');
        expect(text).not.toContain('Your action is needed so that it keeps working.');
      }
      expect(live.text).toContain('event: end');
      expect((await browser.open(`${url}/signIn`)).text).not.toContain('Sign in at Microsoft');
    });
  });

  it('asks nobody to confirm a handover', async () => {
    await world.run(async () => {
      const { watch } = await world.atTheHandover();
      const { url } = await browser.open(await linkAbout('enter the new values'));
      const asked = await browser.open(`${url}/handover`);
      expect(asked.text).toContain('I have saved it in the Hub');
      await watch.terminate();
      const over = await browser.open(`${url}/handover`);
      expect(over.text).toContain('This setup has ended. The settings are no longer needed.');
      expect(over.text).not.toContain('I have saved it in the Hub');
    });
  });
});

describe('the pages of a rollover', () => {
  it('follow by themselves: what is done, what is next, and that the link was withdrawn', async () => {
    const chromium = await launch();
    try {
      await world.run(async () => {
        const { watch, until } = await world.atTheHandover();
        const page = await (await chromium.newContext({ ignoreHTTPSErrors: true })).newPage();
        const link = await linkAbout('enter the new values');
        await page.goto(link);
        await page.getByText('The Hub does not know it yet.').waitFor();
        await page.evaluate('globalThis.isSamePage = true');
        await confirmHandover(watch);
        await page.getByText('The Hub does not know it yet.').waitFor({ state: 'detached' });
        await until(waitsFor('reportTestSignIn'));
        await page
          .getByRole('listitem')
          .filter({ hasText: 'Test the sign-in' })
          .getByText('waiting')
          .waitFor();
        expect(await page.evaluate('globalThis.isSamePage')).toBe(true);
        await watch.executeUpdate('revokeLink', { args: [{ id: idOf(page.url()), by: 'Olga' }] });
        await page.getByRole('heading', { name: 'This link was withdrawn' }).waitFor();
      });
    } finally {
      await chromium.close();
    }
  });

  it('can be read by everybody', async () => {
    const chromium = await launch();
    try {
      await world.run(async () => {
        const { watch, until } = await world.atTheHandover();
        const page = await (await chromium.newContext({ ignoreHTTPSErrors: true })).newPage();
        await page.goto(await linkAbout('enter the new values'));
        const overview = page.url();
        await screenshot(page, 'watch');
        expect(await violations(page)).toEqual([]);
        await page.getByRole('link', { name: 'Show the settings' }).click();
        expect(await violations(page)).toEqual([]);
        await confirmHandover(watch);
        await until(isAskedToTest);
        await page.goto(overview);
        expect(await violations(page)).toEqual([]);
        await page.getByRole('link', { name: 'Test the sign-in' }).click();
        expect(await violations(page)).toEqual([]);
      });
    } finally {
      await chromium.close();
    }
  });
});
