import { describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { Browser } from '../../../demo/browser.js';
import { BLOCKED } from '../../../src/onboarding/progress.js';
import type { OnboardingRequestInput } from '../../../src/onboarding/request.js';
import { press, startWebWorld, type WebWorld, worldForEachTest } from '../../support/webWorld.js';

let world: WebWorld;
let browser: Browser;
worldForEachTest(startWebWorld, (made) => ({ world, browser } = made));

describe('with the minimal permission profile', () => {
  it('the page says whom to assign, and has it looked at when that is done', async () => {
    await world.run(async () => {
      const onboarding = await world.start({ permissionProfile: 'minimal' });
      await onboarding.answersUntil('chooseRoles');
      const assignments = [{ type: 'user', principal: 'sam@contoso.example' }];
      await onboarding.handle.signal('chooseRoles', { assignments, chosenBy: 'Anna' });
      await onboarding.until(({ step, waitingFor }) => step === 'assignments' && waitingFor !== null);
      const page = await browser.open(await onboarding.link('roles'));
      expect(page.text).toContain('assign: user sam@contoso.example as Default Access');
      await press(browser, page, '/assigned');
      const { actions } = await onboarding.progress();
      expect(actions.at(-1)).toMatchObject({ signal: 'retryStep', by: 'Anna' });
    });
  });

  it('has it looked at also when the time for it is over', async () => {
    world.activities.checkAssignments = () => {
      const problem = { code: 'deadline_passed', reason: 'Nobody answered.', remedy: 'Retry.' };
      throw ApplicationFailure.create({ type: BLOCKED, nonRetryable: true, details: [problem] });
    };
    await world.run(async () => {
      const onboarding = await world.start({ permissionProfile: 'minimal' });
      await onboarding.answersUntil('chooseRoles');
      const assignments = [{ type: 'user', principal: 'sam@contoso.example' }];
      await onboarding.handle.signal('chooseRoles', { assignments, chosenBy: 'Anna' });
      await onboarding.until(({ problem }) => problem !== null);
      const page = await browser.open(await onboarding.link('roles'));
      expect(page.text).toContain('The deadline has passed, but your assignments still count.');
      await press(browser, page, '/assigned');
      const { actions } = await onboarding.progress();
      expect(actions.at(-1)).toMatchObject({ signal: 'retryStep', by: 'Anna' });
    });
  });
});

describe('the steps', () => {
  it('are those that the request asks for', async () => {
    await world.run(async () => {
      const optional = [
        'Sign in once, before your team does.',
        'Make single sign-on the only way in',
        'Then monitoring starts',
      ];
      const hub = { emailDomains: ['contoso.example'], accounts: ['contoso-parent'], forceSso: true };
      const shown = async (changes: Partial<OnboardingRequestInput>) => {
        const onboarding = await world.start(changes);
        await onboarding.until(({ waitingFor }) => waitingFor !== null);
        const { text } = await browser.open(await onboarding.link('all'));
        expect(text).toContain('Choose who can sign in');
        return optional.filter((step) => text.includes(step));
      };
      expect(await shown({ testSignIn: true, hub, watch: {} })).toEqual(optional);
      expect(await shown({ testSignIn: false })).toEqual([]);
    });
  });
});
