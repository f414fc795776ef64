/** Those who are chosen so far: the list as text, which is the one truth, and what is known of each who was picked. */
import { z } from 'zod';
import type { Assignment } from '../../onboarding/choice.js';
import type { FoundInDirectory } from '../../onboarding/directory.js';
import { assignmentKey } from '../../onboarding/choiceProblems.js';
import { type ChoiceLine, lineOf } from './choice.js';
import type { ChoiceForm } from './choiceForm.js';

/** What a row shows of who was picked; of a pasted line nothing is known before it is checked. */
const details = z.object({
  name: z.string().max(300),
  id: z.string().max(50).optional(),
  description: z.string().max(300).optional(),
  directUsers: z.object({ count: z.int(), more: z.boolean() }).optional(),
});
export type Details = z.infer<typeof details>;

const picked = z.object({ type: z.enum(['user', 'group']), principal: z.string().max(256), details });

/** The value of the button that adds what was found. */
export function pickText({ type, principal, name, id, description, directUsers }: FoundInDirectory): string {
  const cut = { name: name.slice(0, 300), id, description: description?.slice(0, 300), directUsers };
  return JSON.stringify({ type, principal, details: cut } satisfies z.infer<typeof picked>);
}

/** Rows of one page; the rest of a longer list is told in numbers. */
export const MOST_ROWS = 200;

const known = z.record(z.string().max(300), details);

/** By principal. What a browser makes up is shown to itself alone. */
export function detailsIn(text: string): Map<string, Details> {
  const read = known.safeParse(jsonIn(text));
  return new Map(Object.entries(read.data ?? {}).slice(0, MOST_ROWS));
}

export const detailsText = (of: ReadonlyMap<string, Details>): string =>
  JSON.stringify(Object.fromEntries(of));

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whoever it is, in whichever role. */
const principalKey = ({ type, principal }: Assignment) => assignmentKey({ type, principal });

/** The line of it that rows are known by. */
export const canonical = ({ assignment, text }: ChoiceLine) =>
  assignment === undefined ? text : lineOf(assignment);

/**
 * The form with what was asked for: roles of rows, somebody more, somebody less. Lines are then as `canonical` writes
 * them; a list that nothing was asked of stays as it was typed.
 */
export function changed(form: ChoiceForm, lines: readonly ChoiceLine[]): ChoiceForm {
  const { row, rowRole, remove, add, defaultRole } = form;
  if (row.length === 0 && remove === undefined && add === undefined) return form;
  const roles = new Map(row.map((line, i) => [line, rowRole[i]]));
  const kept = lines.flatMap((line) => {
    const text = canonical(line);
    if (text === remove) return [];
    const role = roles.get(text);
    return [
      line.assignment === undefined || role === undefined ? text : lineOf({ ...line.assignment, role }),
    ];
  });
  const pick = picked.safeParse(add === undefined ? undefined : jsonIn(add)).data;
  if (pick === undefined) return { ...form, list: kept.join('\n') };
  const { type, principal } = pick;
  const line = lineOf({ type, principal, ...(defaultRole === undefined ? {} : { role: defaultRole }) });
  const all = detailsIn(form.known).set(principalKey({ type, principal }), pick.details);
  return {
    ...form,
    list: (kept.includes(line) ? kept : [...kept, line]).join('\n'),
    known: detailsText(all),
  };
}

export type Row = {
  line: ChoiceLine;
  assignment: Assignment;
  details: Details | undefined;
  otherRoles: string[];
};

/** The lines that can be read, each with the other roles that the same principal is chosen in. */
export function rowsOf(lines: readonly ChoiceLine[], of: ReadonlyMap<string, Details>): Row[] {
  const otherRolesOf = rolesByPrincipal(lines);
  return lines.flatMap((line) => {
    const { assignment } = line;
    if (assignment === undefined) return [];
    return [{ line, assignment, details: of.get(principalKey(assignment)), otherRoles: otherRolesOf(line) }];
  });
}

/** One person in two roles: of each line, the other roles that its principal is chosen in. */
export function rolesByPrincipal(lines: readonly ChoiceLine[]): (line: ChoiceLine) => string[] {
  const roles = new Map<string, Set<string>>();
  for (const { assignment } of lines) {
    if (assignment?.role === undefined) continue;
    const key = principalKey(assignment);
    const known = roles.get(key) ?? new Set();
    roles.set(key, known.add(assignment.role));
  }
  return ({ assignment }) =>
    assignment === undefined
      ? []
      : [...(roles.get(principalKey(assignment)) ?? [])].filter((role) => role !== assignment.role);
}
