/** Who reads a page: in which language, and where the clock shows what. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Language } from '../onboarding/languages.js';
import { type DateForm, type Dates, datesIn } from './dates.js';
import { type Words, WORDS } from './words/languages.js';

export type Reader = {
  language: Language;
  words: Words;
  dates: Dates;
  /** "Anna, Ben and Cora" */
  listed: (items: readonly string[]) => string;
};

/** English is written as in Britain. */
const LOCALES: Record<Language, string> = { en: 'en-GB' };

export const newReader = (language: Language, timeZone: string): Reader => ({
  language,
  words: WORDS[language],
  dates: datesIn(LOCALES[language], timeZone),
  listed: (items) => new Intl.ListFormat(LOCALES[language], { type: 'conjunction' }).format(items),
});

/** As operators read. */
export const ReaderContext = createContext<Reader>(newReader('en', 'UTC'));

export const useReader = (): Reader => useContext(ReaderContext);

export function Time({ at, form = 'day' }: { at: Date; form?: DateForm }) {
  const { dates } = useReader();
  return <time dateTime={at.toISOString()}>{dates.formatted(at, form)}</time>;
}
