/** What the pages of the role choice send, and what comes of a search. */
import { z } from 'zod';
import { withoutHidden } from '../../onboarding/visible.js';
import type { FoundInDirectory } from '../../onboarding/directory.js';

/** As forms send a field once or more often. */
const several = z
  .union([z.string().max(700), z.array(z.string().max(700)).max(1_000)])
  .default([])
  .transform((sent) => (typeof sent === 'string' ? [sent] : sent));

const tab = z.enum(['search', 'paste']);

export const choiceForm = z.looseObject({
  list: z.string().default('').transform(withoutHidden),
  defaultRole: z.string().max(120).optional(),
  text: z.string().trim().max(100).default(''),
  tab: tab.default('search'),
  /** The tab that is asked for. */
  open: tab.optional(),
  /** What was found, as a pick: see `pickText`. */
  add: z.string().max(2_000).optional(),
  /** The line of a row that is taken out. */
  remove: z.string().max(700).optional(),
  /** Of each row that the page shows: its line, and the role that was chosen there. */
  row: several,
  rowRole: several,
  /** What is known of those who were picked: see `knownText`. */
  known: z.string().max(200_000).default(''),
  name: z.string().trim().max(100).default(''),
  /** The next page of what was searched for, sealed. */
  after: z.string().max(16_000).optional(),
});
export type ChoiceForm = z.infer<typeof choiceForm>;

export type SearchOutcome = { found: FoundInDirectory[]; after?: string } | 'failed';
