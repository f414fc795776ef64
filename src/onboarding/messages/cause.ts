/** Why a contact is written to. The words are a catalogue's: one for each language. */
import type { LinkPurpose } from '../links.js';
import type { ProfileName } from '../profiles.js';
import type { HandoverReason } from '../rollover.js';

export type Cause =
  /** An onboarding waits for them. */
  | {
      about: 'task';
      task: LinkPurpose;
      /** Of the messages about it, from 1. */
      number: number;
      /** For where the worker knows of no pages. */
      instruction: string;
    }
  /** Somebody has a link sent to them; a contact who passes theirs on is named. */
  | { about: 'link'; task: LinkPurpose; from?: string }
  /** The Hub must be given another certificate. */
  | {
      about: 'certificate';
      reason: HandoverReason;
      number: number;
      daysLeft: number;
      /** Sign-in is broken, or will be soon. */
      isUrgent: boolean;
      /** As the calendar has it, such as 2026-12-31. */
      expiresOn: string;
      instruction: string;
    }
  /** The new certificate is to be tried once. */
  | { about: 'newCertificateTest'; number: number };

/** Who is written about, and for whom. */
export type Occasion = { cause: Cause; companyName: string; profile: ProfileName };

/** A language's words for one message; each channel puts them together in its own way. */
export type Words = {
  /** Before everything else, such as `Reminder.`; empty where there is nothing to say. */
  opening: string;
  /** What it is about, such as `MessageMedia SSO for Contoso`. */
  subject: string;
  /** What to do and why, without a full stop at the end: a link follows. */
  request: string;
  /** How long it takes; undefined where nothing is asked. */
  time: string | undefined;
  /** Instead of the request and the link, where there are no pages. */
  withoutLink: string;
};

/** One language's. */
export type Catalogue = {
  words: (occasion: Omit<Occasion, 'profile'> & { brand: string }) => Words;
  /** What an e-mail says besides. */
  email: {
    greeting: (name: string) => string;
    /** Who asks, and for whom. */
    lead: (brand: string, companyName: string) => string;
    time: (time: string) => string;
    button: string;
    personal: (name: string, until: string) => string;
    /** As the time zone has it. */
    date: (at: Date, timeZone: string) => string;
    stop: string;
  };
};
