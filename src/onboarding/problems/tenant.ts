/** Problems with what is, or is forbidden, in the customer's tenant. */
import type { Entry } from './entry.js';

const SIGN_IN = 'Sign in to the Microsoft Entra admin center as a Cloud Application Administrator.';
const OPEN_POLICIES = 'Open Enterprise applications > Application policies.';

/** Of our claims mapping policy: for whoever finds it gone, and for the list of what differs. */
export const WHY_REMOVED =
  "Microsoft's page Attributes & Claims is locked while this policy is assigned, so somebody probably wanted to edit the claims there. A repair does not undo this decision.";
export const AFTER_REMOVAL =
  'Ask the customer: to set their claims themselves, start the onboarding again with "claims: entraDefaults"; to have the agreed claims again, start it again as it was.';

export const TENANT = {
  identifier_taken: {
    title: 'The identifier is taken',
    reason: 'Another application of the tenant already has the identifier (Entity ID).',
    remedy:
      'In Enterprise applications, find the one with this identifier. Remove the identifier there, or delete that application, then retry the step.',
    whoMends: 'customer',
    passes: false,
    portal: 'enterpriseApplications',
    steps: [
      'In the Microsoft Entra admin center, open Enterprise applications, and find the one with this identifier.',
      'If it is still needed, remove the identifier from it (Single sign-on > Basic SAML Configuration); else delete it.',
    ],
  },
  identifier_forbidden: {
    title: 'A policy forbids the identifier',
    reason: 'A policy of the tenant forbids this identifier (Entity ID).',
    remedy:
      'Have an administrator exempt SAML applications (excludeSaml) in the app management policy "identifierUris", then retry the step.',
    whoMends: 'customer',
    passes: false,
    portal: 'enterpriseApplications',
    steps: [
      SIGN_IN,
      OPEN_POLICIES,
      'In the policy on identifier URIs, exempt SAML applications (excludeSaml), and save.',
    ],
  },
  certificate_lifetime_forbidden: {
    title: "A policy forbids the certificate's lifetime",
    reason:
      'An application management policy of the tenant forbids signing certificates of this lifetime (keyCredentials, maxLifetime).',
    remedy:
      'Have a Cloud Application Administrator of the tenant open Enterprise applications > Application policies and allow longer certificate lifetimes, or exempt our application, then retry the step.',
    whoMends: 'customer',
    passes: false,
    portal: 'enterpriseApplications',
    steps: [
      SIGN_IN,
      OPEN_POLICIES,
      "Allow longer certificate lifetimes, or exempt {brand}'s application, and save.",
    ],
  },
  credentials_forbidden: {
    title: 'A policy forbids the certificate',
    reason:
      'An application management policy of the tenant forbids adding credentials of this kind to applications.',
    remedy:
      'Have a Cloud Application Administrator of the tenant open Enterprise applications > Application policies and exempt our application, then retry the step.',
    whoMends: 'customer',
    passes: false,
    portal: 'enterpriseApplications',
    steps: [SIGN_IN, OPEN_POLICIES, "Exempt {brand}'s application from the policy on credentials, and save."],
  },
  certificate_date_refused: {
    title: "The certificate's end date is refused",
    reason: 'Microsoft Graph keeps refusing the end date of the signing certificate.',
    remedy:
      'Have the customer check for an application management policy on certificate lifetimes (Enterprise applications > Application policies), then retry the step.',
    whoMends: 'customer',
    passes: true,
    portal: 'enterpriseApplications',
    steps: [
      SIGN_IN,
      OPEN_POLICIES,
      "If a policy limits the lifetime of certificates, exempt {brand}'s application. If there is none, wait some minutes.",
    ],
  },
  policy_forbids: {
    title: 'A policy forbids this change',
    reason: 'A policy of the tenant forbids this change.',
    remedy:
      'Read in the details which policy it is. Have an administrator of the tenant exempt our application from it (Enterprise applications > Application policies, or Conditional Access > Policies), then retry the step.',
    whoMends: 'customer',
    passes: false,
    portal: 'enterpriseApplications',
    steps: [
      'Read in the details below which policy it is.',
      "Exempt {brand}'s application from that policy: in Enterprise applications > Application policies, or in Conditional Access > Policies.",
    ],
  },
  groups_need_p1: {
    title: 'Groups need Microsoft Entra ID P1',
    reason: 'The tenant has no Microsoft Entra ID P1: groups cannot be assigned to applications.',
    remedy: 'Choose users instead of groups, or have the customer buy P1, then choose again or retry.',
    whoMends: 'customer',
    passes: false,
    steps: [
      'Buy Microsoft Entra ID P1 for your organization. If you do not want to, ask your contact at {brand} to begin again with users instead of groups.',
    ],
  },
  quota_exceeded: {
    title: "The tenant's quota is used up",
    reason: "The tenant's directory object quota is used up.",
    remedy: 'Have the customer delete objects, including soft-deleted ones, or raise the quota; then retry.',
    whoMends: 'customer',
    passes: false,
    steps: [
      'Delete objects of your directory that you no longer need, also for good among the deleted ones; or verify a domain, which raises the quota.',
    ],
  },
  conflict: {
    title: 'Something in the tenant is in the way',
    reason: 'Something in the tenant stands against this change.',
    remedy:
      "Read Graph's own words in the details, remove the conflict in the Microsoft Entra admin center, then retry the step.",
    whoMends: 'customer',
    passes: false,
    portal: 'enterpriseApplications',
    steps: [
      "Read Microsoft's own words in the details below.",
      'Remove what is in the way in the Microsoft Entra admin center.',
    ],
  },
  unique_name_taken: {
    title: 'Our unique name is taken',
    reason:
      'Another application of the tenant has our unique name, and is neither among the live nor the deleted ones.',
    remedy:
      'Have an administrator look for it with Microsoft Graph by the uniqueName in the details, delete it for good, then retry the step.',
    whoMends: 'customer',
    passes: true,
    steps: [
      'Look with Microsoft Graph for the application that has the uniqueName in the details below.',
      'Delete it for good.',
    ],
  },
  not_owner: {
    title: 'Our application is not the owner',
    reason:
      'Microsoft Graph created the {noun}, but did not make our application its owner. Without that, our application cannot change it.',
    remedy:
      'Have a Cloud Application Administrator of the tenant add our application as owner with Microsoft Graph PowerShell ({command}; the ids are in the details), then retry the step. Or cancel this onboarding and start it again on a worker with the other setting of APPLICATION_CREATION.',
    whoMends: 'customer',
    passes: false,
    steps: [
      'Connect to your tenant with Microsoft Graph PowerShell as a Cloud Application Administrator.',
      'Add the owner with the command New-MgApplicationOwnerByRef, or New-MgServicePrincipalOwnerByRef for a service principal; the ids are in the details below.',
    ],
  },
  owned_by_others: {
    title: 'Others own the application too',
    reason:
      'The {noun} was there before this onboarding, and others own it too. An owner can add a certificate to it, and with that sign in to the Hub as anybody.',
    remedy:
      "Find out in the Microsoft Entra admin center (App registrations, or Enterprise applications > Owners) who made it. If it is the customer's own, remove the owners in the details, or have them removed, and retry the step; else have the application deleted for good, and retry.",
    whoMends: 'customer',
    passes: false,
    portal: 'enterpriseApplications',
    steps: [
      'In the Microsoft Entra admin center, find the application in the details below, and find out who made it.',
      'If your organization made it for the Hub, remove the owners in the details. If not, delete it for good.',
    ],
  },
  foreign_claims_policy: {
    title: 'Another claims policy is assigned',
    reason:
      'Another claims mapping policy is assigned to the application, and Microsoft Entra ID allows only one.',
    // O15: Microsoft's own page for claims is locked while such a policy is assigned.
    remedy:
      'Remove that assignment with Microsoft Graph or PowerShell (Remove-MgServicePrincipalClaimMappingPolicyByRef) and retry the step. Or skip the step if that policy sends the claims needed.',
    whoMends: 'customer',
    passes: false,
    steps: [
      'Connect to your tenant with Microsoft Graph PowerShell.',
      'Remove the policy in the details below from the application (Remove-MgServicePrincipalClaimMappingPolicyByRef). If it is to stay, ask your contact at {brand} to skip this step.',
    ],
  },
  claims_not_understood: {
    title: 'The claims policy cannot be read',
    reason: 'The definition of our claims mapping policy is not one that Microsoft describes.',
    remedy: 'Correct it, or delete the policy, so that a new one is made.',
    whoMends: 'customer',
    passes: false,
    steps: [
      'Find the claims mapping policy of the application with Microsoft Graph PowerShell (Get-MgServicePrincipalClaimMappingPolicy).',
      'Correct its definition; or delete the policy: then we make a new one.',
    ],
  },
  claims_policy_removed: {
    title: 'Our claims policy was removed',
    reason: `Our claims mapping policy is not assigned any more. ${WHY_REMOVED}`,
    remedy: AFTER_REMOVAL,
    whoMends: 'operator',
    passes: false,
  },
  role_missing: {
    title: 'An application role is missing',
    reason: 'The application no longer has the role in which somebody is to be assigned.',
    remedy: 'Restore the role in App registrations > App roles, then retry the step.',
    whoMends: 'customer',
    passes: false,
    portal: 'appRoles',
    steps: [
      'In the Microsoft Entra admin center, open App registrations > the application > App roles.',
      'Restore the role that was removed or disabled.',
    ],
  },
  role_value_taken: {
    title: "A role's value is taken",
    reason: 'The application has another role with the value {values}.',
    remedy:
      'Give that one another value, or delete it, in App registrations > App roles; assignments do not follow by themselves.',
    whoMends: 'customer',
    passes: false,
    portal: 'appRoles',
    steps: [
      'In the Microsoft Entra admin center, open App registrations > the application > App roles.',
      'Give the other role another value, or delete it. Assign its users again: assignments do not follow by themselves.',
    ],
  },
  no_room_for_addresses: {
    title: 'Too many addresses for expiry notices',
    reason:
      "Microsoft Entra ID takes {most} addresses for expiry notices, and the customer's own leave too little room.",
    remedy: 'Have them remove one of theirs, or do without.',
    whoMends: 'customer',
    passes: false,
    portal: 'singleSignOn',
    steps: [
      'In the Microsoft Entra admin center, open Enterprise applications > the application > Single sign-on.',
      'Under SAML Certificates, remove one of your notification e-mail addresses, or do without those of {brand}.',
    ],
  },
  application_gone: {
    title: 'The enterprise application is gone',
    reason: 'The enterprise application is not in the tenant any more.',
    remedy:
      'If somebody deleted it by mistake, have them restore it within 30 days (Entra ID > App registrations > Deleted applications); else stop the watch.',
    whoMends: 'customer',
    passes: false,
    portal: 'registrations',
    steps: [
      'If it was deleted by mistake, restore it within 30 days: App registrations > Deleted applications in the Microsoft Entra admin center.',
      'If it was deleted on purpose, tell your contact at {brand}.',
    ],
  },
  principals_not_found: {
    title: 'Some users or groups cannot be assigned',
    reason: '{bad} of {all} chosen users and groups cannot be assigned; nobody was.',
    remedy: 'Correct the choice and signal chooseRoles again, or correct the tenant and retry the step.',
    whoMends: 'customer',
    passes: false,
    steps: [
      'Read in the details below who cannot be assigned, and why.',
      'Choose the users and groups again without them, or correct them in your directory.',
    ],
  },
  reply_urls_not_kept: {
    title: 'The reply URLs were not kept',
    reason: 'Microsoft Graph took the reply URLs and their indexes, but shows others.',
    remedy:
      'In App registrations > the application > Manifest, set web.redirectUris and web.redirectUriSettings as in the details, then retry the step.',
    whoMends: 'customer',
    passes: true,
    portal: 'registration',
    steps: [
      'In the Microsoft Entra admin center, open App registrations > the application > Manifest.',
      'Set web.redirectUris and web.redirectUriSettings as in the details below, and save.',
    ],
  },
  sign_in_stopped: {
    title: 'A setting stops the sign-in',
    reason: "A setting of the application in the tenant stops its users' sign-in.",
    remedy: '{remedies} Then retry the step.',
    whoMends: 'customer',
    passes: false,
    portal: 'properties',
    steps: [
      'In the Microsoft Entra admin center, open Enterprise applications > the application.',
      'Set what is named in the details below as it was agreed.',
    ],
  },
  configuration_differs: {
    title: 'The configuration was changed',
    reason: "The application's configuration in the tenant differs from what was agreed.",
    remedy: 'Somebody may have edited it. {remedies} Then retry the step.',
    whoMends: 'customer',
    passes: true,
    portal: 'singleSignOn',
    steps: [
      'In the Microsoft Entra admin center, open Enterprise applications > the application > Single sign-on.',
      'Set what is named in the details below as it was agreed.',
    ],
  },
} as const satisfies Record<string, Entry>;
