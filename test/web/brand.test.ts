/** A white-label brand's pages name nobody else. */
import { expect, it } from '@jest/globals';
import { LANGUAGES } from '../../src/onboarding/languages.js';
import { setupUrl } from '../../src/onboarding/linkToken.js';
import { ofEachProfile } from '../../src/onboarding/profiles.js';
import { PROBLEMS } from '../../src/onboarding/problems/catalogue.js';
import type { Entry } from '../../src/onboarding/problems/entry.js';
import { onboardingRequestSchema } from '../../src/onboarding/request.js';
import { createWebServer } from '../../src/web/server.js';
import { cannedPort, LINK } from '../support/fakePort.js';
import { handedOver } from '../support/handedOver.js';
import { holderOf } from '../support/holder.js';
import { minimalRequest } from '../support/request.js';
import { LINK_KEY, webDeps } from '../support/web.js';
import { withoutTimes } from '../support/withoutTimes.js';

const TPG = {
  name: 'TPG <Messaging>',
  accent: '#7a1fa2',
  support: { email: 'help@tpg.example', phone: '+61 3 9999 0000' },
  links: { privacy: 'https://tpg.example/privacy' },
};

it("a brand's pages have its name, mark, colour and contacts, and who asks for whom until when", async () => {
  const brands = ofEachProfile(() => TPG);
  const { deps } = webDeps(cannedPort, { brands });
  const server = await createWebServer(deps);
  try {
    const opened = await server.inject(
      new URL(setupUrl({ publicUrl: deps.settings.publicUrl, key: LINK_KEY }, 'contoso', LINK)).pathname,
    );
    const [cookie] = opened.cookies;
    const { body: page } = await server.inject({
      url: `/setup/${LINK.id}`,
      cookies: { [cookie!.name]: cookie!.value },
    });
    expect(page).toContain('<title>Set up single sign-on · TPG &lt;Messaging></title>');
    expect(page).toContain('href="/brand/messagemedia-hub/colours.css"');
    expect(page).toContain('mailto:help@tpg.example');
    expect(page).toContain('tel:+61399990000');
    expect(withoutTimes(page)).toContain('This link is personal to Anna and works until 1 January 2036.');
    expect(page).not.toContain('MessageMedia');

    const mark = await server.inject('/brand/messagemedia-hub/mark');
    expect(mark.headers['content-type']).toBe('image/svg+xml');
    expect(mark.body).toContain('>T</text>');
    const colours = await server.inject('/brand/messagemedia-hub/colours.css');
    expect(colours.body).toMatch(/^:root\{--accent:light-dark\(#7a1fa2,#[0-9a-f]{6}\)/);
    expect((await server.inject('/brand/nobody/mark')).statusCode).toBe(400);

    const wrong = await server.inject('/s/made-up');
    expect(wrong.statusCode).toBe(404);
    expect(wrong.body).toContain('help@tpg.example');
    expect((await server.inject('/security-and-privacy')).body).toContain('https://tpg.example/privacy');
  } finally {
    await server.close();
  }
});

/** Everything that the customer's people can be told to mend. */
const THEIRS = Object.entries<Entry>(PROBLEMS).filter(([, { whoMends }]) => whoMends === 'customer');

/** As it is called in the customer's tenant where the request names no other. */
const APPLICATION = 'MessageMedia SSO for Contoso';

it('an application that the brand names is called so where access is approved', async () => {
  const overrides = { applicationName: 'TPG sign-in for {company}' };
  const request = onboardingRequestSchema.parse(
    minimalRequest({ serviceProvider: { profile: 'messagemedia-hub', overrides } }),
  );
  const holder = await holderOf('all', { artefacts: { tenantId: 'a-tenant' } }, request);
  expect(await holder.open('/consent')).toContain('“TPG sign-in for Contoso”');
});

it.each(LANGUAGES)("another brand's pages do not name MessageMedia, in %s", async (language) => {
  const request = onboardingRequestSchema.parse(minimalRequest({ testSignIn: true, watch: {} }));
  const by = {
    ...{ handover: handedOver(request), cookies: { language } },
    settings: { brands: ofEachProfile(() => TPG) },
  };
  const artefacts = { tenantId: 'a-tenant', consentedBy: 'Anna Admin', handoverConfirmedBy: 'Anna' };
  const pages: string[] = [];
  for (const [code, { reason, remedy }] of THEIRS) {
    const problem = { code, reason, remedy };
    const blocked = { status: 'blocked', step: 'claims', problem, artefacts } as const;
    pages.push(await (await holderOf('all', blocked, request, by)).open());
  }
  const running = await holderOf('all', { artefacts: { tenantId: 'a-tenant' } }, request, by);
  for (const path of ['', '/consent', '/handover', '/continue', '/signIn', '/forceSso', '/nothing']) {
    pages.push(await running.open(path));
  }
  const chosen = { step: 'roleChoice', artefacts } as const;
  pages.push(await (await holderOf('all', chosen, request, by)).open('/roles'));
  const done = await holderOf('all', { status: 'done', execution: 'COMPLETED', artefacts }, request, by);
  for (const path of ['', '/report']) pages.push(await done.open(path));
  expect(pages.every((page) => page.includes(`<html lang="${language}">`))).toBe(true);
  expect(pages.filter((page) => page.replaceAll(APPLICATION, '').includes('MessageMedia'))).toEqual([]);
});
