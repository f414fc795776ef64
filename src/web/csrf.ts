/**
 * Forms that only our own pages can send: each carries a code made from whom the page was for, and browsers say
 * where a request comes from.
 */
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { HttpProblem } from './problems.js';
import { codeFor, isCodeFor, type Keys } from './sealed.js';

/** @param subject whom the form is for: a link's id, an operator's session */
export const csrfToken = (keys: Keys, subject: string) => codeFor(keys, 'form', subject);

const form = z.looseObject({ csrf: z.string() });

/** @throws HttpProblem 403 */
export function assertOwnForm(request: FastifyRequest, keys: Keys, subject: string): void {
  const site = request.headers['sec-fetch-site'];
  const parsed = form.safeParse(request.body);
  const foreign = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (foreign || !parsed.success || !isCodeFor(keys, 'form', subject, parsed.data.csrf)) {
    throw new HttpProblem(403, 'foreignForm');
  }
}
