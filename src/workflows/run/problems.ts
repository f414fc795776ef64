/** Faults that only a person can mend, as the workflow finds them or is told of them by an activity. */
import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  ChildWorkflowFailure,
  isCancellation,
} from '@temporalio/workflow';
import {
  ASKED_TO_WAIT,
  type AskedToWait,
  type Awaited,
  BLOCKED,
  type Problem,
  type WaitingFor,
} from '../../onboarding/progress.js';
import { newProblem, type NewProblem } from '../../onboarding/problems/catalogue.js';

/** A fault that the workflow itself found. */
export class ProblemError extends Error {
  constructor(readonly problem: NewProblem) {
    super(problem.reason);
  }
}

export function deadlinePassed(
  wait: { from: WaitingFor['from']; days: number },
  { signal, observed }: Awaited,
): ProblemError {
  const facts = { days: String(wait.days), from: WHO[wait.from] };
  // An answer that is late still counts; what is observed needs another look, and a test another reply URL.
  const found = observed ?? (signal === 'reportTestSignIn' ? 'testSignIn' : undefined);
  return new ProblemError(
    found === undefined
      ? newProblem('deadline_passed', facts)
      : newProblem('deadline_passed', { case: found, ...facts }),
  );
}

const WHO: Record<WaitingFor['from'], string> = {
  azureAdministrator: 'Azure administrator',
  hubAdministrator: 'Hub administrator',
  operator: 'operator',
};

/** What only a person can mend; undefined for a cancellation and for a bug, which must not pass for one. */
export function problemOf(error: unknown, step: { name: string }): Problem | undefined {
  if (error instanceof ProblemError) return error.problem;
  if (error instanceof ChildWorkflowFailure) return problemOfChild(error, step);
  if (!(error instanceof ActivityFailure)) return undefined;
  const { cause } = error;
  const reported = reportedProblem(cause);
  if (reported !== undefined) return reported;
  if (cause?.name === 'CancelledFailure') return undefined;
  const waitMs = askedToWait(error);
  if (waitMs !== undefined) {
    return newProblem('asked_to_wait', { until: new Date(Date.now() + waitMs).toISOString() });
  }
  return newProblem('kept_failing', { step: step.name, last: rootMessage(cause) });
}

/** How long a server asks to wait where that outlasts a step's time. */
export function askedToWait(error: unknown): number | undefined {
  if (error instanceof ChildWorkflowFailure) return askedToWait(error.cause);
  if (!(error instanceof ActivityFailure)) return undefined;
  const { cause } = error;
  if (!(cause instanceof ApplicationFailure) || cause.type !== ASKED_TO_WAIT) return undefined;
  return (cause.details?.[0] as AskedToWait).waitMs;
}

/** What is shown of such a pause. */
export const waitsUntil = (waitMs: number) =>
  `Microsoft asks to wait: this continues by itself at ${new Date(Date.now() + waitMs).toISOString()}`;

/** Somebody may have ended it by Temporal's own means; only with the run itself is it meant to end. */
function problemOfChild({ cause }: ChildWorkflowFailure, step: { name: string }): Problem | undefined {
  if (isCancellation(cause) && CancellationScope.current().consideredCancelled) return undefined;
  return (
    reportedProblem(cause) ??
    problemOf(cause, step) ??
    newProblem('ended_early', { step: step.name, last: rootMessage(cause) })
  );
}

/** What an activity has found. */
export const reportedProblem = (failure: Error | undefined): Problem | undefined =>
  failure instanceof ApplicationFailure && failure.type === BLOCKED
    ? (failure.details?.[0] as Problem)
    : undefined;

function rootMessage(error: Error | undefined): string {
  let current = error;
  while (current?.cause instanceof Error) current = current.cause;
  return current?.message ?? 'unknown';
}
