/** What contacts are told about a handover, in words and by text message, the louder the nearer the end. */
import { log, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { type HandoverReason, reminderTimes } from '../../onboarding/rollover.js';
import type { Agreed, PendingHandover } from '../../onboarding/watch.js';
import { TEXT } from '../activityOptions.js';

const { sendText } = proxyActivities<Activities>(TEXT);

const DAY_MS = 86_400_000;
/** So many days before the end everybody is texted, not only who fills in the form. */
const URGENT_DAYS = 7;

const REASONS: Record<HandoverReason, (date: string) => string> = {
  rollover: (date) => `The certificate for sign-in expires on ${date}; its successor stands ready.`,
  addedByOthers: (date) =>
    `Somebody added a certificate for sign-in in the Azure portal; the present one expires on ${date}.`,
  activatedByOthers: () => 'Somebody made another certificate the active one in the Azure portal.',
  signsUnknown: () => 'Azure AD signs with a certificate that the Hub was not given: sign-in is broken.',
};

const daysLeft = ({ deadline }: PendingHandover) => Math.ceil((deadline - Date.now()) / DAY_MS);

/** Sign-in is broken, or will be within a week. */
export const isUrgent = (pending: PendingHandover) =>
  pending.reason === 'activatedByOthers' ||
  pending.reason === 'signsUnknown' ||
  daysLeft(pending) <= URGENT_DAYS;

export function instructionFor({ reason, deadline, package: { location } }: PendingHandover): string {
  const date = new Date(deadline).toISOString().slice(0, 10);
  return `${REASONS[reason](date)} Open ${location}, paste the new metadata XML (it holds both certificates), save, and confirm.`;
}

/** When the next text is due; never, when all were sent. */
export function nextText({ reason, since, deadline, texted }: PendingHandover): number {
  return reminderTimes(reason, since, deadline)[texted] ?? Infinity;
}

/** Sends what is due; of several at once only the last. Returns a note for the step. A failed text holds nothing up. */
export async function textAbout(
  pending: PendingHandover,
  { request, onboardingId }: Agreed,
): Promise<string> {
  const times = reminderTimes(pending.reason, pending.since, pending.deadline);
  const due = times.filter((at) => at <= Date.now()).length;
  if (due <= pending.texted) return `text ${String(pending.texted)} sent`;
  pending.texted = due;
  const left = daysLeft(pending);
  const urgent = isUrgent(pending);
  const head = urgent ? 'URGENT. ' : due > 1 ? `Reminder, ${String(left)} days left. ` : '';
  const content = `${head}MessageMedia SSO for ${request.companyName}: ${instructionFor(pending)}`;
  const key = [onboardingId, 'watch', pending.package.metadataSha256.slice(0, 12), due];
  const sent = await Promise.all(
    request.contacts
      .filter(({ roles }) => urgent || roles.includes('hubAdministrator'))
      .map(({ mobile }, n) =>
        sendText
          .executeWithOptions({ summary: `text ${String(due)} about the handover` }, [
            { id: [...key, n].join('/'), customerId: request.customerId, to: mobile, content },
          ])
          .then(
            (outcome) => outcome.sent,
            (error: unknown) => {
              log.warn('text message not sent', { error });
              return false;
            },
          ),
      ),
  );
  return sent.every((one) => one)
    ? `text ${String(due)} sent`
    : 'not everybody could be texted: tell them yourself';
}
