import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { Browser } from '../../../demo/browser.js';
import type { OnboardingRequestInput } from '../../../src/onboarding/request.js';
import { press, startWebWorld, type WebWorld, worldForEachTest } from '../../support/webWorld.js';

let world: WebWorld;
let browser: Browser;
worldForEachTest(startWebWorld, (made) => ({ world, browser } = made));

/** The page of an onboarding that waits for the handover, and its terms in their order. */
async function handoverOf(changes: Partial<OnboardingRequestInput>) {
  const onboarding = await world.start(changes);
  await onboarding.answersUntil('confirmHandover');
  const overview = await browser.open(await onboarding.link('handover'));
  const page = await browser.follow(overview, 'Show the settings');
  const values = [...page.text.matchAll(/<dt>(.*?)<\/dt><dd>(?:<code[^>]*>([^<]*)<\/code>)?/g)];
  return { onboarding, page, values: values.map(([, field, value]) => [field, value]) };
}

describe('the handover page', () => {
  it('that is opened too early follows, and is loaded anew when the values are there', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await onboarding.waitsFor('grantConsent');
      const overview = await browser.open(await onboarding.link('handover'));
      const page = await browser.open(`${overview.url}/handover`);
      expect(page.text).toContain('The values are not ready yet');
      const live = world.publicUrl + / data-live="([^"]*)"/.exec(page.text)![1]!;
      const headers = { cookie: browser.cookieOf(live), accept: 'text/event-stream' };
      const stream = await fetch(live, { headers });
      await onboarding.answersUntil('confirmHandover');
      expect(await stream.text()).toMatch(/^event: update\n[\s\S]*\n\nevent: reload\n/);
      expect((await browser.open(page.url)).text).toContain('Federation metadata');
    });
  });

  it('gives the XML that was checked, and records who says that it was entered, and by whose link', async () => {
    await world.run(async () => {
      const { onboarding, page } = await handoverOf({});
      const file = await browser.open(`${page.url}/metadata.xml`);
      const { artefacts } = await onboarding.progress();
      expect(createHash('sha256').update(file.text).digest('hex')).toBe(artefacts.metadataSha256);
      await press(browser, page, '/handover', { name: 'Hanna Hub' });
      const after = await onboarding.until(({ step }) => step === 'roleChoice');
      expect(after.artefacts.handoverConfirmedBy).toBe('Hanna Hub (with the link of Anna)');
      const again = await browser.open(page.url);
      expect(again.text).toContain('Hanna Hub');
      expect(again.forms.map(({ action }) => action)).toEqual([expect.stringMatching(/sign-out$/)]);
    });
  });

  it("shows Sinch ID's form for the other SSO system", async () => {
    await world.run(async () => {
      const { onboarding, page, values } = await handoverOf({
        serviceProvider: {
          profile: 'sinch-id',
          overrides: {
            entityId: 'urn:sinch:contoso',
            replyUrls: [`${world.sandbox.origin}/hub/sso/acs`],
            signOnUrl: 'https://login.sinch.example/contoso',
          },
        },
      });
      const { artefacts } = await onboarding.progress();
      expect(values).toEqual([
        ['Domain', 'contoso.example'],
        ['Sign in URL', `${world.sandbox.origin}/${artefacts.tenantId!}/saml2`],
        [
          'Signing Certificate',
          expect.stringMatching(/^-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----\n$/),
        ],
        ['Enterprise SSO', 'on'],
        ['Username and Password', 'on'],
      ]);
      expect(page.text).toContain('Open Sinch ID');
      expect(page.text).toContain('I have saved it in Sinch ID');
      expect(page.text).not.toContain('EntityDescriptor');
      expect(page.text).toContain('sinch-domain-verification=');
    });
  });
});
