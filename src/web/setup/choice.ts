/** A list of users and groups as people paste it: one per line, or CSV with or without a header, each with a role or not. */
import { parse } from 'csv-parse/sync';
import { setImmediate } from 'node:timers/promises';
import { type Assignment, assignmentSchema, SMALL_CHOICE } from '../../onboarding/choice.js';
import { assignmentProblems, CHOICE_PROBLEMS } from '../../onboarding/choiceProblems.js';
import type { OnboardingRequest } from '../../onboarding/request.js';

const MAX_LINES = 5_000;

/** In the minimal profile somebody assigns each by hand. */
export const maxLines = ({ permissionProfile }: OnboardingRequest) =>
  permissionProfile === 'minimal' ? SMALL_CHOICE : MAX_LINES;

export type ChoiceLine = {
  /** As in the text, from 1. */
  number: number;
  text: string;
  assignment: Assignment | undefined;
  /** What is wrong with it that can be told without asking the tenant. */
  problem: string | undefined;
};

const PRINCIPAL_COLUMN = /^(user ?principal ?name|upn|e-?mail( address)?|mail|principal|user|member)$/i;
const ROLE_COLUMN = /^(role|app ?role)$/i;
const GROUP = /^group:\s*/i;

/** Somebody else's request comes in between, after so long. */
const AT_A_TIME_MS = 10;

/**
 * @param defaultRole of lines without a role; undefined when there are no roles
 * @param most of a text with more lines, one more is read
 */
export async function parseChoice(
  text: string,
  roles: readonly { value: string; displayName: string }[],
  defaultRole: string | undefined,
  most: number,
): Promise<ChoiceLine[]> {
  const rows = rowsOf(text.replace(/^\uFEFF/, ''), most + 2); // one may be a header
  const header = cells(rows[0]?.text ?? '');
  const principalAt = header.findIndex((cell) => PRINCIPAL_COLUMN.test(cell));
  const roleAt = header.findIndex((cell) => ROLE_COLUMN.test(cell));
  const columns = principalAt === -1 ? { principal: 0, role: 1 } : { principal: principalAt, role: roleAt };
  const lines: ChoiceLine[] = [];
  let since = performance.now();
  for (const row of rows.slice(principalAt === -1 ? 0 : 1)) {
    const row_ = cells(row.text);
    const named = (row_[columns.principal] ?? '').trim();
    const role = roleOf((row_[columns.role] ?? '').trim(), roles) ?? defaultRole;
    const parsed = assignmentSchema.safeParse({
      type: GROUP.test(named) ? 'group' : 'user',
      principal: named.replace(GROUP, ''),
      ...(role === undefined ? {} : { role }),
    });
    lines.push({
      ...row,
      assignment: parsed.data,
      problem: parsed.success ? undefined : CHOICE_PROBLEMS.unreadable,
    });
    if (performance.now() - since > AT_A_TIME_MS) {
      await setImmediate();
      since = performance.now();
    }
  }
  const read = lines.flatMap((line) =>
    line.assignment === undefined ? [] : [{ line, of: line.assignment }],
  );
  for (const { index, message } of assignmentProblems(
    read.map(({ of }) => of),
    roles,
  )) {
    const line = read[index]?.line;
    if (line !== undefined) line.problem ??= message;
  }
  return lines;
}

/** Lines that are not empty, at most so many. */
function rowsOf(text: string, most: number): { number: number; text: string }[] {
  const rows: { number: number; text: string }[] = [];
  for (let from = 0, number = 1; from <= text.length && rows.length < most; number += 1) {
    const end = text.indexOf('\n', from);
    const to = end === -1 ? text.length : end;
    const line = text.slice(from, to).trim();
    if (line !== '') rows.push({ number, text: line });
    from = to + 1;
  }
  return rows;
}

/** A role by its value or by what it is called; else as it stands, to be refused by name. */
function roleOf(text: string, roles: readonly { value: string; displayName: string }[]): string | undefined {
  if (text === '') return undefined;
  const same = (name: string) => name.toLowerCase() === text.toLowerCase();
  return roles.find(({ value, displayName }) => same(value) || same(displayName))?.value ?? text;
}

/** Of one CSV line: parted by comma, semicolon or tab, in quotes or not; none where it cannot be told. */
function cells(line: string): string[] {
  // Almost every line: the library makes a parser for each.
  if (!line.includes('"')) return line.split(/[,;\t]/).map((cell) => cell.trim());
  try {
    return (
      parse(line, {
        delimiter: [',', ';', '\t'],
        trim: true,
        relax_quotes: true,
        relax_column_count: true,
      })[0] ?? []
    );
  } catch {
    return [];
  }
}

/** The line that stands for an assignment. */
export function lineOf({ type, principal, role }: Assignment): string {
  const named = `${type === 'group' ? 'group:' : ''}${principal}`;
  const quoted = /[",;\t]/.test(named) ? `"${named.replaceAll('"', '""')}"` : named;
  return role === undefined ? quoted : `${quoted},${role}`;
}
