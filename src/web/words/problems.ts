/** What the catalogue of problems says to the customer's people, in other languages than its own. */
import { filled } from '../../onboarding/blanks.js';
import { type ProblemCode, PROBLEMS } from '../../onboarding/problems/catalogue.js';
import type { Entry } from '../../onboarding/problems/entry.js';
import type { Explained } from '../../onboarding/problems/explained.js';
import { patternOf, type SayRecorded } from './recorded.js';

type Reason = { readonly reason: string };
type StepsOf<E> = E extends { steps: infer Steps }
  ? { readonly steps: { readonly [I in keyof Steps]: string } }
  : { readonly steps?: never };
type CasesOf<E> = E extends { cases: infer Cases }
  ? { readonly cases: { readonly [Case in keyof Cases]: Reason } }
  : { readonly cases?: never };

/** Every problem with what the customer's people see of it; the remedy is the operator's. */
export type ProblemWords = {
  readonly [Code in ProblemCode]: Reason & { readonly title: string } & StepsOf<(typeof PROBLEMS)[Code]> &
    CasesOf<(typeof PROBLEMS)[Code]>;
};

export type SaidProblem = Pick<Explained, 'title' | 'reason' | 'steps'>;

const isKnown = (code: string): code is ProblemCode => Object.hasOwn(PROBLEMS, code);

/** A problem in the words of a language, with whatever is not known in it as it was recorded. */
export function problemIn(words: ProblemWords, recorded: SayRecorded) {
  return (problem: Explained, brand: string): SaidProblem => {
    if (!isKnown(problem.code)) return { reason: problem.reason };
    const entry: Entry = PROBLEMS[problem.code];
    const {
      title,
      reason,
      steps,
      cases,
    }: { title: string; reason: string; steps?: readonly string[]; cases?: Record<string, Reason> } =
      words[problem.code];
    const ways = [
      { english: entry.reason, other: reason },
      ...Object.entries(entry.cases ?? {}).map(([name, one]) => ({
        english: one.reason,
        other: cases?.[name]?.reason ?? reason,
      })),
    ];
    const found = ways.flatMap(({ english, other }) => {
      const facts = patternOf(english).exec(problem.reason);
      return facts === null ? [] : [filled(other, translated(facts.groups ?? {}, recorded))];
    });
    return {
      title,
      reason: found[0] ?? recorded(problem.reason) ?? problem.reason,
      ...(steps === undefined ? {} : { steps: steps.map((step) => filled(step, { brand })) }),
    };
  };
}

const translated = (facts: Record<string, string>, recorded: SayRecorded) =>
  Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, recorded(fact) ?? fact]));
