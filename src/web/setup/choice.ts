/** A list of users and groups as people paste it: one per line, or CSV with or without a header, each with a role or not. */
import { parse } from 'csv-parse/sync';
import { type Assignment, assignmentSchema, SMALL_CHOICE } from '../../onboarding/choice.js';
import { assignmentProblems, type OnboardingRequest } from '../../onboarding/request.js';
import { ROLES } from '../strings/setup.js';

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

/** @param defaultRole for lines that name none; undefined when there are no roles */
export function parseChoice(
  text: string,
  roles: readonly { value: string; displayName: string }[],
  defaultRole: string | undefined,
): ChoiceLine[] {
  const rows = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, i) => ({ number: i + 1, text: line.trim() }))
    .filter((row) => row.text !== '');
  const header = cells(rows[0]?.text ?? '');
  const principalAt = header.findIndex((cell) => PRINCIPAL_COLUMN.test(cell));
  const roleAt = header.findIndex((cell) => ROLE_COLUMN.test(cell));
  const columns = principalAt === -1 ? { principal: 0, role: 1 } : { principal: principalAt, role: roleAt };
  const lines = rows.slice(principalAt === -1 ? 0 : 1).map((row): ChoiceLine => {
    const row_ = cells(row.text);
    const named = (row_[columns.principal] ?? '').trim();
    const role = roleOf((row_[columns.role] ?? '').trim(), roles) ?? defaultRole;
    const parsed = assignmentSchema.safeParse({
      type: GROUP.test(named) ? 'group' : 'user',
      principal: named.replace(GROUP, ''),
      ...(role === undefined ? {} : { role }),
    });
    return {
      ...row,
      assignment: parsed.data,
      problem: parsed.success ? undefined : ROLES.unreadable,
    };
  });
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

/** A role by its value or by what it is called; else as it stands, to be refused by name. */
function roleOf(text: string, roles: readonly { value: string; displayName: string }[]): string | undefined {
  if (text === '') return undefined;
  const same = (name: string) => name.toLowerCase() === text.toLowerCase();
  return roles.find(({ value, displayName }) => same(value) || same(displayName))?.value ?? text;
}

/** Of one CSV line: parted by comma, semicolon or tab, in quotes or not; none where it cannot be told. */
function cells(line: string): string[] {
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
