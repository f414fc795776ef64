/** What contacts are told by text message, the louder the nearer the end, with a link to the page that answers. */
import type { HandoverPackage } from '../../onboarding/handover.js';
import type { LinkPurpose } from '../../onboarding/links.js';
import { type HandoverReason, reminderTimes } from '../../onboarding/rollover.js';
import { withinDaytime } from '../../onboarding/textMessages.js';
import type { Agreed, PendingHandover, PendingTest, WatchStepName } from '../../onboarding/watch.js';
import type { Contact, Contacts } from '../contacts.js';

const DAY_MS = 86_400_000;
/** So many days before the end everybody is texted, not only who fills in the form. */
const URGENT_DAYS = 7;
/** Until a link expires. A later text carries a new one. */
const LINK_DAYS = 30;
/** Days after a test sign-in is opened. */
const TEST_DAYS = [0, 3, 7];

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

const because = ({ reason, deadline }: PendingHandover) =>
  REASONS[reason](new Date(deadline).toISOString().slice(0, 10));

export const instructionFor = (pending: PendingHandover, { location }: HandoverPackage) =>
  `${because(pending)} Open ${location}, paste the new metadata XML (it holds every certificate), save, and confirm.`;

export const TEST_INSTRUCTION =
  'The certificate for sign-in was replaced. Sign in once as one of the assigned users, at the page of your link, to see that it works.';

/** When contacts are texted, in milliseconds since the epoch; after the first time, by day. */
export function timesOf(pending: PendingHandover | PendingTest, timeZone: string): number[] {
  const { since, deadline } = pending;
  const times =
    'reason' in pending
      ? reminderTimes(pending.reason, since, deadline)
      : TEST_DAYS.map((days) => since + days * DAY_MS);
  return times.map((at, i) => (i === 0 ? at : withinDaytime(at, timeZone)));
}

/** What is texted to whom. */
type Texts = {
  step: WatchStepName;
  purpose: LinkPurpose;
  times: number[];
  isFor: (contact: Contact) => boolean;
  /** Before the customer's name. */
  head: (number: number) => string;
  companyName: string;
  instruction: string;
  /** Before the link to the page that explains the rest. */
  linkText: string;
  /** Of what it is about. */
  key: string;
};

export function handoverTexts(
  pending: PendingHandover,
  handover: HandoverPackage,
  { request, onboardingId }: Agreed,
): Texts {
  const urgent = isUrgent(pending);
  const left = `${String(daysLeft(pending))} days left. `;
  return {
    step: 'handover',
    purpose: 'handover',
    times: timesOf(pending, request.timeZone),
    isFor: ({ roles }) => urgent || roles.includes('hubAdministrator'),
    head: (number) => (urgent ? 'URGENT. ' : number > 1 ? `Reminder, ${left}` : ''),
    companyName: request.companyName,
    instruction: instructionFor(pending, handover),
    linkText: `${because(pending)} Please enter the new values in the Hub:`,
    key: [onboardingId, 'watch', handover.metadataSha256.slice(0, 12)].join('/'),
  };
}

export function testTexts(pending: PendingTest, { request, onboardingId }: Agreed): Texts {
  return {
    step: 'testSignIn',
    purpose: 'signIn',
    times: timesOf(pending, request.timeZone),
    isFor: ({ roles }) => roles.includes('azureAdministrator'),
    head: (number) => (number > 1 ? 'Reminder. ' : ''),
    companyName: request.companyName,
    instruction: TEST_INSTRUCTION,
    linkText: 'The certificate for sign-in was replaced. Please sign in once, to see that it works:',
    key: [onboardingId, 'watch', 'test', pending.since].join('/'),
  };
}

/**
 * Sends what is due; of several at once only the last. Returns a note for the step, or undefined when nothing is due.
 * A failed text holds nothing up, and whoever asked for no more texts, or whose link was withdrawn, gets none.
 */
export async function sendDue(
  contacts: Contacts,
  pending: { texted: number; deadline: number },
  texts: Texts,
): Promise<string | undefined> {
  const now = Date.now();
  const number = texts.times.filter((at) => at <= now).length;
  if (number <= pending.texted) return undefined;
  pending.texted = number;
  const head = `${texts.head(number)}MessageMedia SSO for ${texts.companyName}: `;
  const deadline = Math.min(pending.deadline, now + LINK_DAYS * DAY_MS);
  const outcomes = await Promise.all(
    contacts.all.flatMap((contact, n) => {
      if (!texts.isFor(contact) || contacts.hasOptedOut(contact)) return [];
      const link = contacts.linkFor(contact, texts.purpose, deadline);
      if (link === undefined) return [];
      const text = {
        id: [texts.key, number, n].join('/'),
        step: texts.step,
        content: head + texts.instruction,
        linkContent: head + texts.linkText,
        link,
        summary: `text ${String(number)} about ${texts.step}`,
      };
      return [contacts.send(contact, text)];
    }),
  );
  return outcomes.length > 0 && outcomes.every((outcome) => outcome === 'sent')
    ? `text ${String(number)} sent`
    : 'not everybody could be texted: tell them yourself';
}
