/** The tenant looked at before anything is written. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { samlSettingsOf } from '../../src/onboarding/request.js';
import type { Finding } from '../../src/onboarding/preflight.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import type { RegisteredClient, Tenant } from '../../sandbox/world.js';
import { agreedOf, CONTOSO, runActivity, scope, startOnboardedSandbox } from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { stateOf } from '../support/state.js';

const PATIENT = 3;

let world: TestSandbox;
let contoso: Tenant;
let client: RegisteredClient;
const arrange = (made: TestSandbox) => {
  world = made;
  contoso = world.sandbox.world.tenants[0]!;
  client = world.sandbox.world.clients[0]!;
};
beforeEach(async () => {
  arrange(await startTestSandbox());
  consent(contoso, client, client.requestedPermissions);
});
afterEach(async () => {
  await world.stop();
});

const survey = async (changes: object = {}, attempt = PATIENT) => {
  const input = {
    customerId: scope.customerId,
    tenant: CONTOSO.domain,
    permissionProfile: 'full',
    identifier: `${world.sandbox.origin}/hub`,
    displayName: 'MessageMedia SSO for Contoso',
    ...changes,
  };
  return (await runActivity(world, 'surveyTenant', input, attempt))['findings'] as Finding[];
};
const verdicts = (findings: Finding[]) =>
  Object.fromEntries(findings.map(({ check, verdict }) => [check, verdict]));

describe('a tenant that is ready', () => {
  it('is fine in all, but for the licence, which these permissions do not show; and nothing is written', async () => {
    const before = stateOf(world.sandbox);
    const expected = {
      tenant: 'fine',
      consent: 'fine',
      licence: 'unknown',
      identifierPolicy: 'fine',
      credentialPolicy: 'fine',
      identifier: 'fine',
      displayName: 'fine',
      leftovers: 'fine',
    };
    expect(verdicts(await survey())).toEqual(expected);
    expect(stateOf(world.sandbox)).toEqual(before);
    expect(contoso.audits).toEqual([]);
  });

  it.each([
    [true, 'fine'],
    [false, 'warns'],
  ])('with P1 %s, where the permission shows it: %s', async (hasP1, verdict) => {
    consent(contoso, client, [...client.requestedPermissions, 'Organization.Read.All']);
    contoso.hasP1 = hasP1;
    expect(verdicts(await survey())).toMatchObject({ licence: verdict });
  });
});

describe('a tenant that is not', () => {
  it('forbids the identifier, and another of its applications has it', async () => {
    contoso.forbidsForeignIdentifierUris = true;
    const [payroll] = contoso.applications.all();
    contoso.applications.put({
      ...payroll!,
      displayName: 'MessageMedia SSO for Contoso',
      identifierUris: [`${world.sandbox.origin}/hub`],
    });
    expect(verdicts(await survey())).toMatchObject({
      identifierPolicy: 'blocks',
      identifier: 'blocks',
      displayName: 'warns',
    });
  });

  it('has consented to less, which is looked at again before it is believed', async () => {
    consent(contoso, client, ['Application.Read.All']);
    await expect(survey({}, 1)).rejects.toMatchObject({ type: 'Transient' });
    const findings = await survey();
    expect(findings[1]).toMatchObject({ verdict: 'blocks', code: 'missing_permissions' });
    expect(verdicts(findings)).toMatchObject({ identifierPolicy: 'unknown', credentialPolicy: 'unknown' });
  });

  it('has not consented, or is none', async () => {
    contoso.consents.clear();
    expect(await survey({}, 6)).toMatchObject([{ check: 'consent', code: 'not_consented' }]);
    expect(await survey({ tenant: 'nowhere.example' })).toMatchObject([
      { check: 'tenant', verdict: 'blocks', code: 'unknown_tenant' },
    ]);
  });
});

describe('an application of this customer', () => {
  it('is no obstacle, whether it stands or was deleted', async () => {
    await world.stop();
    const { world: onboarded, first } = await startOnboardedSandbox();
    arrange(onboarded);
    const { serviceProvider } = samlSettingsOf(agreedOf(world.sandbox, first).request);
    const ready = { identifier: 'fine', displayName: 'fine', leftovers: 'fine' };
    const input = { identifier: serviceProvider.entityId };
    expect(verdicts(await survey(input))).toMatchObject(ready);
    const made = await runActivity(world, 'findMade', { ...scope, madeBy: 'onboarding' });
    await runActivity(world, 'removeMade', { ...scope, made });
    const findings = await survey(input);
    expect(verdicts(findings)).toMatchObject(ready);
    expect(findings.at(-1)?.message).toContain('it is restored');
  });
});
