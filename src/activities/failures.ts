/** How an activity tells Temporal what happened: retry it, or wait for a person. */
import { activityInfo, Context, heartbeat } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { SmtpError } from '../email/smtpError.js';
import { MessagesRequestError } from '../messagemedia/requestError.js';
import { WebhookError } from '../webhook/webhook.js';
import { BLOCKED, type Problem } from '../onboarding/progress.js';
import type { RetryAfter } from '../onboarding/textMessages.js';
import type { NewProblem } from '../onboarding/problems/catalogue.js';

/** `ApplicationFailure.type` of a fault that passes by itself. */
export const TRANSIENT = 'Transient';

/** Mostly replicas lag for a second; the six looks that most activities take are spread over 23. */
const LONGEST_LAG_SECONDS = 8;

/** Thrown by an activity that found such a fault itself. */
export class BlockedError extends Error {
  constructor(readonly problem: NewProblem) {
    super(problem.reason);
  }
}

/** Thrown when what was written is not to be seen yet. */
export class NotYetVisibleError extends Error {}

/** Of an error of the identity provider's; undefined for any other error. */
type ProviderFailure = (error: unknown) => ApplicationFailure | undefined;

/**
 * Messages stay free of personal data, because Temporal stores them in clear text; particulars travel in the
 * details, which the data converter encrypts.
 */
function toFailure(error: unknown, ofProvider: ProviderFailure): unknown {
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
  return ofProvider(error) ?? error;
}

/** For the workflow, which makes the pauses between the tries of a text. */
const retryAfter = ({ retryAfterMs }: MessagesRequestError): RetryAfter => ({
  retryAfterMs: retryAfterMs ?? null,
});

/** A pause that is over already is no reason to hurry: then the usual one. */
const delay = (ms: number | undefined) => (ms === undefined || ms === 0 ? {} : { nextRetryDelay: ms });

export const blocked = (problem: Problem) =>
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
export function withFailures<T extends Record<string, (input: never) => Promise<unknown>>>(
  activities: T,
  ofProvider: ProviderFailure,
): T {
  const wrapped = Object.entries(activities).map(([name, activity]) => [
    name,
    withFailure(activity, ofProvider),
  ]);
  return Object.fromEntries(wrapped) as T;
}

function withFailure<I, R>(
  activity: (input: I) => Promise<R>,
  ofProvider: ProviderFailure,
): (input: I) => Promise<R> {
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
      throw error instanceof CancelledFailure ? error : toFailure(error, ofProvider);
    } finally {
      clearInterval(heartbeats);
    }
  };
}
