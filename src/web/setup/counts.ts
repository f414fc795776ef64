/** How many users and groups, in words. */
import type { Reader } from '../reader.js';

/** "2 people and 1 group". */
export function peopleAndGroups({ words, listed }: Reader, people: number, groups: number): string {
  const counted = [
    ...(people === 0 ? [] : [words.roles.people({ count: people })]),
    ...(groups === 0 ? [] : [words.roles.groups({ count: groups })]),
  ];
  return listed(counted);
}
