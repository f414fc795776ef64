/** Waiting for people: they are reminded by text message, until a deadline, which blocks the step; nothing is lost. */
import type { Awaited, StepProgress, WaitingFor } from '../../onboarding/progress.js';
import type { AnswerName, SignalInput } from '../../onboarding/signals.js';
import { SkipRequested } from '../run/attempts.js';
import { deadlinePassed } from '../run/problems.js';
import { remindContacts } from './reminders.js';
import type { OnboardingRun } from './run.js';

const DAY_MS = 86_400_000;

export type Wait = Pick<WaitingFor, 'from' | 'instruction'> & { days: number };

/**
 * The answer a step waits for: at once when it came early, else when it comes. Where not any answer will do, `enough` says
 * when to stop waiting.
 */
export async function waitFor<N extends AnswerName>(
  run: OnboardingRun,
  step: StepProgress,
  signal: N,
  wait: Wait,
  enough = () => run.answers.to(signal) !== undefined,
): Promise<SignalInput<N>> {
  try {
    if (!enough()) await waitForPerson(run, step, { signal }, wait, enough);
  } finally {
    run.answers.had(step.name);
  }
  const answer = run.answers.to(signal);
  if (answer === undefined) throw new TypeError(`no answer to ${signal}`); // the waiting ends only with one
  return answer;
}

/** Until it is `over`; a passed deadline, or a skip, is thrown. */
export async function waitForPerson(
  run: OnboardingRun,
  step: StepProgress,
  awaited: Awaited,
  wait: Wait,
  over: () => boolean,
): Promise<void> {
  const since = Date.now();
  const deadline = since + wait.days * DAY_MS;
  const waitingFor: WaitingFor = {
    ...awaited,
    from: wait.from,
    instruction: wait.instruction,
    since: new Date(since).toISOString(),
    deadline: new Date(deadline).toISOString(),
  };
  run.show(step, 'waiting', { waitingFor });
  const done = () => over() || run.attempts.isToSkip(step);
  const { onboardingId } = run.progress;
  await remindContacts(run.contacts, { onboardingId, step, wait: waitingFor, deadline, done });
  if (run.attempts.isToSkip(step)) throw new SkipRequested();
  if (!over()) throw deadlinePassed(wait, awaited);
  // Not where the looking has failed, and the step is blocked by now.
  if (run.progress.waitingFor === waitingFor) run.show(step, 'running');
}
