/** Who reads a page: in which language, and where the clock shows what. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Language } from '../onboarding/languages.js';
import { type DateForm, type Dates, datesIn } from './dates.js';
import { type Spoken, SPOKEN } from './words/languages.js';

export type Reader = Spoken & {
  language: Language;
  dates: Dates;
  /** "Anna, Ben and Cora" */
  listed: (items: readonly string[]) => string;
  /** A page that can be loaded again can also be loaded in another language. */
  maySwitch: boolean;
};

/** English is written as in Britain. */
const LOCALES: Record<Language, string> = { en: 'en-GB', de: 'de', fr: 'fr' };

export const newReader = (language: Language, timeZone: string, maySwitch: boolean): Reader => ({
  ...SPOKEN[language],
  language,
  dates: datesIn(LOCALES[language], timeZone),
  listed: (items) => new Intl.ListFormat(LOCALES[language], { type: 'conjunction' }).format(items),
  maySwitch,
});

/** Operators read English, and their clocks show UTC. */
export const OPERATOR = newReader('en', 'UTC', false);

export const ReaderContext = createContext(OPERATOR);

export const useReader = (): Reader => useContext(ReaderContext);

/** Scripts show it as the clock of whoever looks at it: assets/client.js. */
export function Time({ at, form = 'day' }: { at: Date; form?: DateForm }) {
  const { dates } = useReader();
  return (
    <time dateTime={at.toISOString()} data-form={form}>
      {dates.formatted(at, form)}
    </time>
  );
}

/** Words that were recorded in English, in the reader's language where they are known. */
export function Recorded({ text }: { text: string }) {
  const { recorded } = useReader();
  const said = recorded(text);
  return said === undefined ? <span lang="en">{text}</span> : <>{said}</>;
}
