/**
 * A sign-in before the Hub's: our own assertion consumer service is an additional reply URL meanwhile, a person signs
 * in there, and what Entra ID sends is checked. The reply URL goes away again whatever happens.
 */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { StepProgress } from '../../onboarding/progress.js';
import { hasSucceeded } from '../../onboarding/testSignIn.js';
import { IN_TENANT } from '../activityOptions.js';
import { LeftOut } from '../run/attempts.js';
import type { OnboardingRun } from './run.js';
import { waitFor } from './waiting.js';

const { openTestSignIn, closeTestSignIn } = proxyActivities<Activities>(IN_TENANT);

type Target = Parameters<Activities['openTestSignIn']>[0];

/** Until somebody has signed in and nothing was found that breaks it; every attempt is kept with its findings. */
export async function testSignIn(run: OnboardingRun, step: StepProgress, target: Target): Promise<void> {
  if (!run.request.testSignIn) throw new LeftOut('the request says so');
  const { artefacts } = run.progress;
  const tests = () => artefacts.testSignIns ?? [];
  const succeeded = () => tests().some(hasSucceeded);
  let mayBeOpen = tests().length > 0;
  try {
    if (!succeeded()) {
      mayBeOpen = true;
      const { opened, replyUrl } = await openTestSignIn.executeWithOptions(
        { summary: 'add our own reply URL for a test' },
        [target],
      );
      if (!opened) {
        mayBeOpen = false;
        throw new LeftOut('the worker has no PUBLIC_URL');
      }
      if (replyUrl !== undefined) artefacts.testReplyUrl = replyUrl;
      const wait = {
        from: 'azureAdministrator',
        instruction: 'Sign in once as one of the assigned users, at your setup page, to see that it works.',
        days: run.request.deadlines.testSignIn,
      } as const;
      await waitFor(run, step, 'reportTestSignIn', wait, succeeded);
    }
  } finally {
    if (mayBeOpen) await close(run, step, target);
  }
  const findings = tests().flatMap((test) => test.findings);
  step.note = `${String(tests().length)} sign-ins tried, ${String(findings.length)} findings`;
}

/** Also when the step is skipped or the onboarding cancelled. What is left, because an operator says so, is told. */
async function close(run: OnboardingRun, step: StepProgress, target: Target): Promise<void> {
  const { artefacts } = run.progress;
  const closed = await run.cleanUp(step, () =>
    closeTestSignIn.executeWithOptions({ summary: 'remove our own reply URL' }, [
      { ...target, replyUrl: artefacts.testReplyUrl },
    ]),
  );
  if (closed) delete artefacts.testReplyUrl;
}
