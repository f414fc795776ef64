/** Text messages to those who are waited for: at once, then again, growing apart, until they answer. */
import { condition, log, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.js';
import type { StepProgress, WaitingFor } from '../onboarding/progress.js';
import type { OnboardingRequest } from '../onboarding/request.js';

const { sendText } = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '20 seconds',
  scheduleToCloseTimeout: '1 hour',
  retry: { initialInterval: '2 seconds', maximumInterval: '5 minutes' },
});

/** Days after the first message. */
const REMINDER_DAYS = [0, 1, 3, 7, 14, 30];
const DAY_MS = 86_400_000;

type Waiting = {
  step: StepProgress;
  wait: Pick<WaitingFor, 'from' | 'instruction'>;
  /** Milliseconds since the epoch. */
  deadline: number;
  done: () => boolean;
};

/** Resolves when `done`, or when the deadline has passed. A message that cannot be sent never holds anything up. */
export async function textContacts(
  request: OnboardingRequest,
  onboardingId: string,
  { step, wait, deadline, done }: Waiting,
): Promise<void> {
  const begun = Date.now();
  for (const [i, days] of REMINDER_DAYS.entries()) {
    if (i > 0) {
      const at = begun + days * DAY_MS;
      if (at >= deadline) break;
      if (await condition(done, at - Date.now())) return;
    }
    const texts = Promise.all(
      request.contacts
        .filter((contact) => contact.roles.some((role) => role === wait.from))
        .map(async (contact, n) => {
          const id = [onboardingId, step.name, step.attempts, i, n].join('/');
          const content = text(request, wait.instruction, i);
          try {
            const { sent } = await sendText.executeWithOptions(
              { summary: `text ${String(i + 1)} to ${wait.from} about ${step.name}` },
              [{ id, to: contact.mobile, content }],
            );
            step.note = sent
              ? `text ${String(i + 1)} sent`
              : 'no Messages API configured: tell the contact yourself';
          } catch (error) {
            step.note = 'a text message could not be sent: tell the contact yourself';
            log.warn('text message not sent', { step: step.name, error });
          }
        }),
    );
    await Promise.race([texts, condition(done)]);
    if (done()) return;
  }
  await condition(done, Math.max(1, deadline - Date.now()));
}

function text(request: OnboardingRequest, instruction: string, reminder: number): string {
  const head = `MessageMedia SSO for ${request.companyName}: `;
  return `${reminder === 0 ? '' : 'Reminder. '}${head}${instruction}`;
}
