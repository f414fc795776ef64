/**
 * One text message or e-mail, tried until it is sent. Temporal's own retries cannot be told apart from a try that is under way,
 * and would go on after the contact has answered.
 */
import { condition, isCancellation, log, patched, proxyActivities } from '@temporalio/workflow';
import { z } from 'zod';
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../../activities/index.js';
import type { Occasion } from '../../onboarding/messages/cause.js';
import { BLOCKED, type Problem } from '../../onboarding/progress.js';
import { retryAfterSchema } from '../../onboarding/textMessages.js';
import { TEXT } from '../activityOptions.js';

const { sendText, sendEmail } = proxyActivities<Activities>(TEXT);

/** Between tries, growing. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** A text is tried for so long again after a pause that was asked for. */
const AFTER_PAUSE_MS = 3_600_000;

/**
 * `not sent` without a Messages API, or a mail server; `stopped` because it is not wanted any more; `refused` for a reason that does not
 * pass; `given up` when its time was over; `put off` when the Messages API asks for a pause that is too long.
 */
export type Tried = {
  outcome: 'sent' | 'not sent' | 'stopped' | 'refused' | 'given up' | 'put off';
  /** Of one that was sent. */
  parts?: number;
  encoding?: string;
  /** Of one that was refused: why, and what to do. */
  problem?: string;
};

/** Of what workflows send now; the activity understands what they sent earlier, too. */
type Text = Omit<Extract<Parameters<Activities['sendText']>[0], { occasion: Occasion }>, 'before'>;
export type Sending =
  { by: 'sms'; message: Text } | { by: 'email'; message: Parameters<Activities['sendEmail']>[0] };
type Sent = Awaited<ReturnType<Activities['sendText']>>;

const trySending = (
  sending: Sending,
  before: boolean,
  options: { summary: string; scheduleToCloseTimeout: number },
): Promise<Sent> =>
  sending.by === 'sms'
    ? sendText.executeWithOptions(options, [{ ...sending.message, before }])
    : sendEmail.executeWithOptions(options, [sending.message]);

/**
 * Whether it is still wanted is looked at before each try; one that is under way cannot be called back. Never fails.
 * @param before whether it has been tried earlier
 * @param giveUpAt milliseconds since the epoch
 * @param latest until when a pause that the Messages API asks for is waited out all the same
 * @param pausing told until when, and that it is over
 */
export async function sendOnce(
  sending: Sending,
  {
    summary,
    before,
    giveUpAt,
    latest,
    unwanted,
    pausing,
  }: {
    summary: string;
    before: boolean;
    giveUpAt: number;
    latest: number;
    unwanted: () => boolean;
    pausing: (until: number | undefined) => void;
  },
): Promise<Tried> {
  let again = before;
  let end = giveUpAt;
  for (let usual = FIRST_PAUSE_MS; ; usual = Math.min(usual * 2, LONGEST_PAUSE_MS)) {
    // Also after a pause: a timer may fire late.
    if (unwanted()) return { outcome: 'stopped' };
    if (Date.now() >= end) return { outcome: 'given up' };
    let failure: Failure;
    try {
      const options = { summary, scheduleToCloseTimeout: end - Date.now() };
      const { sent, ...size } = await trySending(sending, again, options);
      return sent ? { outcome: 'sent', ...size } : { outcome: 'not sent' };
    } catch (error) {
      if (isCancellation(error)) return { outcome: 'stopped' };
      log.warn('text message not sent', { id: sending.message.id, error });
      failure = failureOf(error);
    }
    if ('problem' in failure) return { outcome: 'refused', ...failure };
    // Each try is in the history: not every second for an hour, though that were allowed.
    const pause = Math.max(usual, failure.askedMs);
    const next = Date.now() + pause;
    if (next >= end) {
      if (failure.askedMs < pause || !patched('texts-wait-as-long-as-asked')) return { outcome: 'given up' };
      if (next >= latest) return { outcome: 'put off' };
      end = Math.min(latest, next + AFTER_PAUSE_MS);
    }
    again = true;
    pausing(next);
    try {
      await condition(unwanted, pause);
    } catch {
      return { outcome: 'stopped' }; // the workflow is cancelled
    } finally {
      pausing(undefined);
    }
  }
}

type Failure = { askedMs: number } | { problem: string };

/** The pause that the Messages API asks for; or what does not pass by itself. */
function failureOf(error: unknown): Failure {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  if (!(cause instanceof ApplicationFailure)) return { askedMs: 0 };
  if (cause.type === BLOCKED) return { problem: inWords(cause.details?.[0] as Problem | undefined) };
  return { askedMs: z.safeParse(retryAfterSchema, cause.details?.[0]).data?.retryAfterMs ?? 0 };
}

const inWords = (problem: Problem | undefined) =>
  problem === undefined ? '' : [`${problem.reason} ${problem.remedy}`, ...(problem.details ?? [])].join(' ');
