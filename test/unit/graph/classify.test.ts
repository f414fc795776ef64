import { describe, expect, it } from '@jest/globals';
import { classify } from '../../../src/graph/classify.js';
import { GraphRequestError } from '../../../src/graph/requestError.js';

const error = (status: number | null, code: string, detail = '', request = 'PATCH /applications/{id}') =>
  new GraphRequestError({ request, status, code, detail });

describe('a fault that passes by itself is retried', () => {
  it.each([
    ['no reply at all', error(null, 'ECONNRESET')],
    ['throttling', error(429, 'TooManyRequests')],
    ['a server error', error(500, 'InternalServerError')],
    ['a bad gateway with an HTML body', error(502, '')],
    ['an unavailable service', error(503, 'ServiceNotAvailable')],
    ['a gateway time-out', error(504, 'GatewayTimeout')],
    [
      'another write at the same moment',
      error(
        409,
        'Directory_ConcurrencyViolation',
        'Error due to concurrent requests being made to the tenant.',
      ),
    ],
    [
      'an object that is not replicated yet',
      error(
        404,
        'Request_ResourceNotFound',
        "Resource '0e1f' does not exist or one of its queried reference-property objects are not present.",
      ),
    ],
    [
      'a principal that is not replicated yet',
      error(
        400,
        'Request_BadRequest',
        'Not a valid reference update',
        'POST /servicePrincipals/{id}/appRoleAssignedTo',
      ),
    ],
    [
      'an application that is not replicated yet',
      error(
        400,
        'Request_BadRequest',
        "The appId '0e1f' of the service principal does not reference a valid application object.",
      ),
    ],
    [
      'the misleading 403 of the same cause',
      error(
        403,
        'Authorization_RequestDenied',
        'When using this permission, the backing application of the service principal being created must in the local tenant',
      ),
    ],
    [
      'a role whose switching off is not replicated yet',
      error(
        400,
        'Request_BadRequest',
        'Permission (scope or role) cannot be deleted or updated unless disabled first.',
      ),
    ],
    [
      'a claims policy that is assigned already, though the list does not show it yet',
      error(
        400,
        'Request_BadRequest',
        "One or more added object references already exist for the following modified properties: 'claimsMappingPolicies'.",
        'POST /servicePrincipals/{id}/claimsMappingPolicies/$ref',
      ),
    ],
    ['an unknown status', error(418, '')],
  ])('%s', (_, fault) => {
    expect(classify(fault).kind).toBe('transient');
  });

  it('after the pause that the server asks for', () => {
    const throttled = new GraphRequestError({
      request: 'GET /x',
      status: 429,
      code: '',
      detail: '',
      retryAfterMs: 7000,
    });
    expect(classify(throttled)).toEqual({ kind: 'transient', retryAfterMs: 7000 });
  });
});

describe('a fault that only a person can mend blocks the step', () => {
  it.each([
    ['unknown_tenant', error(400, 'AADSTS90002', "Tenant 'x' not found.")],
    ['not_consented', error(null, 'AADSTS700016')],
    ['not_consented', error(null, 'AADSTS7000229')],
    ['client_credentials_refused', error(null, 'AADSTS7000215')],
    ['wrong_cloud', error(null, 'AADSTS900432')],
    ['sign_in_refused', error(null, 'AADSTS99999')],
    [
      'identifier_taken',
      error(
        400,
        'Request_BadRequest',
        'Another object with the same value for property identifierUris already exists.',
      ),
    ],
    [
      'identifier_forbidden',
      error(
        400,
        'Request_BadRequest',
        'Failed to add identifier URI https://x. All newly added URIs must contain a tenant verified domain, tenant ID, or app ID',
      ),
    ],
    [
      'identifier_forbidden',
      error(
        400,
        'Request_BadRequest',
        "Values of identifierUris property must use a verified domain of the organization or its subdomain: 'https://x'",
      ),
    ],
    [
      'groups_need_p1',
      error(
        400,
        'Request_BadRequest',
        'Groups are not available for assignment due to your Active Directory plan level.',
        'POST /servicePrincipals/{id}/appRoleAssignedTo',
      ),
    ],
    [
      'role_missing',
      error(
        400,
        'Request_BadRequest',
        'Permission being assigned was not found on application.',
        'POST /servicePrincipals/{id}/appRoleAssignedTo',
      ),
    ],
    ['quota_exceeded', error(400, 'Directory_QuotaExceeded')],
    [
      'missing_permissions',
      error(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'),
    ],
    ['missing_permissions', error(401, 'Authorization_IdentityNotFound')],
    ['request_refused', error(400, 'Request_BadRequest', 'Property has an invalid value.')],
    ['conflict', error(409, 'Request_MultipleObjectsWithSameKeyValue')],
  ])('%s', (code, fault) => {
    const verdict = classify(fault);
    expect(verdict).toMatchObject({ kind: 'blocked', problem: { code } });
  });

  it('with a reason, a remedy, and the particulars only in the details', () => {
    const verdict = classify(error(403, 'Authorization_RequestDenied', 'anna@contoso.example may not'));
    if (verdict.kind !== 'blocked') throw new Error('not blocked');
    expect(verdict.problem.reason + verdict.problem.remedy).not.toContain('anna');
    expect(verdict.problem.details).toEqual([expect.stringContaining('anna@contoso.example may not')]);
  });

  it('but a refusal that replication can cause is not believed at the first attempt', () => {
    const verdict = classify(error(403, 'Authorization_RequestDenied'));
    expect(verdict).toMatchObject({ kind: 'blocked', patience: 5 });
  });
});
