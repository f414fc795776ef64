/** How many users and groups, in words. */
import type { Artefacts } from '../../onboarding/progress.js';
import type { Reader } from '../reader.js';

/** "2 people and 1 group". */
export function peopleAndGroups({ words, listed }: Reader, people: number, groups: number): string {
  const counted = [
    ...(people === 0 ? [] : [words.roles.people({ count: people })]),
    ...(groups === 0 ? [] : [words.roles.groups({ count: groups })]),
  ];
  return listed(counted);
}

/** Who was assigned. People, not assignments: one may have two roles. */
export function whoHasAccess(
  reader: Reader,
  { assignments = [], manyAssignments }: Pick<Artefacts, 'assignments' | 'manyAssignments'>,
): string {
  const principals = new Map(assignments.map(({ principalId, type }) => [principalId, type]));
  const groups = [...principals.values()].filter((type) => type === 'group').length;
  return peopleAndGroups(reader, manyAssignments?.assigned ?? principals.size - groups, groups);
}
