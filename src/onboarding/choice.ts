/** A choice of users and groups: how a large one travels in parts, and how its assignment is told. */
import { z } from 'zod';

export const assignmentSchema = z.strictObject({
  type: z.enum(['user', 'group']),
  principal: z
    .string()
    .trim()
    .min(1)
    .max(256)
    .describe('User: principal name, e-mail address or object id. Group: display name or object id'),
  role: z.string().max(120).optional().describe('Value of an app role; leave out for "Default Access"'),
});
export type Assignment = z.infer<typeof assignmentSchema>;

/** A signal's payload stays under 100 KB: so many assignments, and so many characters of them as JSON, in one. */
export const PART_SIZE = 500;
export const PART_CHARACTERS = 80_000;
export const MOST_PARTS = 100;

/** Up to so many are looked up and assigned as a whole; more go page by page, past those that cannot be. */
export const SMALL_CHOICE = 200;

export type Part = { choice: string; number: number; of: number };

/** The choice in parts that can be sent, in order; `choice` is the same for all, and for a repeated sending. */
export function inParts(
  assignments: readonly Assignment[],
  choice: string,
): { assignments: Assignment[]; part?: Part }[] {
  const parts: Assignment[][] = [[]];
  let characters = 0;
  for (const assignment of assignments) {
    const length = JSON.stringify(assignment).length + 1;
    const last = parts.at(-1) ?? [];
    if (last.length === PART_SIZE || characters + length > PART_CHARACTERS) {
      parts.push([assignment]);
      characters = length;
    } else {
      last.push(assignment);
      characters += length;
    }
  }
  if (parts.length === 1) return parts.map((part) => ({ assignments: part }));
  return parts.map((part, i) => ({ assignments: part, part: { choice, number: i + 1, of: parts.length } }));
}

/** One that could not be assigned, and why. */
export type Unassigned = { principal: string; type: 'user' | 'group'; role: string | null; reason: string };

/** How far the assignment of a large choice is: positions in the choice, by the reason why they are not assigned. */
export const tallySchema = z.object({
  assigned: z.int().min(0),
  unassigned: z.record(z.string(), z.array(z.int().min(0))),
});
export type Tally = z.output<typeof tallySchema>;

export const countUnassigned = ({ unassigned }: Tally): number =>
  Object.values(unassigned).reduce((sum, positions) => sum + positions.length, 0);

/** Everyone that could not be assigned, in the order of the choice. */
export function listUnassigned(choice: readonly Assignment[], { unassigned }: Tally): Unassigned[] {
  return Object.entries(unassigned)
    .flatMap(([reason, positions]) => positions.map((position) => ({ reason, position })))
    .sort((a, b) => a.position - b.position)
    .flatMap(({ reason, position }) => {
      const assignment = choice[position];
      if (assignment === undefined) return [];
      const { principal, type, role } = assignment;
      return [{ principal, type, role: role ?? null, reason }];
    });
}
