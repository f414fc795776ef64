/** What the directory says of users and groups while they are being chosen. */
import type { PermissionProfile } from './permissions.js';
import type { Assignment } from './request.js';

export type FoundInDirectory = {
  type: 'user' | 'group';
  name: string;
  /** What an assignment names it by. */
  principal: string;
  /** Belongs to another organisation, and cannot be assigned. */
  guest: boolean;
};

/** Of one line of a choice; `note` is the name that was found, or what is wrong. */
export type LineState = {
  state: 'found' | 'assigned' | 'unknown' | 'ambiguous' | 'guest';
  note: string;
};

/** In whose directory, on whose behalf. */
export type DirectoryScope = {
  customerId: string;
  onboardingId: string;
  tenantId: string;
  permissionProfile: PermissionProfile;
};

export type SearchQuestion = DirectoryScope & { text: string; count: number };
export type SearchAnswer = { found: FoundInDirectory[]; more: boolean };
export type PreviewQuestion = DirectoryScope & {
  assignments: Assignment[];
  servicePrincipalId: string | null;
};
export type PreviewAnswer = { states: LineState[] };
