/** How an operator finds an onboarding, and from there the workflow in the Temporal UI. */
import { expect, it } from '@jest/globals';
import type { Browser } from '../../../demo/browser.js';
import { CONSOLE, signInToConsole } from '../../support/console.js';
import { startWebWorld, type WebWorld, worldForEachTest } from '../../support/webWorld.js';

let world: WebWorld;
let browser: Browser;
worldForEachTest(
  () => startWebWorld(CONSOLE),
  (made) => ({ world, browser } = made),
);

it('by the id or the tenant; not by the name of the company, which Temporal has encrypted alone, and the page says so', async () => {
  await world.run(async () => {
    const onboarding = await world.start({ companyName: 'Zebra' });
    const { customerId } = onboarding;
    await onboarding.waitsFor('grantConsent');
    await signInToConsole(world, browser, 'olga');
    const search = (text: string) => browser.open(`${world.publicUrl}/console?search=${text}`);
    // Visibility is behind.
    for (let shown = ''; !shown.includes(customerId);) shown = (await search(customerId)).text;
    expect((await search('contoso.example')).text).toContain(customerId);
    const byName = await search('Zebra');
    expect(byName.text).not.toContain(customerId);
    expect(byName.text).toContain('Names of companies are encrypted');

    const page = await browser.open(`${world.publicUrl}/console/onboardings/${customerId}`);
    const link = page.links.find(({ text }) => text === 'In the Temporal UI')!;
    const { runId } = await onboarding.handle.describe();
    const workflow = encodeURIComponent(onboarding.handle.workflowId);
    expect(link.href).toBe(
      `https://temporal.example/namespaces/default/workflows/${workflow}/${runId}/history`,
    );
  });
});
