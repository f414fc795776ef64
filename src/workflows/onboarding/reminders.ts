/**
 * Text messages to those who are waited for: at once, then again, growing apart, until they answer. Reminders come by
 * day, where the contact is; the first text answers something that has just happened, so it does not wait.
 */
import { condition } from '@temporalio/workflow';
import type { Progress, StepProgress, WaitingFor } from '../../onboarding/progress.js';
import { purposeOf } from '../../onboarding/links.js';
import { withinDaytime } from '../../onboarding/textMessages.js';
import { type Contact, type Contacts, LINK_TEXTS } from '../contacts.js';

/** Days after the first message. */
const REMINDER_DAYS = [0, 1, 3, 7, 14, 30];
const DAY_MS = 86_400_000;

type Waiting = {
  onboardingId: string;
  companyName: string;
  step: StepProgress;
  wait: Pick<WaitingFor, 'signal' | 'from' | 'instruction'>;
  /** Milliseconds since the epoch. */
  deadline: number;
  done: () => boolean;
};

/** Resolves when `done`, or when the deadline has passed. A message that cannot be sent never holds anything up. */
export async function remindContacts(contacts: Contacts, waiting: Waiting): Promise<void> {
  const { wait, deadline, done } = waiting;
  const reminding = contacts.withRole(wait.from).map((contact, n) => remind(contacts, contact, n, waiting));
  await Promise.race([Promise.all(reminding), condition(done)]);
  if (!done()) await condition(done, Math.max(1, deadline - Date.now()));
}

async function remind(contacts: Contacts, contact: Contact, n: number, waiting: Waiting): Promise<void> {
  const { onboardingId, step, deadline, done } = waiting;
  const begun = Date.now();
  const over = () => done() || contacts.hasOptedOut(contact);
  for (const [i, days] of REMINDER_DAYS.entries()) {
    if (i > 0) {
      const at = withinDaytime(begun + days * DAY_MS, contacts.timeZoneOf(contact));
      if (at >= deadline || (await condition(over, at - Date.now()))) return;
    }
    const id = [onboardingId, step.name, step.attempts, i, n].join('/');
    if (over() || !(await text(contacts, contact, waiting, { id, number: i + 1 }))) return;
  }
}

/** Texts everyone who is waited for once more, because an operator asked for it. */
export function remindNow(contacts: Contacts, progress: Progress, step: StepProgress): void {
  const { waitingFor, onboardingId, companyName, messages, actions } = progress;
  if (waitingFor === null) return;
  const asked = actions.filter(({ signal }) => signal === 'remind').length;
  const number = messages.filter((message) => message.step === step.name).length + 1;
  const told = {
    onboardingId,
    companyName,
    step,
    wait: waitingFor,
    deadline: Date.parse(waitingFor.deadline),
  };
  for (const [n, contact] of contacts.withRole(waitingFor.from).entries()) {
    if (contacts.hasOptedOut(contact)) continue;
    const id = [onboardingId, step.name, 'remind', asked, n].join('/');
    void text(contacts, contact, told, { id, number });
  }
}

/** False where the link is withdrawn, and nobody is texted. */
async function text(
  contacts: Contacts,
  contact: Contact,
  { companyName, step, wait, deadline }: Omit<Waiting, 'done'>,
  { id, number }: { id: string; number: number },
): Promise<boolean> {
  const purpose = purposeOf(wait.signal, step.name) ?? 'all';
  const link = contacts.linkFor(contact, purpose, deadline);
  if (link === undefined) return false;
  const head = `${number === 1 ? '' : 'Reminder. '}MessageMedia SSO for ${companyName}: `;
  const outcome = await contacts.send(contact, {
    id,
    step: step.name,
    content: head + wait.instruction,
    linkContent: head + LINK_TEXTS[purpose],
    link,
    summary: `text ${String(number)} about ${step.name}`,
  });
  step.note = {
    sent: `text ${String(number)} sent`,
    'not sent': 'no Messages API configured: tell the contact yourself',
    failed: 'a text message could not be sent: tell the contact yourself',
  }[outcome];
  return true;
}
