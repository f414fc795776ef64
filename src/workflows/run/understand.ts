/** What somebody told a workflow, or why it was not understood. Anybody may send anything, so nothing here throws. */
import { z } from 'zod';
import { describeIssues } from '../../onboarding/describeIssues.js';
import { isUndecodable } from '../../onboarding/undecodable.js';

/** Progress keeps the last refusals, and Temporal answers no query with more than 2 MiB: an input may fill it alone. */
const LONGEST_REASON = 2_000;

export const inShort = (reason: string): string =>
  reason.length > LONGEST_REASON ? `${reason.slice(0, LONGEST_REASON)}…` : reason;

/** @param raw as it came */
export function understand(schema: z.ZodType, raw: unknown): { value: unknown } | { malformed: string } {
  if (isUndecodable(raw)) return { malformed: inShort(`malformed: the input ${raw.undecodable.reason}`) };
  const parsed = z.safeParse(schema, raw);
  if (parsed.success) return { value: parsed.data };
  return { malformed: inShort(`malformed: ${describeIssues(parsed.error).join('; ')}`) };
}
