/** Text messages to contacts: what the progress shows of them, and when a reminder may be sent. */
import { z } from 'zod';
import type { StepName } from './steps.js';
import type { WatchStepName } from './watch.js';

/** Metadata key under which our own id of a message travels. */
export const MESSAGE_ID_KEY = 'sso-onboarding-message';

export type TextMessage = {
  /** Our own id, which travels in the message's metadata. */
  id: string;
  step: StepName | WatchStepName;
  /** Name of the contact. */
  contact: string;
  at: string;
  /** `sending`, `not sent`, `sent`, then what MessageMedia reports: `delivered`, `failed`, … */
  status: string;
};

/** What MessageMedia's callbacks tell of our messages; forwarded as signals. */
export const REPORTS = {
  reportDelivery: z.strictObject({
    messageId: z.string().max(200),
    status: z.string().regex(/^[a-z]{1,20}$/),
  }),
  /** The contact answered STOP: whoever has this number gets no more texts. */
  reportOptOut: z.strictObject({ mobile: z.string().regex(/^\+\d{7,15}$/) }),
} as const;
export type ReportName = keyof typeof REPORTS;
export type Report = { [N in ReportName]: { report: N; value: z.output<(typeof REPORTS)[N]> } }[ReportName];

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const FROM_MINUTE = 8 * 60;
const TO_MINUTE = 18 * 60;
const DAY_MINUTES = 24 * 60;

/** The moment itself when it is between 8:00 and 18:00 there, else the next 8:00. Milliseconds since the epoch. */
export function withinDaytime(ms: number, timeZone: string): number {
  let at = ms;
  for (;;) {
    const minute = minuteOfDay(at, timeZone);
    if (minute >= FROM_MINUTE && minute < TO_MINUTE) return at;
    // Where clocks went forward overnight it is 9:00 then; where they went back, 8:00 is found at the second look.
    const wait = (FROM_MINUTE - minute + DAY_MINUTES) % DAY_MINUTES;
    at = Math.floor(at / 60_000) * 60_000 + wait * 60_000;
  }
}

function minuteOfDay(ms: number, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  });
  const parts = format.formatToParts(ms);
  const value = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return value('hour') * 60 + value('minute');
}
