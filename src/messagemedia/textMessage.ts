/** A text message in words: who asks, for what, how long it takes, and the link. */
import { ENGLISH } from '../onboarding/messages/english.js';
import type { Occasion } from '../onboarding/messages/cause.js';
import { inGsm } from './smsText.js';

/** Longer ones would cost another part. */
const LONGEST_NAME = 20;

/** @param url undefined where the worker knows of no pages */
export function textMessage(
  { cause, companyName }: Pick<Occasion, 'cause' | 'companyName'>,
  brand: string,
  url: string | undefined,
): string {
  const { opening, subject, request, time, withoutLink } = ENGLISH.words({
    cause:
      cause.about === 'link' && cause.from !== undefined
        ? { ...cause, from: shortName(cause.from, 'your colleague') }
        : cause,
    brand,
    companyName: shortName(companyName, 'your company'),
  });
  const asked = time === undefined ? request : `${request} (${time})`;
  const text = `${opening} ${subject}: ${url === undefined ? withoutLink : `${asked}:`}`.trim();
  const spelt = inGsm(text) ?? text;
  return url === undefined ? spelt : `${spelt} ${url}`;
}

/** A name in another script would make the whole text wide, and more than twice as long. */
function shortName(written: string, otherwise: string): string {
  const name = inGsm(written) ?? otherwise;
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 3).trimEnd()}...`;
}
