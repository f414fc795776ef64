/** The customer's contacts, and the texts sent to them. */
import { CancellationScope, condition, defineSignal, patched, setHandler } from '@temporalio/workflow';
import type { InternalSignals } from '../../onboarding/contract.js';
import type { LinkedWorkflow, SetupLink } from '../../onboarding/links.js';
import type { Cause } from '../../onboarding/messages/cause.js';
import type { Progress } from '../../onboarding/progress.js';
import type { ContactRole, OnboardingRequest } from '../../onboarding/request.js';
import type { SignalInput } from '../../onboarding/signals.js';
import {
  CHANNELS,
  daytimeLeft,
  hasFailed,
  isFinal,
  isUndelivered,
  NOT_TEXTED_MS,
  type TextMessage,
  withinDaytime,
} from '../../onboarding/textMessages.js';
import { Links } from './links.js';
import { Reports } from './reports.js';
import { type Sending, sendOnce, type Tried } from './sendOnce.js';

export type Contact = OnboardingRequest['contacts'][number];

/** Whoever a message is for. */
type Receiver = Pick<Contact, 'name' | 'mobile' | 'email' | 'timeZone' | 'language'>;

const DAY_MS = 86_400_000;
const KEPT = 50;
/** A text that cannot be sent for so long is given up. */
const TEXT_MS = 3_600_000;
/** And so long it is waited at most where the Messages API asks for it. */
const LONGEST_MS = DAY_MS;

/** The part of a progress that is about contacts. */
type ContactsProgress = Pick<
  Progress,
  'customerId' | 'onboardingId' | 'links' | 'messages' | 'optedOut' | 'optChangedAt' | 'seenAt'
>;

type Text = {
  id: string;
  step: TextMessage['step'];
  cause: Cause;
  link: SetupLink;
  summary: string;
};

/** How a text went; `postponed`: the day was over before it could be sent. */
export type TextOutcome = Exclude<Tried['outcome'], 'put off'> | 'postponed';

/** When a text is worth sending. */
export type When = {
  /** Between 8:00 and 18:00 where the contact is, and given up then. */
  byDay: boolean;
  /** It is not needed any more. */
  over: () => boolean;
};
const AT_ONCE: When = { byDay: false, over: () => false };

export class Contacts {
  readonly links: Links;
  private readonly reports: Reports;
  private stopped = false;
  /** Texts under way. */
  private sending = 0;

  constructor(
    private readonly request: OnboardingRequest,
    private readonly progress: ContactsProgress,
    private readonly workflow: LinkedWorkflow,
    /** Told of each text that will not reach its contact, once. */
    private readonly failed: (message: TextMessage) => void,
  ) {
    this.links = new Links(progress, workflow);
    this.reports = new Reports(request.contacts, progress, failed);
  }

  /** From now on nobody is texted. */
  stop(): void {
    this.stopped = true;
  }

  /** Until no try of a text is under way: what it came to would be lost with the workflow. */
  async settled(): Promise<void> {
    await CancellationScope.nonCancellable(() => condition(() => !this.areBeingTexted));
  }

  get areBeingTexted(): boolean {
    return this.sending > 0;
  }

  /** In the request's order, like all lists of them. */
  get all(): Contact[] {
    return this.request.contacts;
  }

  /** Who is asked. */
  withRole(role: ContactRole | 'operator'): Contact[] {
    return this.request.contacts.filter(({ roles }) => roles.some((one) => one === role));
  }

  timeZoneOf = (contact: Receiver) => contact.timeZone ?? this.request.timeZone;

  /** The next 8:00 where the contact is, in milliseconds since the epoch. */
  nextDay(contact: Contact): number {
    const timeZone = this.timeZoneOf(contact);
    return withinDaytime(Date.now() + daytimeLeft(Date.now(), timeZone), timeZone);
  }

  hasOptedOut = (contact: Receiver) => this.progress.optedOut.includes(contact.name);

  /** Those who are on our pages, as the web processes tell. */
  listen(): void {
    this.reports.listen();
    setHandler(defineSignal<InternalSignals['contactSeen']>('contactSeen'), ({ contact }) => {
      if (!this.all.some(({ name }) => name === contact)) return;
      this.progress.seenAt = { ...this.progress.seenAt, [contact]: new Date().toISOString() };
    });
  }

  /** Until then they are on our pages, or were within the hour. Milliseconds since the epoch; the past for who is not. */
  heldUntil(contact: Contact): number {
    const seen = this.progress.seenAt?.[contact.name];
    // Older histories know nobody who was seen; older workers did not heed it.
    return seen !== undefined && patched('nobody-is-texted-on-the-page')
      ? Date.parse(seen) + NOT_TEXTED_MS
      : 0;
  }

  makeLink(asked: SignalInput<'makeLink'>, step: TextMessage['step']): void {
    const isKnown = this.progress.links.some(({ id }) => id === asked.id);
    const link = this.links.make(asked);
    const contact = this.receiverOf(asked);
    // Nobody but an operator has a message sent twice.
    if (contact === undefined || (isKnown && asked.sendTo !== undefined)) return;
    const prefix = `${this.progress.onboardingId}/link/${link.id}/`;
    const numbers = this.progress.messages
      .filter(({ id }) => id.startsWith(prefix))
      .map(({ id }) => Number(id.slice(prefix.length)));
    const number = Math.max(0, ...numbers) + 1;
    void this.send(contact, {
      id: prefix + String(number),
      step,
      cause: {
        about: 'link',
        task: link.purpose,
        ...(asked.forwardedBy === undefined ? {} : { from: asked.forwardedBy }),
      },
      link,
      summary: `text the link ${link.id}`,
    });
  }

  /** A colleague to whom a link is passed on need be no contact. */
  private receiverOf(asked: SignalInput<'makeLink'>): Receiver | undefined {
    const { contact: name, send, sendTo, forwardedBy } = asked;
    if (sendTo !== undefined) {
      // Their language is not known; colleagues are likely to share one.
      const holder = this.request.contacts.find((contact) => contact.name === forwardedBy);
      return { name, ...sendTo, language: holder?.language };
    }
    return send ? this.request.contacts.find((contact) => contact.name === name) : undefined;
  }

  /** Sends one text, with the link's page where the worker knows of pages; once for its id. Never fails. */
  async send(contact: Receiver, text: Text, { byDay, over }: When = AT_ONCE): Promise<TextOutcome> {
    const now = Date.now();
    const day = byDay ? daytimeLeft(now, this.timeZoneOf(contact)) : Infinity;
    if (day === 0) return 'postponed';
    const { cause, link, summary } = text;
    const { message, before } = this.messageFor(contact, text);
    const { companyName, serviceProvider } = this.request;
    const about: About = {
      id: text.id,
      customerId: this.progress.customerId,
      occasion: {
        ...{ cause, companyName, profile: serviceProvider.profile },
        ...(contact.language === undefined ? {} : { language: contact.language }),
      },
      link: { of: this.workflow, id: link.id, expiresAt: link.expiresAt },
    };
    const [first, ...others] = waysTo(contact, this.timeZoneOf(contact), about, this.progress.messages);
    if (first === undefined) return 'not sent'; // the request's schema knows no such contact
    const limits = {
      summary,
      before,
      giveUpAt: now + Math.min(TEXT_MS, day),
      latest: now + Math.min(LONGEST_MS, day),
      unwanted: () => this.stopped || over() || this.hasOptedOut(contact) || link.revokedAt !== undefined,
      pausing: (until: number | undefined) => {
        if (until === undefined) delete message.nextTryAt;
        else message.nextTryAt = new Date(until).toISOString();
      },
    };
    this.sending += 1;
    let sentBy = first.by;
    let tried = await sendOnce(first, limits);
    for (const other of others) {
      // What is not there, or does not take it, never will: the contact's other address does.
      if (tried.outcome !== 'not sent' && tried.outcome !== 'refused') break;
      sentBy = other.by;
      tried = await sendOnce(other, limits);
    }
    this.sending -= 1;
    if (sentBy === 'sms') delete message.channel;
    else message.channel = sentBy;
    const { outcome: ended, ...details } = tried;
    const outcome = outcomeOf(ended, day);
    // Its delivery may be reported first.
    if (message.status === 'sending') {
      Object.assign(message, details, { status: outcome });
      if (hasFailed(message)) this.failed(message);
    } else {
      Object.assign(message, details, message.problem === undefined ? {} : { problem: message.problem });
    }
    return outcome;
  }

  /** Nobody waits any more: what was left for the morning does not go. */
  stopPostponed(step: TextMessage['step']): void {
    for (const message of this.progress.messages) {
      if (message.step === step && message.status === 'postponed') message.status = 'stopped';
    }
  }

  /** As the progress shows it; the one that was tried before, where this is the same text again. */
  private messageFor(contact: Receiver, { id, step }: Text): { message: TextMessage; before: boolean } {
    const at = new Date().toISOString();
    const known = this.progress.messages.find((message) => message.id === id);
    if (known !== undefined) {
      const status = isFinal(known.status) ? known.status : 'sending';
      return { message: Object.assign(known, { at, status }), before: true };
    }
    const message: TextMessage = { id, step, contact: contact.name, at, status: 'sending' };
    this.progress.messages = [...this.progress.messages, message].slice(-KEPT);
    return { message, before: false };
  }
}

type About = Omit<Extract<Sending, { by: 'sms' }>['message'], 'to'>;

/** By text where there is a number, else by e-mail; what failed last comes last. */
function waysTo(
  contact: Receiver,
  timeZone: string,
  about: About,
  messages: readonly TextMessage[],
): Sending[] {
  const { name, mobile, email } = contact;
  const byText = mobile === undefined ? [] : [{ by: 'sms' as const, message: { ...about, to: mobile } }];
  const byEmail =
    email === undefined
      ? []
      : [{ by: 'email' as const, message: { ...about, to: email, contact: name, timeZone } }];
  const latest = messages.findLast((message) => message.contact === name && message.id !== about.id);
  const textFailed = latest !== undefined && latest.channel === undefined && hasFailed(latest);
  return textFailed ? [...byEmail, ...byText] : [...byText, ...byEmail];
}

/** @param day milliseconds that were left of it; `Infinity` for a text that does not heed it */
function outcomeOf(tried: Tried['outcome'], day: number): TextOutcome {
  if (tried === 'given up' && day < TEXT_MS) return 'postponed';
  if (tried === 'put off') return day < Infinity ? 'postponed' : 'given up';
  return tried;
}

/** For operators. */
export const failureNote = ({ contact, status, problem, channel }: TextMessage) =>
  isUndelivered(status)
    ? `The ${CHANNELS[channel ?? 'sms']} to ${contact} was not delivered. ${problem ?? ''}`.trimEnd()
    : `The ${CHANNELS[channel ?? 'sms']} to ${contact} could not be sent. ${problem ?? `Tell ${contact} another way.`}`;
