/**
 * Text messages to those who are waited for: at once, then again, growing apart, until they answer. Reminders come by
 * day, where the contact is; the first text answers something that has just happened, so it does not wait. Nobody is
 * texted while they are on our pages, which tell the same.
 */
import { condition, isCancellation } from '@temporalio/workflow';
import type { Progress, StepProgress, WaitingFor } from '../../onboarding/progress.js';
import { purposeOf } from '../../onboarding/signals.js';
import { nextText } from '../../onboarding/textMessages.js';
import { type Contact, type Contacts, type TextOutcome, type When } from '../contacts/contacts.js';

/** Days after the first message. */
const REMINDER_DAYS = [0, 1, 3, 7, 14, 30];
const DAY_MS = 86_400_000;

/** What the step says of a text; of one that failed it tells the reason. */
const NOTES: Partial<Record<TextOutcome, (number: number) => string>> = {
  sent: (number) => `text ${String(number)} sent`,
  'not sent': () => 'no Messages API configured: tell the contact yourself',
};

type Waiting = {
  onboardingId: string;
  step: StepProgress;
  wait: WaitingFor;
  /** Milliseconds since the epoch. */
  deadline: number;
  done: () => boolean;
};

/** Resolves when `done`, or when the deadline has passed. A message that cannot be sent never holds anything up. */
export async function remindContacts(contacts: Contacts, waiting: Waiting): Promise<void> {
  const { wait, deadline, done } = waiting;
  // The wait is over for good, also where its answer then turns out to be none.
  let ended = false;
  const reminding = { ...waiting, done: () => ended || done() };
  for (const [n, contact] of contacts.withRole(wait.from).entries()) {
    remind(contacts, contact, n, reminding).catch((error: unknown) => {
      if (!isCancellation(error)) throw error;
    });
  }
  try {
    await condition(done, Math.max(1, deadline - Date.now()));
  } finally {
    ended = true;
    contacts.stopPostponed(waiting.step.name);
  }
}

async function remind(contacts: Contacts, contact: Contact, n: number, waiting: Waiting): Promise<void> {
  const { onboardingId, step, deadline, done } = waiting;
  const { attempts } = step;
  const over = () => done() || Date.now() >= deadline || contacts.hasOptedOut(contact);
  const timeZone = contacts.timeZoneOf(contact);
  const begun = Date.now();
  const times = REMINDER_DAYS.map((days) => begun + days * DAY_MS);
  let sent = 0;
  let from = begun;
  let wasHeld = false;
  while (!over()) {
    const now = Date.now();
    // A page that is left open for days does not stop reminders for good.
    const held = Math.min(contacts.heldUntil(contact), (times[sent] ?? now) + DAY_MS);
    if (held > now) {
      wasHeld = true;
      // Their page needs it at once, to lead them on.
      if (contacts.links.for(contact, purposeOf(waiting.wait) ?? 'all', deadline) === undefined) return;
    }
    const next = nextText(times, { sent, from: Math.max(from, now, held), timeZone, atOnce: !wasHeld });
    if (next === undefined || next.at >= deadline) return;
    if (next.at > now) {
      // Then it is looked again: nobody may have been there for hours.
      await condition(over, next.at - now);
      continue;
    }
    const id = [onboardingId, step.name, attempts, next.number - 1, n].join('/');
    const when = { byDay: next.byDay, over };
    const outcome = await text(contacts, contact, waiting, { id, number: next.number, when });
    if (outcome === undefined) return;
    if (outcome === 'postponed') from = contacts.nextDay(contact);
    else sent = next.number;
  }
}

/** Texts everyone who is waited for once more, because an operator asked for it. */
export function remindNow(contacts: Contacts, progress: Progress, step: StepProgress): void {
  const { waitingFor, onboardingId, messages, actions } = progress;
  if (waitingFor === null) return;
  const asked = actions.filter(({ signal }) => signal === 'remind').length;
  const number = messages.filter((message) => message.step === step.name).length + 1;
  const reminder = {
    onboardingId,
    step,
    wait: waitingFor,
    deadline: Date.parse(waitingFor.deadline),
  };
  for (const [n, contact] of contacts.withRole(waitingFor.from).entries()) {
    if (contacts.hasOptedOut(contact)) continue;
    const id = [onboardingId, step.name, 'remind', asked, n].join('/');
    const when = { byDay: false, over: () => progress.waitingFor !== waitingFor };
    void text(contacts, contact, reminder, { id, number, when });
  }
}

/** Undefined where the link is withdrawn, and nobody is texted. */
async function text(
  contacts: Contacts,
  contact: Contact,
  { step, wait, deadline }: Omit<Waiting, 'done'>,
  { id, number, when }: { id: string; number: number; when: When },
): Promise<TextOutcome | undefined> {
  const purpose = purposeOf(wait) ?? 'all';
  const link = contacts.links.for(contact, purpose, deadline);
  if (link === undefined) return undefined;
  const message = {
    id,
    step: step.name,
    cause: { about: 'task', task: purpose, number, instruction: wait.instruction } as const,
    link,
    summary: `text ${String(number)} about ${step.name}`,
  };
  const outcome = await contacts.send(contact, message, when);
  const note = NOTES[outcome];
  if (note !== undefined && !when.over()) step.note = note(number);
  return outcome;
}
