/** Who changed what, where the audit log may be read. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { describeDifference, type Difference } from '../../src/onboarding/drift.js';
import type { Agreed } from '../../src/onboarding/watch.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { inPortal } from '../../sandbox/portal.js';
import { agreedOf, runActivity, runPipeline, scope } from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';

const ADMINISTRATOR = 'anna.admin@contoso.example';

let world: TestSandbox;
let agreed: Agreed;
beforeEach(async () => {
  world = await startTestSandbox();
  const [client] = world.sandbox.world.clients;
  consent(tenant(), client!, [...client!.requestedPermissions, 'AuditLog.Read.All', 'Directory.Read.All']);
  agreed = agreedOf(world.sandbox, await runPipeline(world));
});
afterEach(async () => {
  await world.stop();
});

const tenant = () => world.sandbox.world.tenants[0]!;
const rename = (displayName: string) =>
  inPortal(world.sandbox.world, tenant(), ADMINISTRATOR, {
    method: 'PATCH',
    path: `/applications/${agreed.applicationId}`,
    body: { displayName },
  });

async function differences(): Promise<Difference[]> {
  const input = { ...scope, agreed, settled: [] };
  return (await runActivity(world, 'compareConfiguration', input))['differences'] as Difference[];
}

it.each([
  [
    'is refused',
    { kind: 'status', status: 403, code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant' },
  ],
  ['does not understand', { kind: 'status', status: 400, code: 'BadRequest' }],
  ['is throttled', { kind: 'status', status: 429, code: 'TooManyRequests', retryAfter: '60' }],
  ['is out of order', { kind: 'status', status: 500, code: 'InternalServerError' }],
  ['breaks off', { kind: 'truncated' }],
  ['answers with something else', { kind: 'body', body: '<html></html>' }],
] as const)('what differs is told without who changed it when the log %s', async (_, effect) => {
  rename('Renamed');
  world.sandbox.faults.add({
    method: 'GET',
    path: '^/v1.0/auditLogs/',
    skip: 0,
    times: 1,
    effect: {
      ...('status' in effect ? { message: '' } : {}),
      ...(effect.kind === 'body' ? { contentType: 'text/html' } : {}),
      ...effect,
    } as Parameters<typeof world.sandbox.faults.add>[0]['effect'],
  });
  const [renamed, ...others] = await differences();
  expect(renamed).toMatchObject({ field: 'displayName', found: 'Renamed' });
  expect([renamed?.lastChange, others]).toEqual([undefined, []]);
  expect(world.sandbox.faults.struck).toBe(1);
});

it('who changed something is found in one page of the log, however much was changed', async () => {
  for (let number = 0; number < 150; number += 1) rename(`Renamed ${String(number)}`);
  const later = { method: 'GET' as const, path: '^/v1.0/auditLogs/', skip: 1, times: 1 };
  world.sandbox.faults.add({ ...later, effect: { kind: 'resetBefore' } });
  expect(await differences()).toMatchObject([{ lastChange: { by: ADMINISTRATOR } }]);
  expect(world.sandbox.faults.struck).toBe(0);
});

// O4
it('our own changes, which the log names by our object id alone, are not told as somebody else’s', async () => {
  rename('Renamed');
  const later = { ...scope, agreed, classes: ['details'] };
  await runActivity(world, 'repairConfiguration', later);
  rename('Renamed again');
  await runActivity(world, 'repairConfiguration', later);
  const { applications } = tenant();
  const found = applications.get(agreed.applicationId)!;
  // As a change that the log does not show yet.
  applications.put({ ...found, displayName: 'Renamed unseen' });
  const [difference] = await differences();
  expect(difference).toMatchObject({ found: 'Renamed unseen', lastChange: { by: ADMINISTRATOR } });
});

/** As Microsoft's portal does it, where somebody wants to edit the claims. */
function removePolicy(how: 'unassigned' | 'deleted'): void {
  const id = agreed.claimsPolicyId!;
  const remove = (path: string) =>
    inPortal(world.sandbox.world, tenant(), ADMINISTRATOR, { method: 'DELETE', path });
  remove(`/servicePrincipals/${agreed.servicePrincipalId}/claimsMappingPolicies/${id}/$ref`);
  if (how === 'deleted') remove(`/policies/claimsMappingPolicies/${id}`);
}

// O15
describe.each(['unassigned', 'deleted'] as const)('our claims policy that an administrator has %s', (how) => {
  it('is told as a decision: what was done, by whom, and what to do', async () => {
    removePolicy(how);
    // Of the application, and none of the administrator's decision.
    rename('Renamed');
    const [renamed, removed] = (await differences()).sort((a, b) => b.field.localeCompare(a.field));
    expect(renamed).toMatchObject({ field: 'displayName' });
    expect(removed).toMatchObject({
      ...{ class: 'claims', kind: 'missing', removed: how },
      lastChange: {
        by: ADMINISTRATOR,
        activity: how === 'deleted' ? 'Delete policy' : 'Remove policy from service principal',
      },
    });
    const words = describeDifference(removed!);
    expect(words).toContain(`${ADMINISTRATOR} has ${how} our claims mapping policy`);
    expect(words).toContain('Attributes & Claims');
    expect(words).toContain('claims: entraDefaults');
  });

  it('is told without a name where the audit log may not be read', async () => {
    removePolicy(how);
    const [client] = world.sandbox.world.clients;
    consent(tenant(), client!, client!.requestedPermissions);
    const [removed] = await differences();
    expect(removed).toMatchObject({ removed: how });
    expect(removed?.lastChange).toBeUndefined();
    expect(describeDifference(removed!)).toContain(`somebody has ${how} our claims mapping policy`);
  });

  it('is not made anew by a repair, which says why', async () => {
    removePolicy(how);
    const policies = tenant().claimsPolicies.all();
    const input = { ...scope, agreed, classes: ['claims'] };
    expect(await runActivity(world, 'repairConfiguration', input)).toMatchObject({
      repaired: [],
      unrepaired: [{ class: 'claims', why: expect.stringContaining('does not undo this decision') }],
    });
    expect(tenant().claimsPolicies.all()).toEqual(policies);
    expect(tenant().policyAssignments.all()).toEqual([]);
  });
});
