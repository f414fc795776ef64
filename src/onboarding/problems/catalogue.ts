/** The one catalogue of problems that only a person can mend, or that outlast a step's time. */
import { filled } from '../blanks.js';
import type { Problem } from '../progress.js';
import { ACCESS } from './access.js';
import { APPLICATION } from './application.js';
import type { Entry, Words } from './entry.js';
import { HUB } from './hub.js';
import { SERVICE } from './service.js';
import { TENANT } from './tenant.js';

export const PROBLEMS = { ...ACCESS, ...TENANT, ...APPLICATION, ...HUB, ...SERVICE };
type Problems = typeof PROBLEMS;
export type ProblemCode = keyof Problems;

/** A problem of this version; a recorded one may have a code from an older version. */
export type NewProblem = Problem & { code: ProblemCode };

/** Names of the blanks in a text. */
type Blanks<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Blanks<Rest>
  : never;
type FactsOf<W> = W extends Words ? Record<Blanks<W['reason'] | W['remedy']>, string> : never;
type CasesOf<C extends ProblemCode> = Problems[C] extends { cases: infer Cases } ? Cases : object;

/** What fills a problem's blanks; with `case`, those of that case. */
type Facts<C extends ProblemCode> =
  | ({ case?: never } & FactsOf<Problems[C]>)
  | {
      [Case in keyof CasesOf<C>]: { case: Case } & FactsOf<CasesOf<C>[Case]>;
    }[keyof CasesOf<C>];
type Particulars<C extends ProblemCode> = Facts<C> & Pick<Problem, 'details'>;
type HasBlanks<C extends ProblemCode> = Blanks<Problems[C]['reason' | 'remedy']> extends never ? false : true;

/** Codes whose words have no blanks. */
export type PlainCode = { [C in ProblemCode]: HasBlanks<C> extends true ? never : C }[ProblemCode];

export function newProblem<C extends PlainCode>(code: C, about?: Particulars<C>): NewProblem;
export function newProblem<C extends ProblemCode>(code: C, about: Particulars<C>): NewProblem;
export function newProblem(
  code: ProblemCode,
  { details, ...facts }: { case?: string; details?: string[] } = {},
): NewProblem {
  const entry: Entry = PROBLEMS[code];
  const { reason, remedy } = (facts.case === undefined ? undefined : entry.cases?.[facts.case]) ?? entry;
  return {
    code,
    reason: filled(reason, facts),
    remedy: filled(remedy, facts),
    ...(details === undefined ? {} : { details }),
  };
}

/** Undefined for a code of another version. */
export const entryOf = (code: string): Entry | undefined =>
  Object.hasOwn(PROBLEMS, code) ? PROBLEMS[code as ProblemCode] : undefined;
