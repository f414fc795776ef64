/** What an answer of Microsoft's that failed an activity means to Temporal. */
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { classify } from '../../graph/classify.js';
import { GraphRequestError } from '../../graph/requestError.js';
import { ASKED_TO_WAIT, type AskedToWait } from '../../onboarding/progress.js';
import { graphRefused } from '../../telemetry/requests.js';
import { blocked, TRANSIENT } from '../failures.js';

/** The longest pause that fits well into a step's time, which is half an hour. */
const LONGEST_PAUSE_MS = 5 * 60_000;
/** As the workflow's own retry policy grows. */
const LONGEST_BACK_OFF_SECONDS = 60;

/** Undefined for an error of somebody else's. */
export function graphFailure(error: unknown): ApplicationFailure | undefined {
  if (!(error instanceof GraphRequestError)) return undefined;
  graphRefused(error);
  const verdict = classify(error);
  const { attempt } = activityInfo();
  if (verdict.kind === 'blocked' && attempt >= verdict.patience) return blocked(verdict.problem);
  // O19: the workflow waits, for as long as it takes; a retry that comes after the step's time would never come.
  if (error.retryAfterMs !== undefined && error.retryAfterMs > LONGEST_PAUSE_MS) {
    const asked: AskedToWait = { waitMs: error.retryAfterMs };
    return ApplicationFailure.create({
      message: error.message,
      type: ASKED_TO_WAIT,
      nonRetryable: true,
      details: [asked],
    });
  }
  return ApplicationFailure.create({
    message: error.message,
    type: TRANSIENT,
    details: [{ detail: error.detail }],
    ...noSooner(error.retryAfterMs, attempt),
  });
}

/** O19: what a server asks for is the least; it may be a fraction of a second. */
function noSooner(ms: number | undefined, attempt: number) {
  if (ms === undefined || ms === 0) return {};
  return { nextRetryDelay: Math.max(ms, Math.min(2 ** (attempt - 1), LONGEST_BACK_OFF_SECONDS) * 1_000) };
}
