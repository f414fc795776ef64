/** Waiting for something to be seen in the tenant: nothing tells of it, so it is looked at again and again. */
import type { Observed, StepProgress } from '../../onboarding/progress.js';
import { deadlinePassed } from '../run/problems.js';
import type { OnboardingRun } from './run.js';
import { type Wait, waitForPerson } from './waiting.js';

const SHORTEST_PAUSE_MS = 15 * 60_000;
const LONGEST_PAUSE_MS = 86_400_000;
/** Whoever has let so much time pass is not kept waiting for much more of it. */
const SHARE_OF_WAITED = 1 / 50;

/**
 * Ever longer, so that the history stays small: 365 days take some 600 looks, of 11 events and one list of those
 * chosen each. Temporal permits 51,200 events and 50 MB.
 */
const pauseAfter = (waitedMs: number) =>
  Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, waitedMs * SHARE_OF_WAITED));

/** Until `look` has found it; looks at once upon `retryStep`. A passed deadline blocks the step. */
export async function waitUntil<T>(
  run: OnboardingRun,
  step: StepProgress,
  observed: Observed,
  wait: Wait,
  look: () => Promise<T | undefined>,
): Promise<T> {
  let found = await look();
  if (found !== undefined) return found;
  const since = Date.now();
  const deadline = since + wait.days * 86_400_000;
  let over = false;
  const poll = async () => {
    try {
      while (found === undefined && Date.now() < deadline) {
        const now = Date.now();
        const goesOn = await run.attempts.pause(step, Math.min(pauseAfter(now - since), deadline - now));
        if (!goesOn || Date.now() >= deadline) return;
        found = await look();
      }
    } finally {
      over = true; // lets the waiting below end, whatever ended the looking
    }
  };
  await Promise.all([poll(), waitForPerson(run, step, { observed }, wait, () => over)]);
  if (found === undefined) throw deadlinePassed(wait, { observed });
  return found;
}
