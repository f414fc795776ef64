/** A customer that is onboarded again after its onboarding was removed. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectDeps } from '../../src/activities/connect.js';
import { createActivities } from '../../src/activities/index.js';
import type { Tenant } from '../../sandbox/world.js';
import { type Results, runActivity, scope, startOnboardedSandbox } from '../support/pipeline.js';
import type { TestSandbox } from '../support/sandbox.js';
import { stateOf } from '../support/state.js';

const DAY_MS = 86_400_000;
const AGAIN = '01a20b44-ffff-719c-87ec-4a79ef956981';
const BEFORE_THAT = '01a20b44-eeee-719c-87ec-4a79ef956981';

let world: TestSandbox;
let contoso: Tenant;
let now: number;
let first: Results;

async function offboarded(fromTemplate: boolean): Promise<void> {
  now = Date.now();
  ({ world, contoso, first } = await startOnboardedSandbox({ fromTemplate, now: () => now }));
  const made = await runActivity(world, 'findMade', { ...scope, madeBy: 'onboarding' });
  await runActivity(world, 'removeMade', { ...scope, made });
}
afterEach(async () => {
  await world.stop();
});

/** A worker of that time has no token of today. */
function passDays(days: number): void {
  now += days * DAY_MS;
  world.activities = createActivities(connectDeps(world.settings));
}

const input = (onboardingId: string) => ({
  ...scope,
  onboardingId,
  displayName: 'MessageMedia SSO for Contoso',
  roles: [{ value: 'Sender', displayName: 'Sender', description: 'Sends' }],
});
const create = (attempt = 1, onboardingId = AGAIN) =>
  runActivity(world, 'createEnterpriseApplication', input(onboardingId), attempt);
const ours = () =>
  contoso.applications.all().filter(({ uniqueName }) => uniqueName === 'messagemedia-sso-contoso');
const of = (appId: string) => contoso.servicePrincipals.all().filter((sp) => sp.appId === appId);

describe.each([
  { fromTemplate: false, way: 'an upsert' },
  { fromTemplate: true, way: "Microsoft's template" },
])('a customer whose application was made by $way', ({ fromTemplate }) => {
  beforeEach(() => offboarded(fromTemplate));

  it('gets its application, service principal, certificate and roles back within 30 days', async () => {
    passDays(29);
    const again = await create();
    expect(again).toEqual(first['createEnterpriseApplication']);
    expect(of(ours()[0]!.appId)[0]?.keyCredentials).toHaveLength(2);
    const certificate = await runActivity(world, 'setSigningCertificate', {
      ...scope,
      onboardingId: AGAIN,
      ...again,
      generation: 1,
      watched: false,
    });
    expect(certificate).toEqual(first['setSigningCertificate']);
  });

  it.each([
    { lost: 'restoring the application', method: 'POST' as const, skip: 0 },
    // An upsert tries to create it first.
    { lost: 'marking it as this onboarding’s', method: 'PATCH' as const, skip: fromTemplate ? 0 : 1 },
    { lost: 'restoring the service principal', method: 'POST' as const, skip: 1 },
  ])('is restored once when the reply to $lost is lost', async ({ method, skip }) => {
    const undisturbed = await create(1, BEFORE_THAT).then(() => stateOf(world.sandbox));
    const search = { ...scope, onboardingId: BEFORE_THAT, madeBy: 'onboarding' };
    const made = await runActivity(world, 'findMade', search);
    await runActivity(world, 'removeMade', { ...scope, made });
    const effect = { kind: 'resetAfter' as const };
    world.sandbox.faults.add({ method, path: '^/v1', skip, times: 1, effect });
    await expect(create()).rejects.toThrow('no reply');
    world.sandbox.faults.clear();
    await create(2);
    expect(stateOf(world.sandbox)).toEqual(undisturbed);
  });

  it('is rolled back again when the new onboarding is cancelled, although an earlier one made it', async () => {
    await create();
    const search = { ...scope, onboardingId: AGAIN, madeBy: 'onboarding' };
    const made = await runActivity(world, 'findMade', search);
    expect(made).toMatchObject({ application: { remove: true } });
    await runActivity(world, 'removeMade', { ...scope, made });
    expect(ours()).toEqual([]);
  });

  it('gets a new application when the 30 days are over', async () => {
    passDays(30);
    const again = await create();
    expect(again['appId']).not.toBe(first['createEnterpriseApplication']!['appId']);
    expect(of(String(again['appId']))[0]?.keyCredentials).toEqual([]);
  });
});

it('gets its application back when the deletion was not to be seen before another was made', async () => {
  await offboarded(true);
  const effect = { kind: 'stale' as const, read: 'list' as const, changes: 1 };
  const path = '^/v1.0/directory/deletedItems/microsoft.graph.application$';
  world.sandbox.faults.add({ method: 'GET', path, skip: 0, times: 1, effect });
  expect(await create()).toEqual(first['createEnterpriseApplication']);
  expect(world.sandbox.faults.struck).toBe(1);
  expect(contoso.applications.all().filter((one) => one.applicationTemplateId !== null)).toEqual(ours());
});
