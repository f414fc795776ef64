/** A text message in words: who asks, for what, how long it takes, and the link. */
import { english } from '../onboarding/messages/english.js';
import type { Occasion } from '../onboarding/messages/cause.js';
import { inGsm } from './smsText.js';

/** A longer name would cost another part. */
const LONGEST_COMPANY = 20;

/** @param url undefined where the worker knows of no pages */
export function textMessage(
  { cause, companyName }: Pick<Occasion, 'cause' | 'companyName'>,
  brand: string,
  url: string | undefined,
): string {
  const { opening, subject, request, time, withoutLink } = english({
    cause,
    brand,
    companyName: shortName(companyName),
  });
  const asked = time === undefined ? request : `${request} (${time})`;
  const text = `${opening} ${subject}: ${url === undefined ? withoutLink : `${asked}:`}`.trim();
  const spelt = inGsm(text) ?? text;
  return url === undefined ? spelt : `${spelt} ${url}`;
}

/** A name in another script would make the whole text wide, and more than twice as long. */
function shortName(companyName: string): string {
  const name = inGsm(companyName) ?? 'your company';
  return name.length <= LONGEST_COMPANY ? name : `${name.slice(0, LONGEST_COMPANY - 3).trimEnd()}...`;
}
