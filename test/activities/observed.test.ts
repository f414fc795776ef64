/** What the real services were seen to do, row by row, where a whole activity is needed to see that it is survived. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { samlSettingsOf } from '../../src/onboarding/request.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import type { Tenant } from '../../sandbox/world.js';
import { agreedOf, type Results, runActivity, scope, startOnboardedSandbox } from '../support/pipeline.js';
import type { TestSandbox } from '../support/sandbox.js';
import { stateOf } from '../support/state.js';

let world: TestSandbox;
let contoso: Tenant;
let first: Results;
beforeAll(async () => {
  ({ world, contoso, first } = await startOnboardedSandbox());
});
afterAll(async () => {
  await world.stop();
});
afterEach(() => {
  world.sandbox.faults.clear();
});

const answerOnce = (method: 'GET' | 'PATCH', path: string, status: number, code: string, message = '') => {
  world.sandbox.faults.add({
    method,
    path,
    skip: 0,
    times: 1,
    effect: { kind: 'status', status, code, message },
  });
};

describe('O12: a unique name that is taken by a live application which the first look did not show', () => {
  it('leads to that application, and no other is made or restored', async () => {
    const before = stateOf(world.sandbox);
    answerOnce('GET', '^/v1.0/applications\\(uniqueName', 404, 'Request_ResourceNotFound');
    const taken = 'Another object with the same value for property uniqueName already exists.';
    answerOnce('PATCH', '^/v1.0/applications\\(uniqueName', 400, 'Request_BadRequest', taken);
    const input = {
      ...scope,
      displayName: 'MessageMedia SSO for Contoso',
      roles: agreedOf(world.sandbox, first).request.appRoles,
    };
    expect(await runActivity(world, 'createEnterpriseApplication', input)).toEqual(
      first['createEnterpriseApplication'],
    );
    expect(stateOf(world.sandbox)).toEqual(before);
  });
});

describe('O11: a unique name that an application has which nobody can see', () => {
  it('is waited for a bounded number of times, and then blocks', async () => {
    const taken = 'Another object with the same value for property uniqueName already exists.';
    const displayName = 'MessageMedia SSO for Nobody';
    const input = { ...scope, customerId: 'nobody', displayName, roles: [] };
    const create = (attempt: number) => {
      answerOnce('PATCH', '^/v1.0/applications\\(uniqueName', 400, 'Request_BadRequest', taken);
      return runActivity(world, 'createEnterpriseApplication', input, attempt);
    };
    await expect(create(1)).rejects.toMatchObject({ nonRetryable: false });
    await expect(create(6)).rejects.toMatchObject({ nonRetryable: true, type: 'Blocked' });
  });
});

describe('O18: the sign-in log that is refused for want of a licence', () => {
  const find = (attempt: number) => {
    const { appId } = agreedOf(world.sandbox, first);
    return runActivity(world, 'findSignIn', { ...scope, appId, since: '2026-01-01T00:00:00Z' }, attempt);
  };
  const refuse = () => {
    answerOnce('GET', '/auditLogs/signIns', 403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant');
  };

  it('is looked at again, and only then believed', async () => {
    const [client] = world.sandbox.world.clients;
    const log = ['AuditLog.Read.All', 'Directory.Read.All'];
    consent(contoso, client!, [...client!.requestedPermissions, ...log]);
    refuse();
    await expect(find(1)).rejects.toMatchObject({ nonRetryable: false });
    expect(await find(2)).toEqual({ log: 'available', at: null });
    refuse();
    expect(await find(4)).toEqual({ log: 'unavailable' });
  });
});

describe('O21: an empty relay state', () => {
  it.each([
    ['an empty text', { relayState: '' }],
    ['null', { relayState: null }],
    ['absent, with the settings', null],
  ])('that is shown as %s is no difference, and nothing is written', async (_, shown) => {
    const { applicationId, servicePrincipalId, ...agreed } = agreedOf(world.sandbox, first);
    const principal = contoso.servicePrincipals.get(servicePrincipalId)!;
    contoso.servicePrincipals.put({ ...principal, samlSingleSignOnSettings: shown });
    const all = { ...agreed, applicationId, servicePrincipalId };
    const found = await runActivity(world, 'compareConfiguration', { ...scope, agreed: all, settled: [] });
    expect(found).toEqual({ differences: [] });
    const settings = samlSettingsOf(agreed.request);
    await runActivity(world, 'setSamlSettings', { ...scope, applicationId, servicePrincipalId, settings });
    expect(contoso.servicePrincipals.get(servicePrincipalId)!.samlSingleSignOnSettings).toEqual(shown);
  });
});
