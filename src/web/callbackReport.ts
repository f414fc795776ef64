/** What one of MessageMedia's callbacks tells of a text of ours: a delivery report, a reply, or an opt-out. */
import { z } from 'zod';
import { CUSTOMER_KEY, MESSAGE_ID_KEY, mobileOf, type Report, REPORTS } from '../onboarding/textMessages.js';

const metadata = z.record(z.string(), z.unknown()).nullish();
const common = { metadata, date_received: z.string().nullish() };
const contact = { source_number: z.string().nullish() };

const deliveryReport = z.object({ delivery_report_id: z.string(), status: z.string(), ...common });
const reply = z.object({ reply_id: z.string(), content: z.string(), ...contact, ...common });
/** Of an account's webhook for opt-outs, which has no id of a reply (observed O10): its coming is the STOP. */
const optOut = z.object({ notification_id: z.string(), ...contact, ...common });
const callback = z.union([deliveryReport, reply, optOut]);
export type Callback = z.output<typeof callback>;

/** Words that begin other sentences too count only when they stand alone. */
const STOP = /^\s*((stop|stopall|unsubscribe|opt[ -]?out)\b|(cancel|end|quit)\W*$)/i;
const START = /^\s*(start|unstop)\W*$/i;

/** Undefined for what is none of the three. */
export function readCallback(body: string): Callback | undefined {
  const parsed = callback.safeParse(safeJson(body));
  return parsed.success ? parsed.data : undefined;
}

/**
 * Which customer's text it is about. `unnamed`: its metadata say of nobody's, as with texts that are not ours;
 * `untold`: it has no place for them, so nobody can tell.
 */
export function customerOf({ metadata: told }: Callback): { customerId: string } | 'unnamed' | 'untold' {
  const customerId = told?.[CUSTOMER_KEY];
  if (customerId === undefined) return 'untold';
  return typeof customerId === 'string' && /^[a-z0-9-]{1,32}$/.test(customerId) ? { customerId } : 'unnamed';
}

/**
 * `nothing` to act on: a reply that is neither STOP nor START. Undefined when it cannot be told whom it is about.
 * @param sentAt of the signed Date header, where the body says no time
 */
export function reportOf(told: Callback, sentAt: number): Report | 'nothing' | undefined {
  const messageId = messageIdOf(told);
  const at = new Date(timeOf(told.date_received) ?? sentAt).toISOString();
  if ('delivery_report_id' in told) {
    return understood('reportDelivery', { messageId, status: told.status.toLowerCase(), at });
  }
  const report = 'content' in told ? reportOfReply(told.content) : 'reportOptOut';
  if (report === undefined) return 'nothing';
  const mobile = mobileOf(told.source_number ?? '');
  return understood(report, { mobile, messageId, at });
}

function reportOfReply(content: string): 'reportOptOut' | 'reportOptIn' | undefined {
  if (STOP.test(content)) return 'reportOptOut';
  return START.test(content) ? 'reportOptIn' : undefined;
}

function understood(report: Report['report'], value: object): Report | undefined {
  const parsed = REPORTS[report].safeParse(value);
  return parsed.success ? ({ report, value: parsed.data } as Report) : undefined;
}

/** A template renders what it does not know as it is written: no id of ours begins with `$`. */
function messageIdOf({ metadata: told }: Callback): string | undefined {
  const id = told?.[MESSAGE_ID_KEY];
  return typeof id === 'string' && id !== '' && !id.startsWith('$') ? id : undefined;
}

/** Without a time zone it is UTC. */
function timeOf(text: string | null | undefined): number | undefined {
  if (text == null) return undefined;
  const ms = Date.parse(/(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
