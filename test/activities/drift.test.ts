/** Who changed what, where the audit log may be read. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Difference } from '../../src/onboarding/drift.js';
import type { Agreed } from '../../src/onboarding/watch.js';
import { consent } from '../../src/sandbox/entra/adminConsent.js';
import { inPortal } from '../../src/sandbox/portal.js';
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
