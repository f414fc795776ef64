/** How long a pasted list may be. */
import { describe, expect, it } from '@jest/globals';
import type { OnboardingRequestInput } from '../../../src/onboarding/request.js';
import { visit, type Visitor, waitingFor } from '../../support/visitor.js';
import { press } from '../../support/webWorld.js';

const choosing = (request: Partial<OnboardingRequestInput>, work: (visitor: Visitor) => Promise<void>) =>
  visit({ purpose: 'roles', request, progress: waitingFor('chooseRoles') }, work);

const listOf = (count: number) =>
  Array.from({ length: count }, (_, i) => `user${String(i)}@contoso.example`).join('\n');

describe('a pasted list', () => {
  it('in the minimal profile is limited to what somebody can be asked to assign by hand', async () => {
    await choosing({ permissionProfile: 'minimal' }, async ({ browser, overview }) => {
      const [form] = (await browser.follow(overview, 'Choose people and groups')).forms;
      const edit = { ...form!, action: form!.action.replace(/preview$/, 'edit') };
      const page = await browser.submit(edit, { open: 'paste' });
      expect(page.text).toContain('200 lines at most');
      expect(await press(browser, page, '/preview', { list: listOf(201) })).toMatchObject({
        status: 400,
        text: expect.stringContaining('more than 200 lines'),
      });
    });
  });

  it('longer than its limit is refused, also when it is confirmed without having been checked', async () => {
    await choosing({}, async ({ browser, overview, told }) => {
      const page = await browser.follow(overview, 'Choose people and groups');
      const list = listOf(5_001);
      const preview = await press(browser, page, '/preview', { list: 'sam@contoso.example' });
      for (const refused of [
        await press(browser, page, '/preview', { list }),
        await press(browser, preview, '/confirm', { list, name: 'Anna' }),
      ]) {
        expect(refused).toMatchObject({
          status: 400,
          text: expect.stringContaining('more than 5,000 lines'),
        });
        expect(refused.text).toContain('user5000@contoso.example');
      }
      expect(told).toEqual([]);
    });
  });
});
