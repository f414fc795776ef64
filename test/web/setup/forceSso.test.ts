import { describe, expect, it } from '@jest/globals';
import type { Browser } from '../../../demo/browser.js';
import { press, startWebWorld, type WebWorld, worldForEachTest } from '../../support/webWorld.js';

let world: WebWorld;
let browser: Browser;
worldForEachTest(startWebWorld, (made) => ({ world, browser } = made));

const hub = { emailDomains: ['contoso.example'], accounts: ['contoso-parent'], forceSso: true };

describe('the page for Force SSO', () => {
  it('asks nothing before its turn, then who can still get in, and takes nobody on a listed domain', async () => {
    await world.run(async () => {
      const onboarding = await world.start({ hub, testSignIn: true });
      await onboarding.answersUntil('reportTestSignIn');
      const overview = await browser.open(await onboarding.link('forceSso', 'Anna'));
      const early = await browser.open(`${overview.url}/forceSso`);
      expect(early.text).toContain('This comes last');
      expect(early.forms.map(({ action }) => action)).toEqual([expect.stringMatching(/sign-out$/)]);
      const signIn = { nameId: 'sam@contoso.example', roles: [] };
      const report = { by: 'sam@contoso.example', requestId: '_1', signIn, findings: [] };
      await onboarding.handle.executeUpdate('reportTestSignIn', { args: [report] });
      await onboarding.waitsFor('confirmForceSso');

      const page = await browser.follow(await browser.open(overview.url), 'Show what to do');
      expect(page.text).toContain('<dt>Force SSO</dt><dd><code class="switch on">on</code></dd>');
      expect(page.text).toContain('whose address is not on contoso.example');
      const again = await press(browser, page, '/forceSso', { administrator: 'hanna@Contoso.example' });
      expect(again).toMatchObject({
        status: 400,
        text: expect.stringContaining('Enter an e-mail address that is not on contoso.example'),
      });
      expect(again.text).toContain('value="hanna@Contoso.example"');
      const nameless = { name: ' ', administrator: 'hanna@contoso-it.example' };
      expect((await press(browser, again, '/forceSso', nameless)).text).toContain('Say who you are.');
      expect((await onboarding.progress()).artefacts.forceSso).toBeUndefined();

      const director = { name: `The Director ${'x'.repeat(90)}`.slice(0, 100) };
      await press(browser, again, '/forceSso', { ...director, administrator: 'hanna@contoso-it.example' });
      const { artefacts } = await onboarding.until(({ status }) => status === 'done');
      expect(artefacts.forceSso).toEqual({
        confirmedBy: expect.stringMatching(/^The Director x{60}x* \(with the link of Anna\)$/),
        administratorWithoutSso: 'hanna@contoso-it.example',
      });
      const after = await browser.open(page.url);
      expect(after.text).toContain('hanna@contoso-it.example');
      expect(after.forms.map(({ action }) => action)).toEqual([expect.stringMatching(/sign-out$/)]);
    });
  });
});
