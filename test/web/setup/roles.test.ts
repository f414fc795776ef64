import { describe, expect, it } from '@jest/globals';
import type { Browser } from '../../../src/demo/browser.js';
import type { Progress } from '../../../src/onboarding/progress.js';
import { populate } from '../../../src/sandbox/populate.js';
import { describeInBrowser, launch, violations } from '../../support/browser.js';
import { press, startWebWorld, type WebWorld, worldForEachTest } from '../../support/webWorld.js';

let world: WebWorld;
let browser: Browser;
worldForEachTest(startWebWorld, (made) => ({ world, browser } = made));

/** The form to choose by. */
async function rolesForm() {
  const onboarding = await world.start();
  await onboarding.answersUntil('chooseRoles');
  const page = await browser.follow(
    await browser.open(await onboarding.link('roles')),
    'Choose users and groups',
  );
  return { onboarding, page };
}

describe('a pasted list', () => {
  it('stays when the name of who confirms it is missing', async () => {
    await world.run(async () => {
      const { onboarding, page } = await rolesForm();
      const list = 'sam@contoso.example\nolaf@contoso.example';
      const preview = await press(browser, page, '/preview', { list });
      const again = await press(browser, preview, '/confirm', { name: ' ' });
      expect(again).toMatchObject({ status: 400, text: expect.stringContaining('Say who you are.') });
      await press(browser, again, '/confirm', { name: 'Anna' });
      const { artefacts } = await onboarding.until(({ status }) => status === 'done');
      expect(artefacts.assignments).toHaveLength(2);
    });
  });

  it('marks each line: found, guest, unknown, ambiguous, not to be read', async () => {
    const [contoso] = world.sandbox.world.tenants;
    contoso!.groups.push({ ...contoso!.groups[0]!, id: '7a1f8b1c-6c50-4cbb-a2f3-5f6f0d1f6b11' });
    const guest = contoso!.users.find(({ userType }) => userType === 'Guest')!;
    await world.run(async () => {
      const { page } = await rolesForm();
      const list = [
        'sam@contoso.example',
        guest.userPrincipalName,
        'nobody@contoso.example',
        `group:${contoso!.groups[0]!.displayName}`,
        ',',
      ];
      const preview = await press(browser, page, '/preview', { list: list.join('\n') });
      const rows = [...preview.text.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) =>
        row!
          .replaceAll(/<[^>]*>/g, ' ')
          .replaceAll(/\s+/g, ' ')
          .trim(),
      );
      expect(rows.filter((row) => /^\d/.test(row)).sort()).toEqual([
        '1 sam@contoso.example Sam Sender Default Access found',
        expect.stringMatching(/^2 .* guest is a guest/),
        '3 nobody@contoso.example Default Access unknown is not in the tenant',
        expect.stringMatching(/^4 .* ambiguous is the name of 2 groups; use an object id: /),
        '5 , Default Access wrong cannot be read',
      ]);
    });
  });

  it('of 5,000 lines is checked, and is being assigned, without those who are not in the tenant', async () => {
    populate(world.sandbox.world.tenants[0]!, { users: 5_000, groups: 0 });
    await world.run(async () => {
      const { onboarding, page } = await rolesForm();
      const known = Array.from({ length: 4_990 }, (_, i) => `user${String(i + 1)}@contoso.example`);
      const unknown = Array.from({ length: 10 }, (_, i) => `nobody${String(i)}@contoso.example`);
      const list = [...known, ...unknown].join('\n');
      const preview = await press(browser, page, '/preview', { list });
      expect(preview.text).toContain('Give access to 4990');
      expect((await press(browser, preview, '/confirm')).status).toBe(200);
      // Graph's write quota has them take minutes: another test's.
      const assigned = ({ steps }: Progress) => steps.find(({ name }) => name === 'assignments')?.note;
      const progress = await onboarding.until((now) => assigned(now) !== undefined);
      expect(assigned(progress)).toMatch(/^\d+ of 4990 assigned$/);
    });
  }, 120_000);
});

describeInBrowser('a search that fails', () => {
  it('says so, and the list goes on without it', async () => {
    const chromium = await launch();
    try {
      await world.run(async () => {
        const { onboarding } = await rolesForm();
        const page = await (await chromium.newContext({ ignoreHTTPSErrors: true })).newPage();
        await page.goto(await onboarding.link('roles'));
        await page.getByRole('link', { name: 'Choose users and groups' }).click();
        await page.route('**/search', (route) => route.abort());
        await page.getByRole('searchbox').fill('sam');
        await page.getByText('That could not be searched for.').waitFor();
        expect(await violations(page)).toEqual([]);
        await page.unroute('**/search');
        await page.getByRole('searchbox').fill('sam s');
        await page.getByRole('button', { name: 'Add Sam Sender' }).click();
        expect(await page.getByText('That could not be searched for.').isVisible()).toBe(false);
        expect(await page.getByLabel('One user or group per line').inputValue()).toBe('sam@contoso.example');
      });
    } finally {
      await chromium.close();
    }
  });
});
