/** Microsoft Graph application permissions of each permission profile, with what an administrator is told: why, and what it cannot do. */

export const PERMISSION_PROFILES = ['full', 'minimal'] as const;
export type PermissionProfile = (typeof PERMISSION_PROFILES)[number];

/** No `limit` where none can be named. */
export const PERMISSION_TEXTS = {
  'Application.ReadWrite.OwnedBy': {
    reason: 'create and configure the one enterprise application that it owns',
    limit: 'touch an application that it did not create',
  },
  'Application.Read.All': {
    reason: 'read that application back and list who is assigned to it',
    limit: 'change any application',
  },
  'Policy.Read.All': {
    reason: 'read which claims policy the application uses',
    limit: 'change any policy',
  },
  'Policy.ReadWrite.ApplicationConfiguration': {
    reason: 'create the claims policy of the application',
    limit: 'change Conditional Access, or how your users prove who they are',
  },
  'User.ReadBasic.All': {
    reason: 'find the users you choose',
    limit: 'read more of a user than name and address, or change one',
  },
  'GroupMember.Read.All': {
    reason: 'find the groups you choose',
    limit: 'change a group, or who is in it',
  },
  'AuditLog.Read.All': {
    reason:
      'see in the sign-in log that your first user got in, and who changed a setting of the application',
    limit: 'change anything; it could read other sign-ins and changes too',
  },
  'Directory.Read.All': {
    reason: 'read that log: Microsoft asks for both',
    limit: 'change anything; it could read all of your directory',
  },
  'AppRoleAssignment.ReadWrite.All': {
    reason: 'assign the users and groups you choose to the application',
  },
} as const;

/** What an administrator is told of a permission; `limit` is null where none can be named. */
type Explained = { permission: string; reason: string; limit: string | null };

const explained = (permission: keyof typeof PERMISSION_TEXTS): Explained => {
  const texts: { reason: string; limit?: string } = PERMISSION_TEXTS[permission];
  return { permission, reason: texts.reason, limit: texts.limit ?? null };
};

/** No profile requires them, but consent is asked for all that our application is registered with. */
export const OPTIONAL_PERMISSIONS: readonly Explained[] = (
  ['AuditLog.Read.All', 'Directory.Read.All'] as const
).map(explained);

const SHARED: readonly Explained[] = (
  [
    'Application.ReadWrite.OwnedBy',
    'Application.Read.All',
    'Policy.Read.All',
    'Policy.ReadWrite.ApplicationConfiguration',
    'User.ReadBasic.All',
    'GroupMember.Read.All',
  ] as const
).map(explained);

/**
 * `full` assigns users and groups itself; `AppRoleAssignment.ReadWrite.All`, which that takes, could grant any
 * permission to anyone, so `minimal` leaves assigning to the customer and only checks it.
 */
export const REQUIRED_PERMISSIONS: Record<PermissionProfile, readonly Explained[]> = {
  full: [...SHARED, explained('AppRoleAssignment.ReadWrite.All')],
  minimal: SHARED,
};

/**
 * Template ids, the same in every tenant, of the directory roles that may consent to Graph's application permissions;
 * Cloud Application Administrators may not. Microsoft: "Microsoft Entra built-in roles", "Grant tenant-wide admin consent".
 */
const MAY_CONSENT = [
  '62e90394-69f5-4237-9190-012177145e10', // Global Administrator
  'e8611ab8-c189-46e8-94e1-60213ab1f814', // Privileged Role Administrator
];

/** @param roles the claim `wids` of somebody's ID token */
export const mayConsent = (roles: readonly string[]): boolean =>
  roles.some((role) => MAY_CONSENT.includes(role));
