/** How an activity tells Temporal what happened: retry it, or wait for a person. */
import { activityInfo, Context, heartbeat } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { classify } from '../graph/classify.js';
import { SmtpError } from '../email/smtpError.js';
import { GraphRequestError } from '../graph/requestError.js';
import { MessagesRequestError } from '../messagemedia/requestError.js';
import { WebhookError } from '../webhook/webhook.js';
import { ASKED_TO_WAIT, type AskedToWait, BLOCKED, type Problem } from '../onboarding/progress.js';
import type { RetryAfter } from '../onboarding/textMessages.js';
import { graphRefused } from '../telemetry/requests.js';
import type { NewProblem } from '../onboarding/problems/catalogue.js';

/** `ApplicationFailure.type` of a fault that passes by itself. */
const TRANSIENT = 'Transient';

/** Mostly replicas lag for a second; the six looks that most activities take are spread over 23. */
const LONGEST_LAG_SECONDS = 8;

/** The longest pause that fits well into a step's time, which is half an hour. */
const LONGEST_PAUSE_MS = 5 * 60_000;
/** As the workflow's own retry policy grows. */
const LONGEST_BACK_OFF_SECONDS = 60;

/** Thrown by an activity that found such a fault itself. */
export class BlockedError extends Error {
  constructor(readonly problem: NewProblem) {
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
  if (error instanceof SmtpError) {
    return error.transient
      ? ApplicationFailure.create({ message: error.message, type: TRANSIENT })
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

const remembered = new WeakMap<Context, unknown>();

/**
 * For the next attempt, should the reply to what is written now be lost: Temporal hands it the details of the last
 * heartbeat (`activityInfo().heartbeatDetails`).
 */
export function remember(details: unknown): void {
  remembered.set(Context.current(), details);
  heartbeat(details);
}

/** A heartbeat that keeps what is remembered. */
export function stillAtWork(): void {
  heartbeat(remembered.get(Context.current()));
}

/** Well within the workflow's heartbeat timeout, by which Temporal notices a worker that died. */
const HEARTBEAT_MS = 5_000;

/** The same activities with heartbeats and with their errors in Temporal's terms. */
export function withFailures<T extends Record<string, (input: never) => Promise<unknown>>>(activities: T): T {
  const wrapped = Object.entries(activities).map(([name, activity]) => [name, withFailure(activity)]);
  return Object.fromEntries(wrapped) as T;
}

function withFailure<I, R>(activity: (input: I) => Promise<R>): (input: I) => Promise<R> {
  return async (input) => {
    const context = Context.current();
    const heartbeatDetails: unknown = context.info.heartbeatDetails;
    if (heartbeatDetails !== undefined) remembered.set(context, heartbeatDetails);
    const heartbeats = setInterval(() => {
      context.heartbeat(remembered.get(context));
    }, HEARTBEAT_MS);
    try {
      return await activity(input);
    } catch (error) {
      throw error instanceof CancelledFailure ? error : toFailure(error);
    } finally {
      clearInterval(heartbeats);
    }
  };
}
