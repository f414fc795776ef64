/** Names, reasons and addresses that somebody has made up to run a script at an operator's. */
import { expect, it } from '@jest/globals';
import { request as httpRequest } from 'node:http';
import type { Browser } from '../../../demo/browser.js';
import { CONSOLE, signInToConsole } from '../../support/console.js';
import { startWebWorld, type WebWorld, worldForEachTest } from '../../support/webWorld.js';

const SCRIPT = '"><script>alert(1)</script>';
const IMAGE = "'<img src=x onerror=alert(1)>";

let world: WebWorld;
let browser: Browser;
worldForEachTest(
  () => startWebWorld(CONSOLE),
  (made) => ({ world, browser } = made),
);

/** The first event of the page's stream. */
function firstEvent(address: string, cookie: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = httpRequest(address, { headers: { cookie } }, (reply) => {
      reply.setEncoding('utf8');
      reply.once('data', (text: string) => {
        asked.destroy();
        resolve(text);
      });
    });
    asked.once('error', reject);
    asked.end();
  });
}

it('stay text, on every page that shows them', async () => {
  await world.run(async () => {
    const contact = {
      name: `${SCRIPT} Anna`,
      mobile: '+61491570156',
      roles: ['azureAdministrator', 'hubAdministrator'] as ('azureAdministrator' | 'hubAdministrator')[],
    };
    const { customerId, handle, until } = await world.start({
      companyName: `${IMAGE}\r\nevent: end`,
      contacts: [contact],
    });
    await until(({ messages }) => messages.length === 1);
    await handle.signal('skipStep', { step: 'claims', by: SCRIPT, reason: IMAGE });
    await handle.signal('retryStep', { step: 'consent', by: SCRIPT });
    await handle.signal('makeLink', { id: 'a1b2c3d4', contact: SCRIPT, purpose: 'all', by: IMAGE });
    await until(({ actions, refused }) => actions.length === 1 && refused.length === 2);

    const address = `/console/onboardings/${customerId}`;
    const pages = [await signInToConsole(world, browser, 'olga', address)];
    const hostile = encodeURIComponent(SCRIPT);
    for (const path of [
      '/skip',
      '/cancel',
      '/link',
      `/link?again=${hostile}`,
      `?done=${hostile}&run=${hostile}`,
    ]) {
      pages.push(await browser.open(world.publicUrl + address + path));
    }
    for (const path of [
      `?search=${hostile}&status=${hostile}`,
      `/sign-in?to=${hostile}`,
      `/onboardings/${hostile}`,
      `/${hostile}`,
    ]) {
      pages.push(await browser.open(`${world.publicUrl}/console${path}`));
    }
    const event = await firstEvent(
      `${world.publicUrl}${address}/live`,
      browser.cookieOf(`${world.publicUrl}/console`),
    );
    for (const { url, text } of [...pages, { url: 'the event', text: event }]) {
      expect([url, /<script>|<img src=x/.test(text)]).toEqual([url, false]);
    }
    expect(pages[0]!.text).toContain('&lt;script>alert(1)');
    expect(pages[0]!.text).toContain('&lt;img src=x onerror=alert(1)>');
    expect(event).toMatch(/^event: update\n/);
    expect(event).not.toMatch(/^event: end/m);
  });
});
