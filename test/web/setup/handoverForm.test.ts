/** The settings for the Hub as their page shows them, of an onboarding that waits for them to be entered. */
import { describe, expect, it } from '@jest/globals';
import { handoverPackage } from '../../../src/onboarding/handover.js';
import { type OnboardingRequestInput, serviceProviderOf } from '../../../src/onboarding/request.js';
import { requestOf, visit, type Visitor, waitingFor } from '../../support/visitor.js';
import { press } from '../../support/webWorld.js';

const METADATA = {
  xml: '<EntityDescriptor/>',
  sha256: 'a'.repeat(64),
  singleSignOnUrl: 'https://login.example/a-tenant/saml2',
  certificate: 'pem',
};

/** As the workflow hands it over. */
function atTheHandover(changes: Partial<OnboardingRequestInput>, work: (visitor: Visitor) => Promise<void>) {
  const request = requestOf(changes);
  const handover = handoverPackage(request, serviceProviderOf(request), METADATA, false);
  const progress = waitingFor('confirmHandover');
  return visit({ purpose: 'handover', request: changes, progress, handover }, work);
}

const pageOf = ({ browser, overview }: Visitor) => browser.follow(overview, 'Show the settings');

/** Its terms in their order, with the values that can be copied. */
const valuesOf = ({ text }: { text: string }) =>
  [...text.matchAll(/<dt>(.*?)<\/dt><dd>(?:<code[^>]*>([^<]*)<\/code>)?/g)].map(([, field, value]) => [
    field,
    value,
  ]);

describe('the handover page', () => {
  it("leads to the Hub, and for a white-label profile to the brand's own", async () => {
    const hubOf = async (changes: Partial<OnboardingRequestInput>) => {
      let found: string | undefined;
      await atTheHandover(changes, async (visitor) => {
        const page = await pageOf(visitor);
        expect(valuesOf(page)[0]).toEqual(['E-mail domains', 'contoso.example']);
        found = page.links.find(({ text }) => text.includes('Open the Hub'))?.href;
      });
      return found;
    };
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
    expect(await hubOf({})).toBe(new URL('/', serviceProviderOf(requestOf()).signOnUrl).href);
    expect(await hubOf(brand('https://sms.brand.example/hub/login/sso'))).toBe(
      'https://sms.brand.example/hub',
    );
    expect(await hubOf(brand('https://sms.brand.example/login/sso'))).toBe('https://sms.brand.example/');
    expect(await hubOf(brand('https://sso.brand.example/start'))).toBeUndefined();
  });

  it('asks for the name that is missing, and has all else as it was', async () => {
    await atTheHandover({}, async (visitor) => {
      const { browser, told } = visitor;
      const again = await press(browser, await pageOf(visitor), '/handover', { name: '  ' });
      expect(again).toMatchObject({ status: 400, text: expect.stringContaining('Say who you are.') });
      expect(again.text).toContain('Federation metadata');
      expect(told).toEqual([]);
      await press(browser, again, '/handover', { name: ' Hanna Hub ' });
      expect(told).toEqual([
        { signal: 'confirmHandover', input: { confirmedBy: 'Hanna Hub (with the link of Anna)' } },
      ]);
    });
  });

  it("shows the Hub's form in its order, with the traps where they bite", async () => {
    const hub = {
      emailDomains: ['contoso.example', 'contoso.test'],
      createUsersAutomatically: true,
      defaultUserRole: 'Standard User',
      accounts: ['contoso-parent'],
      forceSso: false,
    };
    await atTheHandover({ hub }, async (visitor) => {
      const page = await pageOf(visitor);
      expect(valuesOf(page)).toEqual([
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

  it('gives its holder the same link again for a computer, as text, by e-mail and as a code to scan', async () => {
    await atTheHandover({}, async ({ browser, overview, link }) => {
      const page = await browser.open(`${overview.url}/continue`);
      expect(page.text).toContain(`value="${link}"`);
      expect(page.links.map(({ href }) => href)).toContainEqual(
        expect.stringContaining(`body=${encodeURIComponent(link)}`),
      );
      expect(page.text).toContain('aria-label="QR code of your link"');
    });
    await visit({ purpose: 'consent' }, async ({ browser, overview }) => {
      expect((await browser.open(`${overview.url}/continue`)).status).toBe(403);
    });
  });
});
