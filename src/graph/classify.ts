/**
 * Tells a fault that passes from one that only a person can mend. Pure: real error bodies in, a verdict out.
 */
import { entraError } from '../onboarding/entraErrors.js';
import { newProblem, type NewProblem, type PlainCode } from '../onboarding/problems/catalogue.js';
import type { GraphRequestError } from './requestError.js';

export type Verdict =
  | { kind: 'transient'; retryAfterMs: number | undefined }
  | { kind: 'blocked'; problem: NewProblem; patience: number };

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
  problem: PlainCode;
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

/** Everything only a person can mend: what Graph says, and which problem that is. The first match counts. */
export const BLOCKING: readonly BlockingRule[] = [
  { code: /AADSTS(90002|900023)/, problem: 'unknown_tenant' },
  {
    code: /AADSTS(700016|7000229|65001)/,
    // Consent given a moment ago may not have reached the replica that issues tokens.
    patience: 6,
    problem: 'not_consented',
  },
  { code: /^AADSTS7000112$/, problem: 'client_disabled' },
  {
    code: /^AADSTS700024$/,
    // Each try signs a new assertion, or reads the federated token again.
    patience: 6,
    problem: 'client_assertion_expired',
  },
  {
    // A certificate or a federated credential that was registered a moment ago reaches the token service late.
    code: /^AADSTS(70021|700027|70021[123])$/,
    patience: 6,
    problem: 'client_credentials_refused',
  },
  { code: /^AADSTS(7000215|7000222|70002)$/, problem: 'client_credentials_refused' },
  { code: /^AADSTS530(03|04)$/, problem: 'conditional_access' },
  { code: /AADSTS(90038|900432)/, problem: 'wrong_cloud' },
  { code: /^AADSTS/, problem: 'sign_in_refused' },
  {
    status: [400],
    text: /same value for property identifierUris already exists/i,
    problem: 'identifier_taken',
  },
  {
    status: [400, 403],
    // The SAML mode, which exempts the identifier, may not have reached the replica that decides.
    patience: 4,
    text: /failed to add identifier uri|verified domain of the organization|HostNameNotOnVerifiedDomain/i,
    problem: 'identifier_forbidden',
  },
  {
    status: [400, 403],
    request: /appRoleAssignedTo/,
    text: /plan level|requires .*premium|not available for assignment/i,
    problem: 'groups_need_p1',
  },
  {
    status: [400],
    request: /appRoleAssignedTo/,
    // A role that was defined a moment ago reaches the service principal late.
    patience: 6,
    text: /permission being assigned was not found/i,
    problem: 'role_missing',
  },
  {
    status: [400, 403],
    words: /CredentialInvalidLifetimeAsPerAppPolicy/i,
    problem: 'certificate_lifetime_forbidden',
  },
  { status: [400, 403], words: /Credential\w+AsPerAppPolicy/i, problem: 'credentials_forbidden' },
  {
    status: [400],
    // O20: often passes by itself.
    patience: 6,
    words: /KeyCredentialsInvalidEndDate|Key credential end date is invalid/i,
    problem: 'certificate_date_refused',
  },
  {
    // Before the catch-alls: what a policy forbids is neither a fault of ours nor a missing permission.
    status: [400, 403],
    words:
      /AsPerAppPolicy|app(lication)? ?management polic|(tenant|organi[sz]ation'?s?|assigned|security) polic(y|ies)|by (a|the|your) [\w ]{0,40}policy/i,
    problem: 'policy_forbids',
  },
  { code: /^ReplyTooLarge$/, problem: 'metadata_too_large' },
  { status: [400, 403], code: /Directory_QuotaExceeded/, problem: 'quota_exceeded' },
  {
    status: [401, 403],
    // Consent given a moment ago takes seconds to minutes to be effective everywhere.
    patience: 5,
    problem: 'missing_permissions',
  },
  { status: [400], problem: 'request_refused' },
  { status: [409], problem: 'conflict' },
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
  const known = rule.problem === 'sign_in_refused' ? entraError(error.code) : undefined;
  const problem =
    known === undefined
      ? newProblem(rule.problem, { details })
      : newProblem('sign_in_refused', {
          case: 'known',
          meaning: known.message,
          mending: known.remedy,
          details,
        });
  return { kind: 'blocked', problem, patience: rule.patience ?? 1 };
}
