/** The signing certificate of a customer who signs in already, when they are onboarded again. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { connectDeps } from '../../src/activities/connect.js';
import { createActivities } from '../../src/activities/index.js';
import type { Tenant } from '../../sandbox/world.js';
import { type Results, runActivity, scope, startOnboardedSandbox } from '../support/pipeline.js';
import type { TestSandbox } from '../support/sandbox.js';

const DAY_MS = 86_400_000;

let world: TestSandbox;
let contoso: Tenant;
let now: number;
let first: Results;

beforeEach(async () => {
  now = Date.now();
  ({ world, contoso, first } = await startOnboardedSandbox({ now: () => now }));
});
afterEach(async () => {
  await world.stop();
});

const before = () => first['setSigningCertificate'] as { thumbprint: string; expiresAt: string };
const servicePrincipal = () =>
  contoso.servicePrincipals
    .all()
    .find(({ appId }) => appId === first['createEnterpriseApplication']!['appId'])!;

/** Until so many days before the certificate's end. A worker of that time has no token of today. */
async function again(daysLeft: number, watched: boolean) {
  now = Date.parse(before().expiresAt) - daysLeft * DAY_MS;
  world.activities = createActivities(connectDeps(world.settings, () => now));
  const input = { ...scope, onboardingId: '02b31c55-ffff-719c-87ec-4a79ef956981', generation: 1, watched };
  return runActivity(world, 'setSigningCertificate', { ...input, ...first['createEnterpriseApplication'] });
}

it.each([
  { daysLeft: 61, watched: false, why: 'it lasts for long' },
  { daysLeft: 59, watched: true, why: 'it will be renewed in time' },
])('stays, whoever made it, with $daysLeft days left, since $why', async ({ daysLeft, watched }) => {
  const found = servicePrincipal();
  const keyCredentials = found.keyCredentials.map((one) => ({ ...one, displayName: "Contoso's own" }));
  contoso.servicePrincipals.put({ ...found, keyCredentials });
  expect(await again(daysLeft, watched)).toEqual({ ...before(), name: "Contoso's own" });
  expect(servicePrincipal().keyCredentials).toHaveLength(2);
});

it.each([
  { daysLeft: 59, watched: false, why: 'nobody will renew it' },
  { daysLeft: -1, watched: true, why: 'it has expired' },
])('is replaced with $daysLeft days left, since $why', async ({ daysLeft, watched }) => {
  const { thumbprint } = (await again(daysLeft, watched)) as { thumbprint: string };
  expect(thumbprint).not.toBe(before().thumbprint);
  expect(servicePrincipal().preferredTokenSigningKeyThumbprint).toBe(thumbprint.toLowerCase());
});

const addNext = () =>
  runActivity(world, 'addNextCertificate', {
    ...scope,
    ...first['createEnterpriseApplication'],
    generation: 2,
  });

it.each([400 as const, 403 as const])(
  'lives as long as a policy of the tenant allows, when Graph refuses a longer life with %d',
  async (policyRefusalStatus) => {
    world.sandbox.world.rules.policyRefusalStatus = policyRefusalStatus;
    contoso.maxCertificateDays = 180;
    const { expiresAt } = (await addNext()) as { expiresAt: string };
    const days = (Date.parse(expiresAt) - now) / DAY_MS;
    expect(days).toBeGreaterThan(179);
    expect(days).toBeLessThanOrEqual(180);
  },
);

it('is a problem of its own where no policy says how long it may live', async () => {
  const code = 'CredentialInvalidLifetimeAsPerAppPolicy';
  const effect = { kind: 'status' as const, status: 403, code, message: '' };
  const path = 'addTokenSigningCertificate$';
  world.sandbox.faults.add({ method: 'POST', path, skip: 0, times: 9, effect });
  await expect(addNext()).rejects.toThrow('certificate_lifetime_forbidden');
});
