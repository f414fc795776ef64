import { expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import type { Browser } from '../../../demo/browser.js';
import { newProblem } from '../../../src/onboarding/problems/catalogue.js';
import { BLOCKED, type Problem } from '../../../src/onboarding/progress.js';
import {
  press,
  type StartedOnboarding,
  startWebWorld,
  type WebWorld,
  worldForEachTest,
} from '../../support/webWorld.js';

let world: WebWorld;
let browser: Browser;
worldForEachTest(startWebWorld, (made) => ({ world, browser } = made));

/** Somebody looks at an onboarding whose claims cannot be set. */
async function blockedBy(problem: Problem, look: (onboarding: StartedOnboarding) => Promise<void>) {
  world.activities.setClaims = () =>
    Promise.reject(ApplicationFailure.create({ type: BLOCKED, nonRetryable: true, details: [problem] }));
  await world.run(async () => {
    const onboarding = await world.start();
    await onboarding.answersUntil('grantConsent');
    const tenantId = world.sandbox.world.tenants[0]!.id;
    await onboarding.handle.signal('grantConsent', { tenantId, grantedBy: 'Anna Admin' });
    await onboarding.until(({ status }) => status === 'blocked');
    await look(onboarding);
  });
}

it('what the customer can fix is said step by step, with the page where, and looked at again', async () => {
  await blockedBy(
    newProblem('configuration_differs', { remedies: '', details: ['field x'] }),
    async (onboarding) => {
      const page = await browser.open(await onboarding.link('consent'));
      expect(page.text).toContain('A problem must be fixed before the setup can continue.');
      expect(page.text).toContain('The configuration was changed');
      expect(page.text).toContain('field x');
      expect(page.text).toContain('Come back to this page and choose “Check again”.');
      const { servicePrincipalId, appId, tenantId } = (await onboarding.progress()).artefacts;
      expect(page.text).toContain(
        `href="https://entra.example/${tenantId!}/#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~/SignOn/objectId/${servicePrincipalId!}/appId/${appId!}"`,
      );
      await press(browser, page, '/check-again');
      const { actions } = await onboarding.progress();
      expect(actions.at(-1)).toMatchObject({ signal: 'retryStep', by: 'Anna' });
    },
  );
});

it('who only enters values in the Hub is told who can fix it, and cannot have it looked at', async () => {
  await blockedBy(newProblem('foreign_claims_policy'), async (onboarding) => {
    const page = await browser.open(await onboarding.link('handover'));
    expect(page.text).toContain('Another claims policy is assigned');
    expect(page.text).toContain('Your Azure administrator can fix this');
    expect(page.text).not.toContain('Check again');
  });
});

it.each([
  ['this service', newProblem('client_credentials_refused')],
  ['the operator', newProblem('metadata_unusable', { flaw: 'Secret flaw.', mending: '' })],
  ['an older version', { code: 'metadata_html', reason: 'Secret flaw.', remedy: 'Look.' }],
])('of a problem of %s, customers are told that there is nothing for them to do', async (_, problem) => {
  await blockedBy(problem, async (onboarding) => {
    const page = await browser.open(await onboarding.link('all'));
    expect(page.text).toContain('There is nothing for you to do. The setup continues when it is fixed.');
    expect(page.text).not.toContain(problem.reason);
    expect(page.text).not.toContain('Check again');
  });
});
