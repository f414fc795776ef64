/** Problems with the customer's tenant: what its policies forbid, and what stands in the way there. */
import type { Entry } from './entry.js';

const SIGN_IN = 'Sign in to the Microsoft Entra admin center as a Cloud Application Administrator.';
const OPEN_POLICIES = 'Open Enterprise applications > Application policies.';

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
} as const satisfies Record<string, Entry>;
