/** A text message in words: who asks, for what, how long it takes, and the link. */
import { CATALOGUES } from '../onboarding/messages/catalogues.js';
import type { Occasion } from '../onboarding/messages/cause.js';
import { wordsOf } from '../onboarding/messages/words.js';
import { inGsm } from './smsText.js';

/** Longer ones would cost another part. */
const LONGEST_NAME = 20;

/** @param url undefined where the worker knows of no pages */
export function textMessage(
  { cause, companyName, language = 'en' }: Pick<Occasion, 'cause' | 'companyName' | 'language'>,
  brand: string,
  url: string | undefined,
): string {
  const catalogue = CATALOGUES[language];
  const { company, colleague } = catalogue.unwritten;
  const { opening, subject, request, minutes, withoutLink } = wordsOf(catalogue, {
    cause:
      cause.about === 'link' && cause.from !== undefined
        ? { ...cause, from: shortName(cause.from, colleague) }
        : cause,
    brand,
    companyName: shortName(companyName, company),
  });
  const asked = minutes === undefined ? request : `${request} (${catalogue.minutes(minutes)})`;
  const said = url === undefined ? withoutLink : asked;
  const text = `${opening} ${subject}${catalogue.colon}${said}`.trim();
  const spelt = inGsm(text) ?? text;
  return url === undefined ? spelt : `${spelt}: ${url}`;
}

/** A name in another script would make the whole text wide, and more than twice as long. */
function shortName(written: string, otherwise: string): string {
  const name = inGsm(written) ?? otherwise;
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 3).trimEnd()}...`;
}
