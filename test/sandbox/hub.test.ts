import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Browser } from '../../demo/browser.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';

let world: TestSandbox;
let browser: Browser;
beforeAll(async () => {
  world = await startTestSandbox();
  browser = new Browser(world.settings.ca!);
});
afterAll(async () => {
  await browser.close();
  await world.stop();
});

describe("the Hub's form", () => {
  it('forces SSO only once single sign-on is saved', async () => {
    const { origin, world: outside } = world.sandbox;
    const tenantId = outside.tenants[0]!.id;
    const metadata = await browser.open(
      `${origin}/${tenantId}/federationmetadata/2007-06/federationmetadata.xml`,
    );
    const save = (forceSso: boolean) =>
      browser.put(`${origin}/hub/api/accounts/contoso-parent/sso`, {
        emailDomains: ['contoso.example'],
        identityProvider: 'Azure AD',
        metadataXml: metadata.text,
        createUsersAutomatically: true,
        defaultUserRole: 'Basic User',
        accounts: ['contoso-parent'],
        forceSso,
      });
    expect(await save(true)).toMatchObject({ status: 409, text: expect.stringContaining('Force SSO') });
    expect((await save(false)).status).toBe(204);
    expect((await save(true)).status).toBe(204);
    expect(outside.hub.accounts.find(({ accountId }) => accountId === 'contoso-parent')?.forceSso).toBe(true);
  });
});
