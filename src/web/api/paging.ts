/** Lists of the API, page by page. */
import { z } from 'zod';
import { readCursor, signedCursor } from '../cursor.js';
import type { Keys } from '../sealed.js';
import { ApiProblem } from './problemDetails.js';

/** Parameters of any list. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^[\w-]{1,2000}\.[\w-]{22}$/)
    .optional()
    .describe('`next` of the page before'),
};

export const nextCursor = z.string().optional().describe('Cursor of the next page; missing on the last');

/** What they ask Temporal for. @throws ApiProblem for a cursor that was never given out */
export function pageOf(keys: Keys, { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  if (cursor === undefined) return { size: limit };
  const own = readCursor(keys, cursor);
  if (own !== undefined) return { size: limit, cursor: own };
  const errors = [{ detail: 'is none that this API has given out', parameter: 'cursor' }];
  throw new ApiProblem('invalid-request', 'One thing is wrong.', errors);
}

export const signed = (keys: Keys, next: string | undefined) =>
  next === undefined ? undefined : signedCursor(keys, next);
