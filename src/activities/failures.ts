/** How an activity tells Temporal what happened: retry it, or wait for a person. */
import { activityInfo, heartbeat } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { classify } from '../graph/classify.js';
import { GraphRequestError } from '../graph/requestError.js';
import { MessagesRequestError } from '../messagemedia/requestError.js';
import { WebhookError } from '../webhook/webhook.js';
import { BLOCKED, type Problem } from '../onboarding/progress.js';
import type { RetryAfter } from '../onboarding/textMessages.js';

/** `ApplicationFailure.type` of a fault that passes by itself. */
const TRANSIENT = 'Transient';

/** Mostly replicas lag for a second; the six looks that most activities take are spread over 23. */
const LONGEST_LAG_SECONDS = 8;

/** Thrown by an activity that found such a fault itself. */
export class BlockedError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.reason);
  }
}

/** Thrown when what was written is not to be seen yet. */
export class NotYetVisibleError extends Error {}

/**
 * Messages stay free of personal data, because Temporal stores them in clear text; particulars travel in the
 * details, which the data converter encrypts.
 */
function toFailure(error: unknown): unknown {
  if (error instanceof BlockedError) return blocked(error.problem);
  if (error instanceof NotYetVisibleError) {
    const nextRetryDelay = Math.min(2 ** (activityInfo().attempt - 1), LONGEST_LAG_SECONDS) * 1_000;
    return ApplicationFailure.create({ message: error.message, type: TRANSIENT, nextRetryDelay });
  }
  if (error instanceof MessagesRequestError) {
    return error.transient
      ? ApplicationFailure.create({ message: error.message, type: TRANSIENT, details: [retryAfter(error)] })
      : blocked(error.problem);
  }
  if (error instanceof WebhookError) {
    const { message, gone, retryAfterMs } = error;
    return ApplicationFailure.create({
      message,
      type: TRANSIENT,
      nonRetryable: gone,
      ...delay(retryAfterMs),
    });
  }
  if (!(error instanceof GraphRequestError)) return error;
  const verdict = classify(error);
  const { attempt } = activityInfo();
  if (verdict.kind === 'blocked' && attempt >= verdict.patience) return blocked(verdict.problem);
  return ApplicationFailure.create({
    message: error.message,
    type: TRANSIENT,
    details: [{ detail: error.detail }],
    ...delay(error.retryAfterMs),
  });
}

/** For the workflow, which makes the pauses between the tries of a text. */
const retryAfter = ({ retryAfterMs }: MessagesRequestError): RetryAfter => ({
  retryAfterMs: retryAfterMs ?? null,
});

/** A pause that is over already is no reason to hurry: then the usual one. */
const delay = (ms: number | undefined) => (ms === undefined || ms === 0 ? {} : { nextRetryDelay: ms });

const blocked = (problem: Problem) =>
  ApplicationFailure.create({
    message: `${problem.code}: ${problem.reason} ${problem.remedy}`,
    type: BLOCKED,
    nonRetryable: true,
    details: [problem],
  });

/** Well within the workflow's heartbeat timeout, by which Temporal notices a worker that died. */
const HEARTBEAT_MS = 5_000;

/** The same activities with heartbeats and with their errors in Temporal's terms. */
export function withFailures<T extends Record<string, (input: never) => Promise<unknown>>>(activities: T): T {
  const wrapped = Object.entries(activities).map(([name, activity]) => [name, withFailure(activity)]);
  return Object.fromEntries(wrapped) as T;
}

function withFailure<I, R>(activity: (input: I) => Promise<R>): (input: I) => Promise<R> {
  return async (input) => {
    const heartbeats = setInterval(heartbeat, HEARTBEAT_MS);
    try {
      return await activity(input);
    } catch (error) {
      throw error instanceof CancelledFailure ? error : toFailure(error);
    } finally {
      clearInterval(heartbeats);
    }
  };
}
