/** "I have saved it": looked at when it is said, and named what is wrong before the step counts as done. */
import { condition, isCancellation } from '@temporalio/workflow';
import { ActivityFailure } from '@temporalio/common';
import type { CheckOutcome, StepProgress } from '../../../onboarding/progress.js';
import type { SignalInput } from '../../../onboarding/signals.js';
import { reportedProblem } from '../../run/problems.js';
import type { OnboardingRun } from '../run.js';
import { type Wait, waitForPerson } from '../waiting.js';

type Confirmation = SignalInput<'confirmHandover'>;

/**
 * The confirmation that a look at the Hub bears out. What the look finds wrong is shown, and the person waited for as
 * before: with the same deadline and reminders. Where the Hub could not be looked at, their word counts.
 * @param look throws what it finds wrong
 */
export async function confirmedAndSeen(
  run: OnboardingRun,
  step: StepProgress,
  wait: Wait,
  look: () => Promise<void>,
): Promise<Confirmation> {
  const confirmation = () => run.answers.to('confirmHandover');
  /** The one at hand, if it is borne out. */
  const seen = async (): Promise<Confirmation | undefined> => {
    const answer = confirmation();
    if (answer === undefined) return undefined;
    const show = (result: CheckOutcome) => {
      run.checked({ at: new Date().toISOString(), confirmedBy: answer.confirmedBy, ...result });
    };
    show({ state: 'running' });
    const result = await outcomeOf(look);
    show(result);
    if (result.state !== 'differs') return answer;
    step.note = result.problem.reason;
    // One that has come meanwhile is looked at next.
    if (confirmation() === answer) run.answers.drop('confirmHandover');
    return undefined;
  };
  const early = await seen();
  if (early !== undefined) return early;
  let ended = false;
  const lookAtEach = async (): Promise<Confirmation | undefined> => {
    try {
      for (;;) {
        await condition(() => ended || confirmation() !== undefined);
        if (ended) return undefined;
        const found = await seen();
        if (found !== undefined) return found;
      }
    } finally {
      ended = true; // lets the waiting below end, whatever ended the looking
    }
  };
  const waiting = waitForPerson(run, step, { signal: 'confirmHandover' }, wait, () => ended);
  try {
    const [found] = await Promise.all([lookAtEach(), waiting]);
    if (found === undefined) throw new TypeError('no confirmation'); // the waiting ends only with one
    return found;
  } finally {
    ended = true;
    run.answers.had(step.name);
  }
}

async function outcomeOf(look: () => Promise<void>): Promise<CheckOutcome> {
  try {
    await look();
    return { state: 'agrees' };
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    const problem = reportedProblem(error.cause);
    return problem === undefined ? { state: 'unknown' } : { state: 'differs', problem };
  }
}
