/** What the pages of the role choice send, and what comes of a search. */
import { z } from 'zod';
import { withoutHidden } from '../../onboarding/visible.js';
import type { FoundInDirectory } from '../../onboarding/directory.js';

export const choiceForm = z.looseObject({
  list: z.string().default('').transform(withoutHidden),
  defaultRole: z.string().max(120).optional(),
  text: z.string().trim().max(100).default(''),
  role: z.string().max(120).optional(),
  add: z.string().max(600).optional(),
  name: z.string().trim().max(100).default(''),
  /** The next page of what was searched for, sealed. */
  after: z.string().max(16_000).optional(),
});
export type ChoiceForm = z.infer<typeof choiceForm>;

export type SearchOutcome = { found: FoundInDirectory[]; after?: string } | 'failed';
