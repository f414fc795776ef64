/** The languages of the customer's pages: one catalogue each, and what was recorded in English as each says it. */
import type { Language } from '../../onboarding/languages.js';
import type { Explained } from '../../onboarding/problems/explained.js';
import { DE } from './de/index.js';
import { problems as germanProblems } from './de/problems.js';
import { recorded as germanRecorded } from './de/recorded.js';
import { EN } from './en/index.js';
import { FR } from './fr/index.js';
import { problems as frenchProblems } from './fr/problems.js';
import { recorded as frenchRecorded } from './fr/recorded.js';
import { type Said, said, type Translated } from './message.js';
import { problemIn, type ProblemWords, type SaidProblem } from './problems.js';
import { type RecordedIn, recordedIn, type SayRecorded } from './recorded.js';

export type Words = Said<typeof EN>;

export type Spoken = {
  words: Words;
  /** What was recorded in English; undefined where that is not known here. */
  recorded: SayRecorded;
  /** @param brand who asks */
  problem: (problem: Explained, brand: string) => SaidProblem;
};

type Catalogue = { words: Translated<typeof EN>; problems: ProblemWords; recorded: RecordedIn };

function spoken(language: Language, { words, problems, recorded }: Catalogue): Spoken {
  const sayRecorded = recordedIn(recorded, language);
  return {
    words: wordsIn(words, language),
    recorded: sayRecorded,
    problem: problemIn(problems, sayRecorded),
  };
}

/** The blanks of a message have their types from the English catalogue; test/unit/web/words.test.ts holds the others to it. */
const wordsIn = (words: Translated<typeof EN>, language: Language) => said(words, language) as Words;

export const SPOKEN: Readonly<Record<Language, Spoken>> = {
  en: { words: wordsIn(EN, 'en'), recorded: (text) => text, problem: (problem) => problem },
  de: spoken('de', { words: DE, problems: germanProblems, recorded: germanRecorded }),
  fr: spoken('fr', { words: FR, problems: frenchProblems, recorded: frenchRecorded }),
};
