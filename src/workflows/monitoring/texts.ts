/** What contacts are told by text message, the louder the nearer the end, with a link to the page that answers. */
import type { HandoverPackage } from '../../onboarding/handover.js';
import type { Cause } from '../../onboarding/messages/cause.js';
import type { LinkPurpose } from '../../onboarding/links.js';
import { type HandoverReason, reminderTimes } from '../../onboarding/rollover.js';
import { type NextText, nextText } from '../../onboarding/textMessages.js';
import type { WatchStepName } from '../../onboarding/steps.js';
import type { Agreed, PendingHandover, PendingTest, Texted } from '../../onboarding/watch.js';
import type { Contact, Contacts } from '../contacts/contacts.js';

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
    `Somebody added a certificate for sign-in in the Microsoft Entra admin center; the present one expires on ${date}.`,
  activatedByOthers: () =>
    'Somebody made another certificate the active one in the Microsoft Entra admin center.',
  signsUnknown: () =>
    'Microsoft Entra ID signs with a certificate that the Hub was not given: sign-in is broken.',
};

const daysLeft = ({ deadline }: PendingHandover) => Math.ceil((deadline - Date.now()) / DAY_MS);

/** Sign-in is broken. */
const isBroken = ({ reason }: PendingHandover) => reason === 'activatedByOthers' || reason === 'signsUnknown';

/** Sign-in is broken, or will be within a week. */
export const isUrgent = (pending: PendingHandover) => isBroken(pending) || daysLeft(pending) <= URGENT_DAYS;

const dayOf = ({ deadline }: PendingHandover) => new Date(deadline).toISOString().slice(0, 10);

const because = (pending: PendingHandover) => REASONS[pending.reason](dayOf(pending));

export const instructionFor = (pending: PendingHandover, { location }: HandoverPackage) =>
  `${because(pending)} Open ${location}, paste the new metadata XML (it holds every certificate), save, and confirm.`;

export const TEST_INSTRUCTION =
  'The certificate for sign-in was replaced. Sign in once as one of the assigned users, at the page of your link, to see that it works.';

/** What is texted to whom. */
type Texts = {
  step: WatchStepName;
  purpose: LinkPurpose;
  /** When, in milliseconds since the epoch; then the next day, where it is night. */
  times: number[];
  /** The first text does not wait for the day. */
  alarm: boolean;
  isFor: (contact: Contact) => boolean;
  cause: (number: number) => Cause;
  /** Of what it is about. */
  key: string;
};

export function handoverTexts(
  pending: PendingHandover,
  handover: HandoverPackage,
  { onboardingId }: Agreed,
): Texts {
  const urgent = isUrgent(pending);
  return {
    step: 'handover',
    purpose: 'handover',
    times: reminderTimes(pending.reason, pending.since, pending.deadline),
    alarm: isBroken(pending),
    isFor: ({ roles }) => urgent || roles.includes('hubAdministrator'),
    cause: (number) => ({
      about: 'certificate',
      reason: pending.reason,
      number,
      daysLeft: daysLeft(pending),
      isUrgent: urgent,
      expiresOn: dayOf(pending),
      instruction: instructionFor(pending, handover),
    }),
    key: [onboardingId, 'watch', handover.metadataSha256.slice(0, 12)].join('/'),
  };
}

export function testTexts(pending: PendingTest, { onboardingId }: Agreed): Texts {
  return {
    step: 'testSignIn',
    purpose: 'signIn',
    times: TEST_DAYS.map((days) => pending.since + days * DAY_MS),
    alarm: false,
    isFor: ({ roles }) => roles.includes('azureAdministrator'),
    cause: (number) => ({ about: 'newCertificateTest', number }),
    key: [onboardingId, 'watch', 'test', pending.since].join('/'),
  };
}

/** Not for who has asked for no more, nor for who is told by others for now, and not yet for who is on our pages. */
function nextFor(contacts: Contacts, contact: Contact, texted: Texted, texts: Texts): NextText | undefined {
  if (!texts.isFor(contact) || contacts.hasOptedOut(contact)) return undefined;
  const sent = texted[contact.name] ?? 0;
  const isAlarm = texts.alarm && sent === 0;
  return nextText(texts.times, {
    sent,
    from: isAlarm ? Date.now() : Math.max(Date.now(), contacts.heldUntil(contact)),
    timeZone: contacts.timeZoneOf(contact),
    atOnce: texts.alarm,
  });
}

/**
 * When the next texts are due, in milliseconds since the epoch, also to those who are texted only near the end. What is
 * still due after a check has been postponed.
 */
export function dueAt(contacts: Contacts, texted: Texted, texts: Texts): number[] {
  const now = Date.now();
  const next = contacts.all.flatMap((contact) => {
    const found = nextFor(contacts, contact, texted, texts);
    if (found === undefined) return [];
    return [found.at > now ? found.at : contacts.nextDay(contact)];
  });
  return [...texts.times.filter((at) => at > now), ...next];
}

/**
 * Sends what is due. Returns a note for the step, or undefined when nothing is due. A failed text holds nothing up,
 * and whoever asked for no more texts, or whose link was withdrawn, gets none.
 * @param over it is done, or not needed any more
 */
export async function sendDue(
  contacts: Contacts,
  { texted, deadline }: { texted: Texted; deadline: number },
  texts: Texts,
  over: () => boolean,
): Promise<string | undefined> {
  if (over()) return undefined;
  const now = Date.now();
  const linkFor = (contact: Contact) =>
    contacts.links.for(contact, texts.purpose, Math.min(deadline, now + LINK_DAYS * DAY_MS));
  // The page that they are on needs it at once, to lead them on.
  for (const contact of contacts.all) {
    if (texts.isFor(contact) && contacts.heldUntil(contact) > now) linkFor(contact);
  }
  const due = contacts.all.flatMap((contact) => {
    const next = nextFor(contacts, contact, texted, texts);
    return next === undefined || next.at > now ? [] : [{ contact, ...next }];
  });
  const outcomes = await Promise.all(
    due.map(async ({ contact, number, byDay }) => {
      const before = texted[contact.name] ?? 0;
      texted[contact.name] = number;
      const link = linkFor(contact);
      if (link === undefined) return 'stopped';
      const text = {
        id: [texts.key, number, contacts.all.indexOf(contact)].join('/'),
        step: texts.step,
        cause: texts.cause(number),
        link,
        summary: `text ${String(number)} about ${texts.step}`,
      };
      const outcome = await contacts.send(contact, text, { byDay, over });
      if (outcome === 'postponed') texted[contact.name] = before;
      return outcome;
    }),
  );
  const tried = outcomes.filter((outcome) => outcome !== 'stopped' && outcome !== 'postponed');
  if (tried.length === 0) return undefined;
  const numbers = due.map(({ number }) => number);
  return tried.every((outcome) => outcome === 'sent')
    ? `text ${String(Math.max(...numbers))} sent`
    : 'not everybody could be texted: tell them yourself';
}
