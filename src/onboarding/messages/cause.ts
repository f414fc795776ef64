/** Why a contact is written to. The words are a catalogue's: one for each language. */
import type { Language } from '../languages.js';
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

/** Who is written about, for whom, and in which language; English where histories of before name none. */
export type Occasion = { cause: Cause; companyName: string; profile: ProfileName; language?: Language };
