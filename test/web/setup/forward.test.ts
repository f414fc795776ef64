/** A link passed on to a colleague whom nobody has named as a contact. */
import { expect, it } from '@jest/globals';
import type { Browser } from '../../../demo/browser.js';
import { press, startWebWorld, visitor, type WebWorld, worldForEachTest } from '../../support/webWorld.js';

let world: WebWorld;
let browser: Browser;
worldForEachTest(startWebWorld, (made) => ({ world, browser } = made));

/** Of a page's field that shows it. */
const linkIn = (page: { text: string }) => /readonly value="([^"]+)"/i.exec(page.text)?.[1];

it("lets a colleague do the step that it is for and nothing else, in the colleague's name, no longer than the first", async () => {
  await world.run(async () => {
    const onboarding = await world.start();
    await onboarding.waitsFor('grantConsent');
    const overview = await browser.open(await onboarding.link('all'));
    const consent = await browser.follow(overview, 'Review and approve');
    const missing = await press(browser, consent, '/forward', { name: ' ' });
    expect(missing).toMatchObject({ status: 400, text: expect.stringContaining('colleague’s name') });
    const made = await press(browser, consent, '/forward', { name: 'Rolf Railer' });
    expect(made.text).toContain('A link for Rolf Railer');

    const rolf = visitor(world);
    const opened = await rolf.open(linkIn(made)!);
    expect(opened.text).toContain('This link is personal to Rolf Railer');
    const page = await rolf.follow(opened, 'Review and approve');
    await press(rolf, page, '/decline', { reason: 'not ours' });
    const { links, actions } = await onboarding.progress();
    expect(links.at(-1)).toMatchObject({ contact: 'Rolf Railer', purpose: 'consent', forwardedBy: 'Anna' });
    expect(Date.parse(links.at(-1)!.expiresAt)).toBeLessThanOrEqual(
      Date.parse(links.at(-2)!.expiresAt) + 1_000,
    );
    expect(actions.at(-1)).toMatchObject({ signal: 'grantConsent', by: 'Rolf Railer' });
    expect((await rolf.open(`${opened.url}/roles`)).status).toBe(403);
    await rolf.close();
  });
});

it('passes on no more than its own purpose, and not without end', async () => {
  await world.run(async () => {
    const onboarding = await world.start();
    await onboarding.waitsFor('grantConsent');
    const overview = await browser.open(await onboarding.link('consent'));
    const consent = await browser.follow(overview, 'Review and approve');
    const other = await press(browser, consent, '/forward', { name: 'Rolf', task: 'handover' });
    expect(other.status).toBe(403);
    const statuses: number[] = [];
    for (let i = 0; i < 11; i += 1) {
      const id = `colleague-${String(i)}`;
      statuses.push((await press(browser, consent, '/forward', { id, name: 'Rolf' })).status);
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 409]);
  });
});

it('is sent to the number or address that is given, and says so where it was not', async () => {
  await world.run(async () => {
    const onboarding = await world.start();
    await onboarding.waitsFor('grantConsent');
    const overview = await browser.open(await onboarding.link('consent'));
    const consent = await browser.follow(overview, 'Review and approve');
    const wrong = await press(browser, consent, '/forward', { name: 'Rolf', to: '0491 570' });
    expect(wrong).toMatchObject({ status: 400, text: expect.stringContaining('or an e-mail address') });
    const sent = await press(browser, consent, '/forward', { name: 'Rolf', to: '+61 491 570 158' });
    expect(sent.text).toContain('We have sent the link to +61 491 570 158.');
    const text = world.sandbox.world.messages.inbox.at(-1)!;
    expect(text.destination_number).toBe('+61491570158');
    expect(sent.text).not.toContain('Send this link to Rolf');
    expect(sent.text).toContain('Show all steps');
    expect(text.content).toContain('Anna asks you to approve the changes');
    // This worker has no mail server.
    const again = { id: 'colleague-by-mail', name: 'Rolf', to: 'rolf@contoso.example' };
    const unsent = await press(browser, consent, '/forward', again);
    expect(unsent.text).toContain('We could not send the link to rolf@contoso.example. Send it yourself.');
    expect(unsent.text).toContain('Send this link to Rolf');
  });
});
