/** The languages of the customer's pages, each in one catalogue. */
import type { Language } from '../../onboarding/languages.js';
import { EN } from './en/index.js';
import { type Said, said } from './message.js';

export type Words = Said<typeof EN>;

// The English catalogue tells what fills the blanks; test/unit/web/words.test.ts holds the others to it.
export const WORDS: Readonly<Record<Language, Words>> = {
  en: said(EN, 'en') as Words,
};
