/** Faults as others have recorded them from the real Graph; each names its row of what was observed. */
import { describe, expect, it } from '@jest/globals';
import { alreadyThere } from '../../../src/activities/entra/assignments.js';
import { classify } from '../../../src/graph/classify.js';
import { GraphRequestError } from '../../../src/graph/requestError.js';

const ASSIGN = 'POST /servicePrincipals/{id}/appRoleAssignedTo';
const error = (status: number | null, code: string, detail = '', request = 'PATCH /applications/{id}') =>
  new GraphRequestError({ request, status, code, detail });

describe('a fault that was seen to pass is retried', () => {
  const busy = 'Error due to concurrent requests being made to the tenant. Please wait briefly and retry.';
  it.each([
    ['O5: concurrent requests as 400', error(400, 'Request_BadRequest', busy)],
    ['O5: their code as 400', error(400, 'Directory_ConcurrencyViolation')],
    ['O5: in words as 409', error(409, 'Request_BadRequest', busy)],
    [
      'O6: an assignment right after the creation',
      error(400, 'Request_BadRequest', 'Specified resourceId was not found.', ASSIGN),
    ],
    ...[400, 409].map((status): [string, GraphRequestError] => [
      `O8: a claims policy that is assigned already, as ${String(status)}`,
      error(
        status,
        'Request_MultipleObjectsWithSameKeyValue',
        'Request contains property changes that would result in property-uniqueness violation(s). Please retry your request with corrected values.',
        'POST /servicePrincipals/{id}/claimsMappingPolicies/$ref',
      ),
    ]),
    ['a token service that is busy', error(null, 'AADSTS90006')],
  ])('%s', (_, fault) => {
    expect(classify(fault).kind).toBe('transient');
  });
});

describe('a fault that may pass is retried before it blocks', () => {
  it.each([
    ['O6', 'role_missing', error(400, '', 'Permission being assigned was not found on application', ASSIGN)],
    ['O20', 'certificate_date_refused', error(400, 'KeyCredentialsInvalidEndDate')],
    [
      'O20',
      'certificate_date_refused',
      error(400, 'Request_BadRequest', 'Key credential end date is invalid.'),
    ],
    ['a clock that is wrong', 'client_assertion_expired', error(null, 'AADSTS700024')],
    ['a new federated credential', 'client_credentials_refused', error(null, 'AADSTS700213')],
  ])('%s: %s', (_, code, fault) => {
    const verdict = classify(fault);
    expect(verdict).toMatchObject({ kind: 'blocked', problem: { code } });
    expect(verdict.kind === 'blocked' && verdict.patience).toBeGreaterThanOrEqual(6);
  });
});

describe('what a policy of the tenant forbids is never told as a missing permission', () => {
  it.each([400, 403])('a certificate lifetime, refused with %d', (status) => {
    const refusal = error(status, 'CredentialInvalidLifetimeAsPerAppPolicy');
    expect(classify(refusal)).toMatchObject({ problem: { code: 'certificate_lifetime_forbidden' } });
  });
  it.each([
    [400, 'This change is blocked by a policy of your organization.'],
    [403, 'Operation not allowed as per the tenant policy.'],
    [403, 'The app management policy of the tenant disallows redirect URIs of this kind.'],
  ])('anything else, refused with %d: %s', (status, words) => {
    for (const code of ['Request_BadRequest', 'Authorization_RequestDenied']) {
      expect(classify(error(status, code, words))).toMatchObject({ problem: { code: 'policy_forbids' } });
    }
  });
  it('the identifier, refused with 403', () => {
    const words = 'Failed to add identifier URI x. As per the default tenant policy of your organization.';
    expect(classify(error(403, '', words))).toMatchObject({ problem: { code: 'identifier_forbidden' } });
  });
  it.each([400, 403])('credentials at all, refused with %d', (status) => {
    const refusal = error(status, 'CredentialTypeNotAllowedAsPerAppPolicy');
    expect(classify(refusal)).toMatchObject({ problem: { code: 'credentials_forbidden' } });
  });
  it('our application, disabled by the tenant', () => {
    expect(classify(error(null, 'AADSTS7000112'))).toMatchObject({ problem: { code: 'client_disabled' } });
  });
});

describe('an assignment that is there already counts as made', () => {
  it.each([
    [
      'O7: in words',
      error(400, 'Request_BadRequest', 'Permission being assigned already exists on the object'),
    ],
    [
      'O7: by code, 400',
      error(400, 'Request_MultipleObjectsWithSameKeyValue', 'EntitlementGrant entry already exists.'),
    ],
    ['O7: by code, 409', error(409, 'Request_MultipleObjectsWithSameKeyValue')],
  ])('%s', (_, refusal) => {
    expect(alreadyThere(refusal)).toBe(true);
  });
  it('but not any other refusal', () => {
    expect(alreadyThere(error(403, 'Authorization_RequestDenied'))).toBe(false);
  });
});
