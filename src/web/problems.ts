/** What a page answers instead of its content: each kind has its words in strings.ts. */
import type { PROBLEM_TEXTS } from './strings.js';

export type ProblemKind = keyof typeof PROBLEM_TEXTS;

export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    readonly kind: ProblemKind,
  ) {
    super(kind);
  }
}
