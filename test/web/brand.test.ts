/** A white-label brand's pages name nobody else. */
import { expect, it } from '@jest/globals';
import { setupUrl } from '../../src/onboarding/linkToken.js';
import { createWebServer } from '../../src/web/server.js';
import { cannedPort, LINK } from '../support/fakePort.js';
import { LINK_KEY, webDeps } from '../support/web.js';
import { withoutTimes } from '../support/withoutTimes.js';

const TPG = {
  name: 'TPG <Messaging>',
  accent: '#7a1fa2',
  support: { email: 'help@tpg.example', phone: '+61 3 9999 0000' },
  links: { privacy: 'https://tpg.example/privacy' },
};

it("a brand's pages have its name, mark, colour and contacts, and who asks for whom until when", async () => {
  const brands = { 'messagemedia-hub': TPG, 'sinch-id': TPG };
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
