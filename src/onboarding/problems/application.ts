/** Problems with the customer's enterprise application: whose it is, and how it differs from what was agreed. */
import type { Entry } from './entry.js';

/** Of our claims mapping policy: for whoever finds it gone, and for the list of what differs. */
export const WHY_REMOVED =
  "Microsoft's page Attributes & Claims is locked while this policy is assigned, so somebody probably wanted to edit the claims there. A repair does not undo this decision.";
export const AFTER_REMOVAL =
  'Ask the customer: to set their claims themselves, start the onboarding again with "claims: entraDefaults"; to have the agreed claims again, start it again as it was.';

export const APPLICATION = {
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
