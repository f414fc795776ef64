/**
 * Questions about the real services that no recording settles. The sandbox answers each in either way, and a client must
 * survive both: `PUT /sandbox/rules` turns those that it names, and so does the option `rules` at the start.
 */
import { z } from 'zod';

export const rulesSchema = z.strictObject({
  /** A PATCH of an application's `redirectUris` takes the indexes of all of them away. */
  redirectUrisResetIndexes: z.boolean(),
  /** A PATCH of `redirectUriSettings` replaces the `redirectUris` too; else it must name those that are there. */
  redirectUriSettingsReplaceUris: z.boolean(),
  /** Lists such as `redirectUris` and `appRoles` are answered in another order each time. */
  shufflesLists: z.boolean(),
  /** What `customKeyIdentifier` of a new certificate is (O13): its SHA-1 or SHA-256, or the SHA-1's hex as it stands. */
  customKeyIdentifier: z.enum(['sha1', 'sha256', 'hexText']),
  /** How a duplicate assignment is refused (O7). */
  duplicateAssignment: z.enum(['alreadyExists', 'entitlementGrant', 'conflict']),
  /** How a second claims policy on a service principal is refused (O8). */
  secondClaimsPolicy: z.enum(['referencesExist', 'notUnique', 'conflict']),
  /** The client owns what its upsert creates (Q2). */
  upsertMakesOwner: z.boolean(),
  /** The client owns what it has made from a template (Q1); others own nothing there, and cannot go on. */
  instantiateMakesOwner: z.boolean(),
  /** Making something from a template answers 404, although both objects are made (Q1). */
  instantiateAnswersNotFound: z.boolean(),
  /** User.ReadBasic.All is enough for an application to find users by mail and by `$search` (Q3). */
  basicReadFindsUsers: z.boolean(),
  /** User.ReadBasic.All shows `userType`. */
  basicReadShowsUserType: z.boolean(),
  /** So many tokens after each consent come without the roles that were consented to. */
  tokensWithoutRoles: z.int().min(0),
  /** Writes on one object within one `$batch` all go through (Q4); else every second one is refused as concurrent. */
  batchedWritesPass: z.boolean(),
  /** `$search` takes `&` and `#` (Q5). */
  searchTakesSpecials: z.boolean(),
  /** Groups are refused in a tenant without P1 (Q6). */
  groupsNeedP1: z.boolean(),
  /** A policy that is still assigned cannot be deleted (Q7). */
  assignedPoliciesStay: z.boolean(),
  /** `isDisabled` of an application is known; else its name in `$select` is refused. */
  knowsIsDisabled: z.boolean(),
  /** With which status an application management policy refuses; both were seen. */
  policyRefusalStatus: z.union([z.literal(400), z.literal(403)]),
});
export type Rules = z.output<typeof rulesSchema>;

export const DEFAULT_RULES: Rules = {
  redirectUrisResetIndexes: true,
  redirectUriSettingsReplaceUris: false,
  shufflesLists: true,
  customKeyIdentifier: 'sha1',
  duplicateAssignment: 'alreadyExists',
  secondClaimsPolicy: 'notUnique',
  upsertMakesOwner: true,
  instantiateMakesOwner: true,
  instantiateAnswersNotFound: false,
  basicReadFindsUsers: true,
  basicReadShowsUserType: true,
  tokensWithoutRoles: 0,
  batchedWritesPass: true,
  searchTakesSpecials: true,
  groupsNeedP1: true,
  assignedPoliciesStay: true,
  knowsIsDisabled: true,
  policyRefusalStatus: 400,
};
