/**
 * One text message, tried until it is sent. Temporal's own retries cannot be told apart from a try that is under way,
 * and would go on after the contact has answered.
 */
import { condition, isCancellation, log, proxyActivities } from '@temporalio/workflow';
import { ActivityFailure, ApplicationFailure } from '@temporalio/common';
import type { Activities } from '../activities/index.js';
import { BLOCKED } from '../onboarding/progress.js';
import { retryAfterSchema } from '../onboarding/textMessages.js';
import { TEXT } from './activityOptions.js';

const { sendText } = proxyActivities<Activities>(TEXT);

/** Between tries, growing. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 5 * 60_000;

/**
 * `not sent` without a Messages API; `stopped` because it is not wanted any more; `refused` for a reason that does not
 * pass; `given up` when its time was over.
 */
export type Tried = 'sent' | 'not sent' | 'stopped' | 'refused' | 'given up';

type Text = Omit<Parameters<Activities['sendText']>[0], 'before'>;

/**
 * Whether it is still wanted is looked at before each try; one that is under way cannot be called back. Never fails.
 * @param before whether it has been tried earlier
 * @param giveUpAt milliseconds since the epoch
 */
export async function textOnce(
  text: Text,
  {
    summary,
    before,
    giveUpAt,
    unwanted,
  }: { summary: string; before: boolean; giveUpAt: number; unwanted: () => boolean },
): Promise<Tried> {
  let again = before;
  for (let usual = FIRST_PAUSE_MS; ; usual = Math.min(usual * 2, LONGEST_PAUSE_MS)) {
    // Also after a pause: a timer may fire late.
    if (unwanted()) return 'stopped';
    if (Date.now() >= giveUpAt) return 'given up';
    let pause: number;
    try {
      const options = { summary, scheduleToCloseTimeout: giveUpAt - Date.now() };
      const { sent } = await sendText.executeWithOptions(options, [{ ...text, before: again }]);
      return sent ? 'sent' : 'not sent';
    } catch (error) {
      if (isCancellation(error)) return 'stopped';
      log.warn('text message not sent', { id: text.id, error });
      pause = pauseAfter(error, usual);
    }
    if (pause === Infinity) return 'refused';
    if (Date.now() + pause >= giveUpAt) return 'given up';
    again = true;
    try {
      await condition(unwanted, pause);
    } catch {
      return 'stopped'; // the workflow is cancelled
    }
  }
}

/** Milliseconds until the next try; `Infinity` after what does not pass by itself. */
function pauseAfter(error: unknown, usual: number): number {
  const cause = error instanceof ActivityFailure ? error.cause : undefined;
  if (!(cause instanceof ApplicationFailure)) return usual;
  if (cause.type === BLOCKED) return Infinity;
  // Each try is in the history: not every second for an hour, though that were allowed.
  return Math.max(usual, retryAfterSchema.safeParse(cause.details?.[0]).data?.retryAfterMs ?? 0);
}
