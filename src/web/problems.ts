/** What a page answers instead of its content: each kind has its words in the catalogues of words/. */
import type { FastifyError } from 'fastify';
import { ZodError } from 'zod';
import { ERRORS, kindOf } from '../temporal/errors.js';
import { NoSignInError } from './openId.js';
import type { EN } from './words/en/index.js';

export type ProblemKind = keyof (typeof EN)['errors'];

export class HttpProblem extends Error {
  /** As the framework and its plugins call it. */
  get statusCode(): number {
    return this.status;
  }

  constructor(
    readonly status: number,
    readonly kind: ProblemKind,
  ) {
    super(kind);
  }
}

/** What an error means to whoever looks at a page. */
export function understood(error: FastifyError): Pick<HttpProblem, 'status' | 'kind'> {
  if (error instanceof HttpProblem) return error;
  // Of a form or an address that no page of ours has made.
  if (error instanceof ZodError) return { status: 400, kind: 'badInput' };
  const known = kindOf(error);
  if (known !== undefined) return { status: ERRORS[known].status, kind: ERRORS[known].page };
  if (error instanceof NoSignInError) return { status: 503, kind: 'noSignIn' };
  if (error.statusCode === 413) return { status: 413, kind: 'tooLarge' };
  if (error.statusCode === 429) return { status: 429, kind: 'tooMany' };
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return { status: error.statusCode, kind: 'badInput' };
  }
  return { status: 500, kind: 'failed' };
}
