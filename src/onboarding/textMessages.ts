/** Messages to contacts: what the progress shows of them, and when a reminder may be sent. */
import { z } from 'zod';
import type { StepName, WatchStepName } from './steps.js';

/** Metadata key under which our own id of a message travels. */
export const MESSAGE_ID_KEY = 'sso-onboarding-message';
/** And the customer's id: a callback at the address for the whole account is theirs. */
export const CUSTOMER_KEY = 'sso-onboarding-customer';

/** How contacts are written to, as it is said within a sentence. */
export const CHANNELS = { sms: 'text message', email: 'e-mail' } as const;
export type Channel = keyof typeof CHANNELS;

export type TextMessage = {
  /** Our own id, which travels in the message's metadata. */
  id: string;
  step: StepName | WatchStepName;
  /** Name of the contact. */
  contact: string;
  /** Absent of text messages. */
  channel?: Exclude<Channel, 'sms'>;
  at: string;
  /** `sending`, then how it went, then what MessageMedia reports: `delivered`, `failed`, … */
  status: string;
  /** How many parts it took, each of which is paid for, and in which encoding. */
  parts?: number;
  encoding?: string;
  /** Why it was not sent, or not delivered, and what to do. */
  problem?: string;
  /** While the Messages API has asked to be left alone. */
  nextTryAt?: string;
};

/** What MessageMedia reports last of a message; a late report of an earlier state does not undo it. */
const UNDELIVERED = ['bounced', 'failed', 'rejected', 'expired', 'undeliverable', 'cancelled'];
export const isUndelivered = (status: string) => UNDELIVERED.includes(status);
export const isFinal = (status: string) =>
  isUndelivered(status) || status === 'delivered' || status === 'read';
/** It did not reach the contact, and will not: somebody has to tell them. */
export const hasFailed = ({ status }: TextMessage) =>
  isUndelivered(status) || status === 'refused' || status === 'given up';

/** Of a telephone as callbacks write it: some without the plus sign. Undefined when it is none. */
export function mobileOf(address: string): string | undefined {
  const digits = address.replace(/[\s().-]/g, '').replace(/^\+/, '');
  return /^\d{7,15}$/.test(digits) ? `+${digits}` : undefined;
}

const mobile = z.string().regex(/^\+\d{7,15}$/);
/** When MessageMedia had it: what is told late, or again, does not undo what came after it. */
const at = z.iso.datetime().optional();
/** Of one contact: by their number or name, or as the one whom our message was for. */
const whose = z
  .object({
    mobile: mobile.optional(),
    contact: z.string().max(100).optional(),
    messageId: z.string().max(256).optional(),
    at,
  })
  .refine(
    ({ mobile: number, contact, messageId }) =>
      number !== undefined || contact !== undefined || messageId !== undefined,
  );

/** What MessageMedia's callbacks tell of our messages; forwarded as signals. */
export const REPORTS = {
  reportDelivery: z.object({
    messageId: z.string().max(256),
    status: z.string().regex(/^[a-z]{1,20}$/),
    at,
  }),
  /** The contact answered STOP: whoever has this number gets no more texts. */
  reportOptOut: whose,
  /** They answered START later, and may be texted again. */
  reportOptIn: whose,
} as const;
export type ReportName = keyof typeof REPORTS;
export type Report = { [N in ReportName]: { report: N; value: z.output<(typeof REPORTS)[N]> } }[ReportName];

/** What a try that failed tells of when the next may come. */
export const retryAfterSchema = z.object({ retryAfterMs: z.number().nullable() });
export type RetryAfter = z.output<typeof retryAfterSchema>;

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** How often a contact who is on our pages is told of to the workflow. */
export const SEEN_EVERY_MS = 30 * 60_000;
/** After that nobody is texted for an hour: they may have stayed until just before they were told of again. */
export const NOT_TEXTED_MS = SEEN_EVERY_MS + 60 * 60_000;

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

export type NextText = {
  /** From 1. */
  number: number;
  /** Milliseconds since the epoch. */
  at: number;
  byDay: boolean;
};

/**
 * The next text of several, or undefined after the last. Of those that have become due, since nobody was there to send
 * them or it was night, only the last is sent.
 * @param times when each is due, ascending, in milliseconds since the epoch
 * @param sent how many have been, or were left out
 * @param from not before
 * @param atOnce the first of all does not wait for the day
 */
export function nextText(
  times: readonly number[],
  { sent, from, timeZone, atOnce }: { sent: number; from: number; timeZone: string; atOnce: boolean },
): NextText | undefined {
  const time = times[sent];
  if (time === undefined) return undefined;
  const byDay = !(atOnce && sent === 0);
  const at = byDay ? withinDaytime(Math.max(time, from), timeZone) : Math.max(time, from);
  return { number: times.filter((due) => due <= at).length, at, byDay };
}

/** So many milliseconds are left until 18:00 there; 0 at night. */
export function daytimeLeft(ms: number, timeZone: string): number {
  const minute = minuteOfDay(ms, timeZone);
  return minute < FROM_MINUTE || minute >= TO_MINUTE ? 0 : (TO_MINUTE - minute) * 60_000 - (ms % 60_000);
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
