/** What contacts read in text messages and e-mails: a catalogue for each language, put together alike. */
import type { LinkPurpose } from '../links.js';
import type { HandoverReason } from '../rollover.js';
import type { Cause, Occasion } from './cause.js';

export type Catalogue = {
  /** What it is about, such as `MessageMedia SSO for Contoso`. */
  subject: (brand: string, companyName: string) => string;
  /** Between that and what is asked. */
  colon: string;
  /** What to do, without a full stop at the end: a link follows. */
  tasks: Record<LinkPurpose, string>;
  /** The same, where a contact passes it on. */
  askedBy: Record<LinkPurpose, (from: string) => string>;
  certificates: Record<HandoverReason, (date: string) => string>;
  newValues: string;
  testAgain: string;
  /** Instead of the link, where there are no pages. */
  getInTouch: string;
  asAssigned: string;
  reminder: string;
  daysLeft: (days: number) => string;
  urgent: string;
  minutes: (count: number) => string;
  /** In place of a name that a text message cannot write. */
  unwritten: { company: string; colleague: string };
  /** Of 2026-12-31. */
  day: (expiresOn: string) => string;
  /** What an e-mail says besides. */
  email: {
    greeting: (name: string) => string;
    /** Who asks, and for whom. */
    lead: (brand: string, companyName: string) => string;
    time: (minutes: number) => string;
    button: string;
    personal: (name: string, until: string) => string;
    /** As the time zone has it. */
    date: (at: Date, timeZone: string) => string;
    stop: string;
  };
};

/** One message's words; each channel puts them together in its own way. */
export type Words = {
  /** Before everything else, such as `Reminder.`; empty where there is nothing to say. */
  opening: string;
  subject: string;
  /** What to do and why, without a full stop at the end: a link follows. */
  request: string;
  /** How long it takes; undefined where nothing is asked. */
  minutes: number | undefined;
  /** Instead of the request and the link, where there are no pages. */
  withoutLink: string;
};

const MINUTES: Record<LinkPurpose, number | undefined> = {
  consent: 2,
  handover: 5,
  roles: 2,
  signIn: 1,
  forceSso: 2,
  all: undefined,
};

export function wordsOf(
  catalogue: Catalogue,
  { cause, companyName, brand }: Pick<Occasion, 'cause' | 'companyName'> & { brand: string },
): Words {
  return { subject: catalogue.subject(brand, companyName), ...asked(catalogue, cause) };
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function asked(catalogue: Catalogue, cause: Cause): Omit<Words, 'subject'> {
  const again = (number: number) => (number > 1 ? catalogue.reminder : '');
  switch (cause.about) {
    case 'task':
      return {
        opening: again(cause.number),
        request: catalogue.tasks[cause.task],
        minutes: MINUTES[cause.task],
        withoutLink: cause.instruction,
      };
    case 'link': {
      const { task, from } = cause;
      return {
        opening: '',
        request: from === undefined ? catalogue.tasks[task] : catalogue.askedBy[task](from),
        minutes: MINUTES[task],
        withoutLink: catalogue.getInTouch,
      };
    }
    case 'certificate': {
      const { number, daysLeft, isUrgent, reason, expiresOn, instruction } = cause;
      const later = number > 1 ? catalogue.daysLeft(daysLeft) : '';
      return {
        opening: isUrgent ? catalogue.urgent : later,
        request: `${catalogue.certificates[reason](catalogue.day(expiresOn))} ${catalogue.newValues}`,
        minutes: 5,
        withoutLink: instruction,
      };
    }
    case 'newCertificateTest':
      return {
        opening: again(cause.number),
        request: catalogue.testAgain,
        minutes: 1,
        withoutLink: `${sentence(catalogue.testAgain)}, ${catalogue.asAssigned}`,
      };
  }
}
