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
