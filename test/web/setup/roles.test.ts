import { describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Browser, Page } from '../../../demo/browser.js';
import type { Progress } from '../../../src/onboarding/progress.js';
import type { OnboardingRequestInput } from '../../../src/onboarding/request.js';
import { populate } from '../../../sandbox/populate.js';
import { launch, untilFilled, violations } from '../../support/browser.js';
import { press, startWebWorld, type WebWorld, worldForEachTest } from '../../support/webWorld.js';

let world: WebWorld;
let browser: Browser;
worldForEachTest(startWebWorld, (made) => ({ world, browser } = made));

/** The form to choose by. */
async function rolesForm(changes: Partial<OnboardingRequestInput> = {}) {
  const onboarding = await world.start(changes);
  await onboarding.answersUntil('chooseRoles');
  const page = await browser.follow(
    await browser.open(await onboarding.link('roles')),
    'Choose people and groups',
  );
  return { onboarding, page };
}

/** The lines of the page's tables, by their numbers. */
const rowsOf = ({ text }: Page) =>
  [...text.matchAll(/<tr>(.*?)<\/tr>/gs)]
    .map(([, row]) =>
      row!
        .replaceAll(/<[^>]*>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    )
    .filter((row) => /^\d/.test(row))
    .sort();

describe('a search', () => {
  it('leads on page by page to everybody, by a cursor that says nothing and that nobody can make up', async () => {
    populate(world.sandbox.world.tenants[0]!, { users: 45, groups: 0 });
    await world.run(async () => {
      const { page } = await rolesForm();
      const form = { ...page.forms[0]!, action: page.forms[0]!.action.replace(/preview$/, 'search') };
      const search = (fields: Record<string, string>) => browser.submit(form, { text: 'User', ...fields });
      const cursorOf = ({ text }: Page) => / name="after" value="([^"]*)"/.exec(text)?.[1];
      const found = [];
      const first = await search({});
      for (let shown = first, after; ; shown = await search({ after })) {
        found.push(...[...shown.text.matchAll(/user\d+@contoso\.example(?=<)/g)].map(([name]) => name));
        after = cursorOf(shown);
        expect(shown.text).not.toMatch(/skiptoken|v1\.0/);
        if (after === undefined) break;
      }
      expect(new Set(found).size).toBe(45);
      expect(found).toHaveLength(45);

      const after = cursorOf(first)!;
      const next = `${world.sandbox.origin}/v1.0/users?$search="displayName:User"`;
      for (const forged of [
        { after: next },
        { after: `${after.slice(0, -4)}AAAA` },
        { after, text: 'Sam' },
      ]) {
        expect((await search(forged)).status).toBe(400);
      }
      expect(world.log.join('')).not.toMatch(/User|user\d|after/);
    });
  });
});

describe('a pasted list', () => {
  it('says who has that very role already, and who has another', async () => {
    await world.run(async () => {
      const [contoso] = world.sandbox.world.tenants;
      const appRoles = ['Sender', 'Manager'].map((value) => ({ value, displayName: value }));
      const { onboarding, page } = await rolesForm({ appRoles });
      const { artefacts } = await onboarding.progress();
      const application = contoso!.applications.all().find(({ appId }) => appId === artefacts.appId)!;
      for (const name of ['Sam', 'Olaf']) {
        const user = contoso!.users.find(({ givenName }) => givenName === name)!;
        contoso!.appRoleAssignments.put({
          id: randomUUID(),
          appRoleId: application.appRoles.find(({ value }) => value === 'Sender')!.id,
          createdDateTime: new Date().toISOString(),
          principalId: user.id,
          principalDisplayName: user.displayName,
          principalType: 'User',
          resourceId: artefacts.servicePrincipalId!,
          resourceDisplayName: application.displayName,
        });
      }
      const list = [
        'sam@contoso.example,Sender',
        'olaf@contoso.example,Manager',
        'maria@contoso.example,Sender',
      ];
      const preview = await press(browser, page, '/preview', { list: list.join('\n') });
      expect(rowsOf(preview)).toEqual([
        expect.stringMatching(/^1 sam.* Sender already assigned$/),
        expect.stringMatching(/^2 olaf.* Manager found has the role Sender, and keeps it$/),
        expect.stringMatching(/^3 maria.* Sender found$/),
      ]);
    });
  });

  it('stays when the name of who confirms it is missing', async () => {
    await world.run(async () => {
      const { onboarding, page } = await rolesForm();
      const list = 'sam@contoso.example\nolaf@contoso.example';
      const preview = await press(browser, page, '/preview', { list });
      const again = await press(browser, preview, '/confirm', { name: ' ' });
      expect(again).toMatchObject({ status: 400, text: expect.stringContaining('Say who you are.') });
      await press(browser, again, '/confirm', { name: 'Otto' });
      const { artefacts, actions } = await onboarding.until(({ status }) => status === 'done');
      expect(artefacts.assignments).toHaveLength(2);
      const choice = actions.find(({ signal }) => signal === 'chooseRoles');
      expect(choice?.by).toBe('Otto (with the link of Anna)');
    });
  });

  it('that was confirmed ends the look into the directory, though the link is still good', async () => {
    await world.run(async () => {
      const { onboarding, page } = await rolesForm();
      const list = 'sam@contoso.example';
      const form = { ...page.forms[0]!, action: page.forms[0]!.action.replace(/preview$/, 'search') };
      expect((await browser.submit(form, { text: 'Sam' })).text).toContain('sam@contoso.example');
      const preview = await press(browser, page, '/preview', { list });
      await press(browser, preview, '/confirm', { list });
      await onboarding.until(({ status }) => status === 'done');
      for (const late of [
        await browser.submit(form, { text: 'Sam' }),
        await press(browser, page, '/preview', { list }),
      ]) {
        expect(late.status).toBe(409);
        expect(late.text).not.toContain('Sam Sender');
      }
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
      expect(rowsOf(preview)).toEqual([
        '1 sam@contoso.example Sam Sender Default Access found',
        expect.stringMatching(/^2 .* guest is a guest/),
        '3 nobody@contoso.example Default Access not found is not in the tenant',
        expect.stringMatching(/^4 .* ambiguous is the name of 2 groups; use an object id: /),
        '5 , Default Access not valid cannot be read',
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
      expect(preview.text).toContain('Give access to 4,990 people');
      expect((await press(browser, preview, '/confirm')).status).toBe(200);
      // Graph's write quota has them take minutes: another test's.
      const assigned = ({ steps }: Progress) => steps.find(({ name }) => name === 'assignments')?.note;
      const progress = await onboarding.until((now) => assigned(now) !== undefined);
      expect(assigned(progress)).toMatch(/^\d+ of 4990 assigned$/);
    });
  }, 120_000);
});

describe('a search while it is typed', () => {
  it('says when it fails, adds to the list, and shows more where it ends', async () => {
    const chromium = await launch();
    try {
      await world.run(async () => {
        const { onboarding } = await rolesForm();
        const page = await (await chromium.newContext({ ignoreHTTPSErrors: true })).newPage();
        await page.goto(await onboarding.link('roles'));
        await page.getByRole('link', { name: 'Choose people and groups' }).click();
        await page.route('**/search', (route) => route.abort());
        await page.getByRole('searchbox').fill('sam');
        await page.getByText('The search failed.').waitFor();
        expect(await violations(page)).toEqual([]);
        await page.unroute('**/search');
        await page.getByRole('searchbox').fill('sam s');
        await page.getByRole('button', { name: 'Add Sam Sender' }).click();
        await page.getByRole('button', { name: 'Remove Sam Sender' }).waitFor();
        expect(await page.getByText('The search failed.').isVisible()).toBe(false);

        await page.getByRole('button', { name: 'Paste a list or CSV' }).click();
        const list = page.getByLabel('One user or group per line');
        expect(await list.inputValue()).toBe('sam@contoso.example');
        const file = page.getByLabel('Or take it from a file');
        const choose = (text: string) =>
          file.setInputFiles({
            name: 'users.txt',
            mimeType: 'text/plain',
            buffer: Buffer.from(text),
          });
        page.once('dialog', (asked) => void asked.dismiss());
        await choose('una@contoso.example');
        await untilFilled(file, (value) => value === '');
        expect(await list.inputValue()).toBe('sam@contoso.example');
        page.once('dialog', (asked) => void asked.accept());
        await choose('olaf@contoso.example');
        await untilFilled(list, (value) => value === 'olaf@contoso.example');

        populate(world.sandbox.world.tenants[0]!, { users: 25, groups: 0 });
        await page.getByRole('button', { name: 'Search', exact: true }).click();
        await page.getByRole('button', { name: 'Remove olaf@contoso.example' }).waitFor();
        await page.getByRole('searchbox').fill('User');
        const add = page.getByRole('button', { name: /^Add User/ });
        await page.getByRole('button', { name: 'Show more' }).click();
        await add.nth(24).waitFor();
        expect(await page.evaluate('document.activeElement.textContent')).toContain('User 21');
      });
    } finally {
      await chromium.close();
    }
  });
});

describe('the rows of who is chosen', () => {
  it('say what tells groups apart, who is there in two roles, and change role and leave without scripts', async () => {
    const [contoso] = world.sandbox.world.tenants;
    const [group] = contoso!.groups;
    const twin = '7a1f8b1c-6c50-4cbb-a2f3-5f6f0d1f6b11';
    contoso!.groups.push({ ...group!, id: twin, memberIds: [] });
    await world.run(async () => {
      const appRoles = ['Sender', 'Manager'].map((value) => ({ value, displayName: value }));
      const { page } = await rolesForm({ appRoles });
      const [form] = page.forms;
      const send = (where: string, fields: Record<string, string>, from = form!) =>
        browser.submit({ ...from, action: from.action.replace(/preview$/, where) }, fields);
      const found = await send('search', { text: group!.displayName });
      expect(found.text).toContain('no direct members: nested groups do not count');
      const picks = [...found.text.matchAll(/ name="add" value="([^"]*)"/g)].map(([, pick]) =>
        pick!.replaceAll('&quot;', '"'),
      );
      const add = picks.find((pick) => pick.includes(twin))!;
      const list = 'sam@contoso.example,Sender\nsam@contoso.example,Manager';
      const chosen = await send('add', { list, add, defaultRole: 'Manager' });
      expect(chosen.text).toContain(`id ${twin}`);
      expect(chosen.text).toContain('1 person and 1 group');
      expect(chosen.text).toContain('Also chosen as Manager. Keep one role');
      expect(chosen.text).toContain('Also chosen as Sender. Keep one role');

      const fewer = await send('remove', { remove: 'sam@contoso.example,Manager' }, chosen.forms[0]);
      expect(fewer.text).not.toContain('Also chosen');
      const changed = await send(
        'edit',
        { row: 'sam@contoso.example,Sender', rowRole: 'Manager' },
        fewer.forms[0],
      );
      expect(changed.forms[0]!.fields['list']).toBe(`sam@contoso.example,Manager\ngroup:${twin},Manager`);
    });
  });
});
