/**
 * Does it work? Somebody signs in, before the Hub is tried: our own pages are an additional reply URL meanwhile, and what
 * the identity provider sends is checked. The reply URL goes away again whatever happens.
 */
import type { StepProgress } from '../../../onboarding/progress.js';
import { hasSucceeded } from '../../../onboarding/testSignIn.js';
import type { TestReplyUrl } from '../../provider.js';
import { LeftOut } from '../../run/attempts.js';
import type { OnboardingRun } from '../run.js';
import { waitFor } from '../waiting.js';

const NO_PAGES = 'the worker has no PUBLIC_URL';

/** Until somebody has signed in and nothing was found that breaks it; every attempt is kept with its findings. */
export const testSignIn = (run: OnboardingRun, replyUrlFor: (step: StepProgress) => TestReplyUrl) =>
  run.skippableStep('testSignIn', async (step) => {
    if (!run.request.testSignIn) throw new LeftOut('the request says so');
    if (run.capabilities?.webPages === false) throw new LeftOut(NO_PAGES);
    const replyUrl = replyUrlFor(step);
    const tests = () => run.artefacts.testSignIns ?? [];
    const succeeded = () => tests().some(hasSucceeded);
    let mayBeOpen = tests().length > 0;
    try {
      if (!succeeded()) {
        mayBeOpen = true;
        const added = await replyUrl.add();
        if (!added.opened) {
          mayBeOpen = false;
          throw new LeftOut(NO_PAGES);
        }
        if (added.replyUrl !== undefined) run.made({ testReplyUrl: added.replyUrl });
        const wait = {
          from: 'azureAdministrator',
          instruction: 'Sign in once as one of the assigned users, at your setup page, to see that it works.',
          days: run.request.deadlines.testSignIn,
        } as const;
        await waitFor(run, step, 'reportTestSignIn', wait, succeeded);
      }
    } finally {
      if (mayBeOpen) await close(run, step, replyUrl);
    }
    const findings = tests().flatMap((test) => test.findings);
    step.note = `${String(tests().length)} sign-ins tried, ${String(findings.length)} findings`;
  });

/** Also when the step is skipped or the onboarding cancelled. What is left, because an operator says so, is told. */
async function close(run: OnboardingRun, step: StepProgress, replyUrl: TestReplyUrl): Promise<void> {
  const closed = await run.cleanUp(step, () => replyUrl.remove(run.artefacts.testReplyUrl));
  if (closed) run.unmade('testReplyUrl');
}
