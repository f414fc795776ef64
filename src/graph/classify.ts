/**
 * Tells a fault that passes from one that only a person can mend. Pure: real error bodies in, a verdict out.
 */
import { entraError } from '../onboarding/entraErrors.js';
import type { Problem } from '../onboarding/progress.js';
import type { GraphRequestError } from './requestError.js';

export type Verdict =
  | { kind: 'transient'; retryAfterMs: number | undefined }
  | { kind: 'blocked'; problem: Problem; patience: number };

type Rule = {
  status?: readonly number[];
  code?: RegExp;
  /** Matched against Graph's own words: directory codes are too coarse to branch on alone. */
  text?: RegExp;
  request?: RegExp;
  /** Matched against code and text together, where recordings show the words in either. */
  words?: RegExp;
};
type BlockingRule = Rule & {
  problem: Omit<Problem, 'details'>;
  /** Attempts before it is believed: replication can make these appear for a short while. Default 1. */
  patience?: number;
};

/** Not final although the status looks so: replication has not caught up, or somebody else is writing. */
const TRANSIENT: readonly Rule[] = [
  { status: [408, 424, 429, 500, 502, 503, 504] },
  // O5: with 400 and with 409, by code or only in words.
  { words: /Directory_ConcurrencyViolation|concurrent requests/i },
  // Objects we have just made are unknown to some replicas for a while.
  { status: [404], code: /Request_ResourceNotFound|NotFound|UnknownError|^$/ },
  { status: [400], text: /not a valid reference update/i },
  { status: [400], text: /does not reference a valid application object/i },
  { status: [400], text: /unless disabled first/i },
  // O6: the service principal that was made a moment ago.
  { status: [400], request: /appRoleAssignedTo/, text: /Specified resourceId was not found/i },
  // O8: assigned by an earlier try, which the list does not show yet; it will show whose policy it is.
  {
    status: [400, 409],
    request: /claimsMappingPolicies\/\$ref$/,
    words: /references already exist|Request_MultipleObjectsWithSameKeyValue|property-uniqueness violation/i,
  },
  { status: [403], text: /backing application of the service principal being created must/i },
  // Entra: temporarily unavailable, or too many requests at once.
  { code: /^AADSTS(90006|90033|90055|50196|50197)$/ },
];

const CREDENTIALS_REFUSED: BlockingRule['problem'] = {
  code: 'client_credentials_refused',
  reason: "Entra ID refused this service's own credentials (wrong, expired or not yet registered).",
  remedy: 'Correct AZURE_CLIENT_ID and its secret, certificate or federated token in the worker, then retry.',
};

/** Everything only a person can mend: what Graph says, what it means, what to do. The first match counts. */
export const BLOCKING: readonly BlockingRule[] = [
  {
    code: /AADSTS(90002|900023)/,
    problem: {
      code: 'unknown_tenant',
      reason: 'Entra ID does not know this tenant.',
      remedy:
        'Check the tenant id or domain with the customer; then cancel this, and start it again with the right one.',
    },
  },
  {
    code: /AADSTS(700016|7000229|65001)/,
    // Consent given a moment ago may not have reached the replica that issues tokens.
    patience: 6,
    problem: {
      code: 'not_consented',
      reason: 'The tenant has no consent for our application, or consent was revoked.',
      remedy:
        'Have a Privileged Role Administrator or Global Administrator of the tenant consent again, then retry the step.',
    },
  },
  {
    code: /^AADSTS7000112$/,
    problem: {
      code: 'client_disabled',
      reason: 'The tenant has disabled our application, so Microsoft Entra ID issues no tokens for it.',
      remedy:
        'Have an administrator of the tenant open Enterprise applications > our application > Properties, set "Enabled for users to sign-in?" to Yes, then retry the step.',
    },
  },
  {
    code: /^AADSTS700024$/,
    // Each try signs a new assertion, or reads the federated token again.
    patience: 6,
    problem: {
      code: 'client_assertion_expired',
      reason:
        "Microsoft Entra ID finds this service's client assertion outside its validity period (AADSTS700024).",
      remedy:
        "Set the clock of the worker's machine by a time server (NTP). With a federated token, check that its file is renewed. Then retry the step.",
    },
  },
  {
    // A certificate or a federated credential that was registered a moment ago reaches the token service late.
    code: /^AADSTS(70021|700027|70021[123])$/,
    patience: 6,
    problem: CREDENTIALS_REFUSED,
  },
  {
    code: /^AADSTS(7000215|7000222|70002)$/,
    problem: CREDENTIALS_REFUSED,
  },
  {
    code: /^AADSTS530(03|04)$/,
    problem: {
      code: 'conditional_access',
      reason: 'A Conditional Access policy of the tenant blocks our application.',
      remedy:
        'Have an administrator of the tenant exclude our application in Conditional Access > Policies (workload identities), then retry the step.',
    },
  },
  {
    code: /AADSTS(90038|900432)/,
    problem: {
      code: 'wrong_cloud',
      reason: 'The tenant lives in another Microsoft cloud than the one this worker uses.',
      remedy: 'Run the onboarding on a worker whose AZURE_CLOUD is the cloud of the tenant.',
    },
  },
  {
    code: /^AADSTS/,
    problem: {
      code: 'sign_in_refused',
      reason: 'Entra ID refused to issue a token for this tenant.',
      remedy: 'Look the AADSTS number up, mend what it names, then retry the step.',
    },
  },
  {
    status: [400],
    text: /same value for property identifierUris already exists/i,
    problem: {
      code: 'identifier_taken',
      reason: 'Another application of the tenant already has the identifier (Entity ID).',
      remedy:
        'In Enterprise applications, find the one with this identifier. Remove the identifier there, or delete that application, then retry the step.',
    },
  },
  {
    status: [400, 403],
    // The SAML mode, which exempts the identifier, may not have reached the replica that decides.
    patience: 4,
    text: /failed to add identifier uri|verified domain of the organization|HostNameNotOnVerifiedDomain/i,
    problem: {
      code: 'identifier_forbidden',
      reason: 'A policy of the tenant forbids this identifier (Entity ID).',
      remedy:
        'Have an administrator exempt SAML applications (excludeSaml) in the app management policy "identifierUris", then retry the step.',
    },
  },
  {
    status: [400, 403],
    request: /appRoleAssignedTo/,
    text: /plan level|requires .*premium|not available for assignment/i,
    problem: {
      code: 'groups_need_p1',
      reason: 'The tenant has no Microsoft Entra ID P1: groups cannot be assigned to applications.',
      remedy: 'Choose users instead of groups, or have the customer buy P1, then choose again or retry.',
    },
  },
  {
    status: [400],
    request: /appRoleAssignedTo/,
    // A role that was defined a moment ago reaches the service principal late.
    patience: 6,
    text: /permission being assigned was not found/i,
    problem: {
      code: 'role_missing',
      reason: 'The application no longer has the role in which somebody is to be assigned.',
      remedy: 'Restore the role in App registrations > App roles, then retry the step.',
    },
  },
  {
    status: [400, 403],
    words: /CredentialInvalidLifetimeAsPerAppPolicy/i,
    problem: {
      code: 'certificate_lifetime_forbidden',
      reason:
        'An application management policy of the tenant forbids signing certificates of this lifetime (keyCredentials, maxLifetime).',
      remedy:
        'Have a Cloud Application Administrator of the tenant open Enterprise applications > Application policies and allow longer certificate lifetimes, or exempt our application, then retry the step.',
    },
  },
  {
    status: [400, 403],
    words: /Credential\w+AsPerAppPolicy/i,
    problem: {
      code: 'credentials_forbidden',
      reason:
        'An application management policy of the tenant forbids adding credentials of this kind to applications.',
      remedy:
        'Have a Cloud Application Administrator of the tenant open Enterprise applications > Application policies and exempt our application, then retry the step.',
    },
  },
  {
    status: [400],
    // O20: often passes by itself.
    patience: 6,
    words: /KeyCredentialsInvalidEndDate|Key credential end date is invalid/i,
    problem: {
      code: 'certificate_date_refused',
      reason: 'Microsoft Graph keeps refusing the end date of the signing certificate.',
      remedy:
        'Have the customer check for an application management policy on certificate lifetimes (Enterprise applications > Application policies), then retry the step.',
    },
  },
  {
    // Before the catch-alls: what a policy forbids is neither a fault of ours nor a missing permission.
    status: [400, 403],
    words:
      /AsPerAppPolicy|app(lication)? ?management polic|(tenant|organi[sz]ation'?s?|assigned|security) polic(y|ies)|by (a|the|your) [\w ]{0,40}policy/i,
    problem: {
      code: 'policy_forbids',
      reason: 'A policy of the tenant forbids this change.',
      remedy:
        'Read in the details which policy it is. Have an administrator of the tenant exempt our application from it (Enterprise applications > Application policies, or Conditional Access > Policies), then retry the step.',
    },
  },
  {
    code: /^ReplyTooLarge$/,
    problem: {
      code: 'metadata_too_large',
      reason: 'What Entra ID serves as federation metadata is larger than 256 KiB: it is something else.',
      remedy:
        'Open the App Federation Metadata Url in a browser, see what answers there, then retry the step.',
    },
  },
  {
    status: [400, 403],
    code: /Directory_QuotaExceeded/,
    problem: {
      code: 'quota_exceeded',
      reason: "The tenant's directory object quota is used up.",
      remedy:
        'Have the customer delete objects, including soft-deleted ones, or raise the quota; then retry.',
    },
  },
  {
    status: [401, 403],
    // Consent given a moment ago takes seconds to minutes to be effective everywhere.
    patience: 5,
    problem: {
      code: 'missing_permissions',
      reason:
        'Graph refused: a permission is missing, was revoked, or the object belongs to another application.',
      remedy:
        'Have a Privileged Role Administrator or Global Administrator consent to all listed permissions again, then retry the step.',
    },
  },
  {
    status: [400],
    problem: {
      code: 'request_refused',
      reason: 'Graph refused the request as invalid.',
      remedy:
        "Read Graph's own words in the details; correct the tenant or report it to the developers, then retry.",
    },
  },
  {
    status: [409],
    problem: {
      code: 'conflict',
      reason: 'Something in the tenant stands against this change.',
      remedy:
        "Read Graph's own words in the details, remove the conflict in the Azure portal, then retry the step.",
    },
  },
];

function matches(rule: Rule, error: GraphRequestError): boolean {
  return (
    (rule.status === undefined || (error.status !== null && rule.status.includes(error.status))) &&
    (rule.code === undefined || rule.code.test(error.code)) &&
    (rule.text === undefined || rule.text.test(error.detail)) &&
    (rule.request === undefined || rule.request.test(error.request)) &&
    (rule.words === undefined || rule.words.test(`${error.code} ${error.detail}`))
  );
}

/** What fits no rule is taken as transient: retrying is bounded, and giving up is not undone. */
export function classify(error: GraphRequestError): Verdict {
  const transient: Verdict = { kind: 'transient', retryAfterMs: error.retryAfterMs };
  if (TRANSIENT.some((rule) => matches(rule, error))) return transient;
  const rule = BLOCKING.find((candidate) => matches(candidate, error));
  if (rule === undefined) return transient;
  const details = [`${error.message}: ${error.detail}`];
  const known = rule.problem.code === 'sign_in_refused' ? entraError(error.code) : undefined;
  if (known !== undefined) {
    const remedy = `${known.remedy} Then retry the step.`;
    const problem = { ...rule.problem, reason: known.message, remedy, details };
    return { kind: 'blocked', problem, patience: rule.patience ?? 1 };
  }
  return { kind: 'blocked', problem: { ...rule.problem, details }, patience: rule.patience ?? 1 };
}
