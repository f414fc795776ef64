/** What can be told of a choice without asking the tenant. */
import { filled } from './blanks.js';
import type { Assignment } from './choice.js';

/** The same for the same assignment, however its principal's name is written. */
export const assignmentKey = ({ type, principal, role }: Assignment) =>
  `${type}/${principal.toLowerCase()}/${role ?? ''}`;

/** What is wrong with a line of a choice, with blanks. */
export const CHOICE_PROBLEMS = {
  unreadable: 'cannot be read',
  unknownRole: 'the role "{role}" does not exist; one of {names}',
  noRoles: 'the role "{role}" does not exist; none is offered: leave it out',
  roleNeeded: 'a role is needed; one of {names}',
  twice: 'is listed twice',
} as const;

/** Problems of assignments that can be told without asking the tenant. Returns messages by index. */
export function assignmentProblems(
  assignments: readonly Assignment[],
  appRoles: readonly { value: string }[],
): { index: number; message: string }[] {
  const offered = new Set(appRoles.map((role) => role.value));
  const names = [...offered].join(', ');
  const seen = new Set<string>();
  return assignments.flatMap((assignment, index) => {
    const { role } = assignment;
    const problems: { index: number; message: string }[] = [];
    if (role !== undefined && !offered.has(role)) {
      const text = offered.size > 0 ? CHOICE_PROBLEMS.unknownRole : CHOICE_PROBLEMS.noRoles;
      problems.push({ index, message: filled(text, { role, names }) });
    }
    // Entra ID: Default Access is valid only when the application has no roles.
    if (role === undefined && offered.size > 0) {
      problems.push({ index, message: filled(CHOICE_PROBLEMS.roleNeeded, { names }) });
    }
    const key = assignmentKey(assignment);
    if (seen.has(key)) problems.push({ index, message: CHOICE_PROBLEMS.twice });
    seen.add(key);
    return problems;
  });
}
