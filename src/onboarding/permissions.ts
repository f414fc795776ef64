/** Microsoft Graph application permissions of each permission profile, with the reason an administrator is told. */

export const PERMISSION_PROFILES = ['full', 'minimal'] as const;
export type PermissionProfile = (typeof PERMISSION_PROFILES)[number];

const SHARED = [
  {
    permission: 'Application.ReadWrite.OwnedBy',
    reason: 'create and configure the one enterprise application that it owns',
  },
  {
    permission: 'Application.Read.All',
    reason: 'read that application back and list who is assigned to it',
  },
  { permission: 'Policy.Read.All', reason: 'read which claims policy the application uses' },
  {
    permission: 'Policy.ReadWrite.ApplicationConfiguration',
    reason: 'create the claims policy of the application',
  },
  { permission: 'User.ReadBasic.All', reason: 'find the users you choose' },
  { permission: 'GroupMember.Read.All', reason: 'find the groups you choose' },
] as const;

/**
 * `full` assigns users and groups itself; `AppRoleAssignment.ReadWrite.All`, which that takes, could grant any
 * permission to anyone, so `minimal` leaves assigning to the customer and only checks it.
 */
export const REQUIRED_PERMISSIONS: Record<
  PermissionProfile,
  readonly { permission: string; reason: string }[]
> = {
  full: [
    ...SHARED,
    {
      permission: 'AppRoleAssignment.ReadWrite.All',
      reason: 'assign the users and groups you choose to the application',
    },
  ],
  minimal: SHARED,
};
