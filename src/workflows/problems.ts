/** Faults that only a person can mend, as the workflow finds them or is told of them by an activity. */
import { ActivityFailure, ApplicationFailure, ChildWorkflowFailure } from '@temporalio/workflow';
import { BLOCKED, type Problem, type WaitingFor } from '../onboarding/progress.js';

/** A fault that the workflow itself found. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.reason);
  }
}

export const deadlinePassed = (wait: { from: WaitingFor['from']; days: number }, signal: string) =>
  new ProblemError({
    code: 'deadline_passed',
    reason: `Nobody answered within ${String(wait.days)} days.`,
    remedy: `Speak to the ${wait.from}. Their answer still counts (signal ${signal}); retryStep waits as long again.`,
  });

/** What only a person can mend; undefined for a cancellation and for a bug, which must not pass for one. */
export function problemOf(error: unknown, step: { name: string }): Problem | undefined {
  if (error instanceof ProblemError) return error.problem;
  const failure = error instanceof ChildWorkflowFailure ? error.cause : error;
  if (!(failure instanceof ActivityFailure)) return undefined;
  const { cause } = failure;
  if (cause instanceof ApplicationFailure && cause.type === BLOCKED) return cause.details?.[0] as Problem;
  if (cause?.name === 'CancelledFailure') return undefined;
  return {
    code: 'kept_failing',
    reason: `The step ${step.name} kept failing until its time was up. Last: ${rootMessage(cause)}`,
    remedy: "See the activity's last failure in the Temporal UI; when its cause is mended, retry the step.",
  };
}

function rootMessage(error: Error | undefined): string {
  let current = error;
  while (current?.cause instanceof Error) current = current.cause;
  return current?.message ?? 'unknown';
}
