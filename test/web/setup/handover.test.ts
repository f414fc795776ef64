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

  it("leads to the Hub, and for a white-label profile to the brand's own", async () => {
    await world.run(async () => {
      const hubOf = async (changes: Partial<OnboardingRequestInput>) => {
        const { page, values } = await handoverOf(changes);
        expect(values[0]).toEqual(['E-mail domains', 'contoso.example']);
        return page.links.find(({ text }) => text.includes('Open the Hub'))?.href;
      };
      expect(await hubOf({})).toBe(`${world.sandbox.origin}/hub`);
      const brand = (signOnUrl: string) => ({
        serviceProvider: {
          profile: 'messagemedia-hub' as const,
          overrides: {
            entityId: `urn:${signOnUrl}`,
            replyUrls: ['https://sms.brand.example/acs'],
            signOnUrl,
          },
        },
      });
      expect(await hubOf(brand('https://sms.brand.example/login/sso'))).toBe('https://sms.brand.example/');
      expect(await hubOf(brand('https://sso.brand.example/start'))).toBeUndefined();
    });
  });

  it('asks for the name that is missing, and has all else as it was', async () => {
    await world.run(async () => {
      const { onboarding, page } = await handoverOf({});
      const again = await press(browser, page, '/handover', { name: '  ' });
      expect(again).toMatchObject({ status: 400, text: expect.stringContaining('Say who you are.') });
      expect(again.text).toContain('Federation metadata');
      expect((await onboarding.progress()).waitingFor).toMatchObject({ signal: 'confirmHandover' });
      await press(browser, again, '/handover', { name: ' Hanna Hub ' });
      await onboarding.until(
        ({ artefacts }) => artefacts.handoverConfirmedBy?.startsWith('Hanna Hub') === true,
      );
    });
  });

  it("shows the Hub's form in its order, with the traps where they bite", async () => {
    await world.run(async () => {
      const { page, values } = await handoverOf({
        hub: {
          emailDomains: ['contoso.example', 'contoso.test'],
          createUsersAutomatically: true,
          defaultUserRole: 'Standard User',
          accounts: ['contoso-parent'],
          forceSso: false,
        },
      });
      expect(values).toEqual([
        ['E-mail domains', 'contoso.example, contoso.test'],
        ['Identity provider', 'Azure AD'],
        ['IDP metadata XML', undefined],
        ['Automatically create accounts on sign in', 'on'],
        ['Default user role', 'Standard User'],
        ['Accounts', 'contoso-parent'],
        ['Force SSO', 'off'],
      ]);
      for (const trap of [
        'as an administrator of the parent account',
        'ask MessageMedia support to switch the feature on',
        'once per account hierarchy',
        'not the URL it came from',
        'until somebody has signed in by SSO, it would lock everybody out',
      ]) {
        expect(page.text).toContain(trap);
      }
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

  it('gives its holder the same link again for a computer, as text, by e-mail and as a code to scan', async () => {
    await world.run(async () => {
      const onboarding = await world.start();
      await onboarding.answersUntil('confirmHandover');
      const link = await onboarding.link('handover');
      const { url } = await browser.open(link);
      const page = await browser.open(`${url}/continue`);
      expect(page.text).toContain(`value="${link}"`);
      expect(page.links.map(({ href }) => href)).toContainEqual(
        expect.stringContaining(`body=${encodeURIComponent(link)}`),
      );
      expect(page.text).toContain('aria-label="QR code of your link"');
      const other = await browser.open(await onboarding.link('consent'));
      expect((await browser.open(`${other.url}/continue`)).status).toBe(403);
    });
  });
});
