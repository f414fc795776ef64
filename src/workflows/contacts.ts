/** The customer's contacts: the links made for them, the texts sent to them, and who wants no more of those. */
import { CancellationScope, condition, defineSignal, setHandler, uuid4 } from '@temporalio/workflow';
import {
  latestLink,
  MOST_FORWARDED,
  type LinkedWorkflow,
  type LinkPurpose,
  type SetupLink,
} from '../onboarding/links.js';
import type { Progress } from '../onboarding/progress.js';
import type { ContactRole, OnboardingRequest } from '../onboarding/request.js';
import type { SignalInput } from '../onboarding/signals.js';
import {
  daytimeLeft,
  hasFailed,
  isFinal,
  isUndelivered,
  type Report,
  type ReportName,
  REPORTS,
  type TextMessage,
  withinDaytime,
} from '../onboarding/textMessages.js';
import { type Tried, textOnce } from './textOnce.js';

export type Contact = OnboardingRequest['contacts'][number];

/** What a text says before the link; its page explains the rest. */
export const LINK_TEXTS: Record<LinkPurpose, string> = {
  consent: 'please review and approve the changes to your Microsoft Entra ID:',
  handover: "the values for the Hub's single sign-on form are ready:",
  roles: 'please choose who may sign in:',
  signIn: 'please sign in once, to see that it works:',
  forceSso: 'sign-in works, so SSO can now be made the only way in:',
  all: 'your setup page:',
};

const DAY_MS = 86_400_000;
/** Of links and of messages. */
const KEPT = 50;
/** A text that cannot be sent for so long is given up. */
const TEXT_MS = 3_600_000;
/** And so long it is waited at most where the Messages API asks for it. */
const LONGEST_MS = DAY_MS;

/** The part of a progress that tells of contacts. */
type Told = Pick<
  Progress,
  'customerId' | 'onboardingId' | 'links' | 'messages' | 'optedOut' | 'optChangedAt'
>;

type Text = {
  id: string;
  step: TextMessage['step'];
  /** Where the worker knows of no pages. */
  content: string;
  /** Before the link. */
  linkContent: string;
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
  private stopped = false;
  /** Texts under way. */
  private sending = 0;

  constructor(
    private readonly request: OnboardingRequest,
    private readonly progress: Told,
    private readonly of: LinkedWorkflow,
    /** Told of each text that will not reach its contact, once. */
    private readonly failed: (message: TextMessage) => void,
  ) {}

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

  timeZoneOf = (contact: Contact) => contact.timeZone ?? this.request.timeZone;

  /** The next 8:00 where the contact is, in milliseconds since the epoch. */
  nextDay(contact: Contact): number {
    const timeZone = this.timeZoneOf(contact);
    return withinDaytime(Date.now() + daytimeLeft(Date.now(), timeZone), timeZone);
  }

  hasOptedOut = (contact: Contact) => this.progress.optedOut.includes(contact.name);

  /**
   * The link with which the contact answers: the newest that lives on for a day, or a new one. Undefined when an
   * operator has revoked it: then they are not reminded either.
   */
  linkFor(contact: Contact, task: LinkPurpose, deadline: number): SetupLink | undefined {
    const { purpose, known } = latestLink(this.progress.links, contact, task);
    if (known?.revokedAt !== undefined) return undefined;
    if (known !== undefined && Date.parse(known.expiresAt) > Date.now() + DAY_MS) return known;
    const expiresAt = new Date(Math.max(deadline, Date.now() + DAY_MS)).toISOString();
    return this.keep({
      id: uuid4().replaceAll('-', '').slice(0, 12),
      purpose,
      contact: contact.name,
      madeAt: new Date().toISOString(),
      madeBy: `the ${this.of}`,
      expiresAt,
    });
  }

  makeLink(asked: SignalInput<'makeLink'>, step: TextMessage['step']): void {
    const now = Date.now();
    const link =
      this.progress.links.find(({ id }) => id === asked.id) ??
      this.keep({
        id: asked.id,
        purpose: asked.purpose,
        contact: asked.contact,
        madeAt: new Date(now).toISOString(),
        madeBy: asked.by,
        expiresAt: new Date(now + asked.days * DAY_MS).toISOString(),
        ...(asked.forwardedBy === undefined ? {} : { forwardedBy: asked.forwardedBy }),
      });
    const contact = this.request.contacts.find(({ name }) => name === asked.contact);
    if (!asked.send || contact === undefined) return;
    const prefix = `${this.progress.onboardingId}/link/${link.id}/`;
    const numbers = this.progress.messages
      .filter(({ id }) => id.startsWith(prefix))
      .map(({ id }) => Number(id.slice(prefix.length)));
    const number = Math.max(0, ...numbers) + 1;
    const head = `MessageMedia SSO for ${this.request.companyName}: `;
    void this.send(contact, {
      id: prefix + String(number),
      step,
      content: `${head}please get in touch with us.`,
      linkContent: head + LINK_TEXTS[link.purpose],
      link,
      summary: `text the link ${link.id}`,
    });
  }

  revokeLink({ id, by }: SignalInput<'revokeLink'>): void {
    const link = this.progress.links.find((candidate) => candidate.id === id);
    if (link === undefined || link.revokedAt !== undefined) return;
    link.revokedAt = new Date().toISOString();
    link.revokedBy = by;
  }

  /** Callbacks of a machine's, checked where they came in: one that is not understood is nobody's to correct. */
  listenToReports(): void {
    for (const report of Object.keys(REPORTS) as ReportName[]) {
      setHandler(defineSignal<[unknown]>(report), (raw: unknown) => {
        const parsed = REPORTS[report].safeParse(raw);
        if (parsed.success) this.take({ report, value: parsed.data } as Report);
      });
    }
  }

  /** What MessageMedia told of a message or of a contact; nothing of it is news twice. */
  private take({ report, value }: Report): void {
    if (report === 'reportDelivery') {
      const message = this.progress.messages.find(({ id }) => id === value.messageId);
      if (message === undefined || isFinal(message.status)) return;
      message.status = value.status;
      if (isUndelivered(value.status)) {
        message.problem = `MessageMedia reports "${value.status}". Tell ${message.contact} another way, and check the mobile number.`;
        this.failed(message);
      }
      return;
    }
    const at = value.at === undefined ? Date.now() : Date.parse(value.at);
    const isStop = report === 'reportOptOut';
    const names = this.namesOf(value).filter((name) => {
      const known = this.progress.optChangedAt?.[name];
      const latest = known === undefined ? -Infinity : Date.parse(known);
      // In doubt they want none.
      return isStop ? at >= latest : at > latest;
    });
    const changedAt = { ...this.progress.optChangedAt };
    for (const name of names) changedAt[name] = new Date(at).toISOString();
    this.progress.optChangedAt = changedAt;
    const others = this.progress.optedOut.filter((name) => !names.includes(name));
    this.progress.optedOut = isStop ? [...others, ...names] : others;
  }

  /** Whoever has the number, and the one whom the text was for, in case numbers are written in several ways. */
  private namesOf({ mobile, messageId }: Extract<Report, { report: 'reportOptOut' }>['value']): string[] {
    const answered = this.progress.messages.find(({ id }) => id === messageId)?.contact;
    return this.request.contacts
      .filter((contact) => contact.mobile === mobile || contact.name === answered)
      .map(({ name }) => name);
  }

  /** Sends one text, with the link's page where the worker knows of pages; once for its id. Never fails. */
  async send(contact: Contact, text: Text, { byDay, over }: When = AT_ONCE): Promise<TextOutcome> {
    const now = Date.now();
    const day = byDay ? daytimeLeft(now, this.timeZoneOf(contact)) : Infinity;
    if (day === 0) return 'postponed';
    const { id, content, linkContent, link, summary } = text;
    const { message, before } = this.messageFor(contact, text);
    const withLink = { content: linkContent, of: this.of, id: link.id, expiresAt: link.expiresAt };
    const { customerId } = this.progress;
    this.sending += 1;
    const { outcome: tried, ...told } = await textOnce(
      { id, customerId, to: contact.mobile, content, withLink },
      {
        summary,
        before,
        giveUpAt: now + Math.min(TEXT_MS, day),
        latest: now + Math.min(LONGEST_MS, day),
        unwanted: () => this.stopped || over() || this.hasOptedOut(contact) || link.revokedAt !== undefined,
        pausing: (until) => {
          if (until === undefined) delete message.nextTryAt;
          else message.nextTryAt = new Date(until).toISOString();
        },
      },
    );
    this.sending -= 1;
    const outcome = outcomeOf(tried, day);
    // Its delivery may be reported first.
    if (message.status === 'sending') {
      Object.assign(message, told, { status: outcome });
      if (hasFailed(message)) this.failed(message);
    } else {
      Object.assign(message, told, message.problem === undefined ? {} : { problem: message.problem });
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
  private messageFor(contact: Contact, { id, step }: Text): { message: TextMessage; before: boolean } {
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

  private keep(link: SetupLink): SetupLink {
    this.progress.links = [...this.progress.links, link].slice(-KEPT);
    return link;
  }
}

/** @param day milliseconds that were left of it; `Infinity` for a text that does not heed it */
function outcomeOf(tried: Tried['outcome'], day: number): TextOutcome {
  if (tried === 'given up' && day < TEXT_MS) return 'postponed';
  if (tried === 'put off') return day < Infinity ? 'postponed' : 'given up';
  return tried;
}

/** For operators. */
export const failureTold = ({ contact, status, problem }: TextMessage) =>
  isUndelivered(status)
    ? `The text message to ${contact} was not delivered. ${problem ?? ''}`.trimEnd()
    : `The text message to ${contact} could not be sent. ${problem ?? `Tell ${contact} another way.`}`;

/** Why this link cannot be made. Pure, for validators. */
export function linkRefusal(
  { id, contact, purpose, send, forwardedBy }: SignalInput<'makeLink'>,
  { links, optedOut }: Pick<Progress, 'links' | 'optedOut'>,
  { contacts }: OnboardingRequest,
): string | undefined {
  const names = contacts.map(({ name }) => name);
  if (forwardedBy === undefined) {
    if (!names.includes(contact)) return `there is no contact "${contact}"; one of ${names.join(', ')}`;
  } else if (send) {
    return 'a link that is passed on is sent by whoever passes it on';
  } else if (
    links.filter((link) => link.id !== id && link.forwardedBy !== undefined).length >= MOST_FORWARDED
  ) {
    return `links were passed on ${String(MOST_FORWARDED)} times already`;
  }
  if (send && optedOut.includes(contact)) return `${contact} has asked for no more texts`;
  const known = links.find((link) => link.id === id);
  if (known === undefined) return undefined;
  if (known.revokedAt !== undefined) return `the link ${id} is revoked`;
  const other = known.contact !== contact || known.purpose !== purpose;
  return other ? `the link ${id} is for another contact or purpose` : undefined;
}
