/** What the directory says of users and groups while they are being chosen. */
import { z } from 'zod';
import type { PermissionProfile } from './permissions.js';
import type { Assignment } from './choice.js';

export type FoundInDirectory = {
  type: 'user' | 'group';
  name: string;
  /** What an assignment names it by. */
  principal: string;
  /** Belongs to another organisation, and cannot be assigned. */
  guest: boolean;
  /** Of a group, what tells it from others of its name. */
  id?: string;
  description?: string;
  /** Users who are direct members: those in nested groups cannot sign in. Absent where Microsoft did not say. */
  directUsers?: { count: number; more: boolean };
};

/** Of one line of a choice; `note` is the name that was found, or what is wrong. */
export type LineState = {
  /** `assigned`: has that very role already. */
  state: 'found' | 'assigned' | 'unknown' | 'ambiguous' | 'guest';
  note: string;
  /** Names of other roles of the application that it has; null is Default Access. */
  otherRoles?: (string | null)[];
};

/** What is wrong with somebody who was chosen, and what may be, with blanks. */
export const PRINCIPAL_PROBLEMS = {
  /** It says nothing about who there is. */
  refused: 'cannot be looked up: Microsoft Graph refuses this name',
  unknown: 'is not in the tenant',
  unfindable:
    'is no user principal name of the tenant, and our permissions do not find users by e-mail address there: give the user principal name',
  guest: 'is a guest, whose name and address belong to another organisation',
  manyGroups: 'is the name of {count} groups; use an object id: {ids}',
  manyUsers: 'is the address of {count} users; use the principal name',
  external:
    'comes from another organisation, and may be a guest: the Hub gets the user principal name with #EXT# as NameID, which is not their e-mail address',
  externalMember:
    'is an external member: the Hub gets the user principal name with #EXT# as NameID, which is not their e-mail address',
  emptyGroup:
    'has no direct members who are users: nobody can sign in through it, since nested groups do not count',
} as const;

/** Graph's own links to the next pages of a search; none where there is no more. */
export const nextPages = z.strictObject({ users: z.url().optional(), groups: z.url().optional() });
export type NextPages = z.infer<typeof nextPages>;

/** In whose directory, on whose behalf. */
export type DirectoryScope = {
  customerId: string;
  onboardingId: string;
  tenantId: string;
  permissionProfile: PermissionProfile;
};

/** At most `count` of each kind; `after` leads on from the page before. */
export type SearchQuestion = DirectoryScope & { text: string; count: number; after?: NextPages | undefined };
export type SearchAnswer = { found: FoundInDirectory[]; next: NextPages | null };
export type PreviewQuestion = DirectoryScope & {
  assignments: Assignment[];
  servicePrincipalId: string | null;
};
export type PreviewAnswer = { states: LineState[] };
