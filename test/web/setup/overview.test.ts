import { describe, expect, it } from '@jest/globals';
import type { Progress } from '../../../src/onboarding/progress.js';
import type { OnboardingRequestInput } from '../../../src/onboarding/request.js';
import { visit, type Visitor, waitingFor } from '../../support/visitor.js';
import { press, startWebWorld, type WebWorld, worldForEachTest } from '../../support/webWorld.js';
import type { Browser } from '../../../demo/browser.js';

describe('with the minimal permission profile', () => {
  let world: WebWorld;
  let browser: Browser;
  worldForEachTest(startWebWorld, (made) => ({ world, browser } = made));

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
});

it('what a customer assigns is looked at also when the time for it is over', async () => {
  const problem = { code: 'deadline_passed', reason: 'Nobody answered.', remedy: 'Retry.' };
  const progress: Partial<Progress> = { status: 'blocked', step: 'assignments', problem };
  const request = { permissionProfile: 'minimal' as const };
  await visit({ purpose: 'roles', request, progress }, async ({ browser, overview, told }) => {
    expect(overview.text).toContain('The deadline has passed, but your assignments still count.');
    await press(browser, overview, '/assigned');
    expect(told).toEqual([{ signal: 'retryStep', input: { step: 'assignments', by: 'Anna' } }]);
  });
});

describe('without scripts', () => {
  const REFRESH = '<noscript><meta http-equiv="refresh"';

  it('the page loads itself anew while we work, and not while somebody has something to do', async () => {
    const at = async (progress: Partial<Progress>) => {
      let text = '';
      await visit({ purpose: 'all', progress }, ({ overview }) => {
        ({ text } = overview);
        return Promise.resolve();
      });
      return text;
    };
    expect(await at({ step: 'application', waitingFor: null })).toContain(REFRESH);
    expect(await at(waitingFor('grantConsent'))).not.toContain(REFRESH);
  });
});

describe('the steps', () => {
  it('are those that the request asks for', async () => {
    const optional = [
      'Sign in once, before your team does.',
      'Make single sign-on the only way in',
      'Then monitoring starts',
    ];
    const hub = { emailDomains: ['contoso.example'], accounts: ['contoso-parent'], forceSso: true };
    const shown = async (request: Partial<OnboardingRequestInput>) => {
      let found: string[] = [];
      const read = ({ overview: { text } }: Visitor) => {
        expect(text).toContain('Choose who can sign in');
        found = optional.filter((step) => text.includes(step));
        return Promise.resolve();
      };
      await visit({ purpose: 'all', request, progress: waitingFor('grantConsent') }, read);
      return found;
    };
    expect(await shown({ testSignIn: true, hub, watch: {} })).toEqual(optional);
    expect(await shown({ testSignIn: false })).toEqual([]);
  });
});
