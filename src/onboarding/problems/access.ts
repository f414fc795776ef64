/** Problems with the tenant itself, its consent, and the tokens that it issues to this service. */
import type { Entry } from './entry.js';

const CONSENT_AGAIN = [
  'Ask a Privileged Role Administrator or Global Administrator of your organization to open the setup link.',
  'Sign in, and accept all permissions that Microsoft lists.',
] as const;

export const ACCESS = {
  unknown_tenant: {
    title: 'The tenant does not exist',
    reason: 'Microsoft Entra ID does not know this tenant.',
    remedy:
      'Check the tenant id or domain with the customer; then cancel this, and start it again with the right one.',
    whoMends: 'operator',
    passes: false,
  },
  wrong_cloud: {
    title: 'The tenant is in another Microsoft cloud',
    reason: 'The tenant lives in another Microsoft cloud than the one this worker uses.',
    remedy: 'Run the onboarding on a worker whose AZURE_CLOUD is the cloud of the tenant.',
    whoMends: 'operator',
    passes: false,
  },
  wrong_tenant: {
    title: 'The consent is for another tenant',
    reason: "The consent is for tenant {consented}, but this customer's is {tenantId}.",
    remedy:
      "Have the administrator sign in to the customer's own tenant and consent there, then signal grantConsent.",
    whoMends: 'customer',
    passes: false,
    steps: [
      'Open this page in a private window, so that you are signed in with no other account.',
      "Review the changes again, and sign in with an account of the customer's own organization.",
    ],
  },
  consent_declined: {
    title: 'The approval was declined',
    reason: 'The administrator declined to approve access. Nothing was set up.',
    remedy:
      'Speak to the administrator: the minimal permission profile asks for less. Signal grantConsent when they agree, retryStep to ask again.',
    whoMends: 'customer',
    passes: false,
    steps: [
      'If the permissions are too much, ask your contact at {brand} for the minimal profile, which asks for less.',
      'When you agree, choose Review and approve below.',
    ],
  },
  not_consented: {
    title: 'The consent is missing',
    reason: 'The tenant has no consent for our application, or consent was revoked.',
    remedy:
      'Have a Privileged Role Administrator or Global Administrator of the tenant consent again, then retry the step.',
    whoMends: 'customer',
    passes: false,
    steps: CONSENT_AGAIN,
  },
  missing_permissions: {
    title: 'Permissions are missing',
    reason:
      'Graph refused: a permission is missing, was revoked, or the object belongs to another application.',
    remedy:
      'Have a Privileged Role Administrator or Global Administrator consent to all listed permissions again, then retry the step.',
    whoMends: 'customer',
    passes: false,
    portal: 'enterpriseApplications',
    steps: CONSENT_AGAIN,
    cases: {
      incomplete: {
        reason: 'The tenant has consented to less than is needed: {permissions}.',
        remedy:
          'Have a Privileged Role Administrator or Global Administrator consent to all permissions, then signal grantConsent or retryStep.',
      },
      revoked: {
        reason: 'The tenant has revoked a part of its consent: {permissions}.',
        remedy:
          'Have a Privileged Role Administrator or Global Administrator consent to all permissions again, then retry the step.',
      },
    },
  },
  client_disabled: {
    title: 'Our application is disabled in the tenant',
    reason: 'The tenant has disabled our application, so Microsoft Entra ID issues no tokens for it.',
    remedy:
      'Have an administrator of the tenant open Enterprise applications > our application > Properties, set "Enabled for users to sign-in?" to Yes, then retry the step.',
    whoMends: 'customer',
    passes: false,
    portal: 'enterpriseApplications',
    steps: [
      "In the Microsoft Entra admin center, open Enterprise applications, and there {brand}'s application.",
      'Under Properties, set "Enabled for users to sign-in?" to Yes, and save.',
    ],
  },
  conditional_access: {
    title: 'Conditional Access blocks our application',
    reason: 'A Conditional Access policy of the tenant blocks our application.',
    remedy:
      'Have an administrator of the tenant exclude our application in Conditional Access > Policies (workload identities), then retry the step.',
    whoMends: 'customer',
    passes: false,
    portal: 'conditionalAccess',
    steps: [
      'In the Microsoft Entra admin center, open Conditional Access > Policies.',
      "In the policy for workload identities, exclude {brand}'s application, and save.",
    ],
  },
  client_credentials_refused: {
    title: 'Our own credentials are refused',
    reason:
      "Microsoft Entra ID refused this service's own credentials (wrong, expired or not yet registered).",
    remedy:
      'Correct AZURE_CLIENT_ID and its secret, certificate or federated token in the worker, then retry.',
    whoMends: 'us',
    passes: false,
  },
  client_assertion_expired: {
    title: "This service's clock is wrong",
    reason:
      "Microsoft Entra ID finds this service's client assertion outside its validity period (AADSTS700024).",
    remedy:
      "Set the clock of the worker's machine by a time server (NTP). With a federated token, check that its file is renewed. Then retry the step.",
    whoMends: 'us',
    passes: false,
  },
  profile_not_configured: {
    title: 'This worker lacks the permission profile',
    reason: 'This worker has no client for the permission profile "{profile}".',
    remedy:
      'Register an application with that permission set, give its AZURE_… settings to the worker, then retry the step.',
    whoMends: 'us',
    passes: false,
  },
  sign_in_refused: {
    title: 'Microsoft Entra ID issues no token',
    reason: 'Microsoft Entra ID refused to issue a token for this tenant.',
    remedy: 'Look the AADSTS number up, mend what it names, then retry the step.',
    whoMends: 'operator',
    passes: false,
    cases: {
      known: { reason: '{meaning}', remedy: '{mending} Then retry the step.' },
    },
  },
} as const satisfies Record<string, Entry>;
