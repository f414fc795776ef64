/** The removal of what was made, where replicas have not heard of it yet. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { faultSchema } from '../../sandbox/faults.js';
import type { Tenant } from '../../sandbox/world.js';
import { runActivity, scope, startOnboardedSandbox } from '../support/pipeline.js';
import type { TestSandbox } from '../support/sandbox.js';

let world: TestSandbox;
let contoso: Tenant;

beforeEach(async () => {
  ({ world, contoso } = await startOnboardedSandbox());
});
afterEach(async () => {
  await world.stop();
});

it.each([
  { what: 'the application', path: '/applications/[^/]+$', left: () => ours() },
  { what: 'the claims policy', path: '/policies/claimsMappingPolicies/[^/]+$', left: () => policies() },
])('does not believe that $what is gone when two replicas in a row say so', async ({ path, left }) => {
  const made = await runActivity(world, 'findMade', { ...scope, madeBy: 'onboarding' });
  const unheardOf = { kind: 'status', status: 404, code: 'Request_ResourceNotFound' };
  for (const method of ['DELETE', 'GET']) {
    world.sandbox.faults.add(faultSchema.parse({ method, path: `^/v1.0${path}`, effect: unheardOf }));
  }
  const first = runActivity(world, 'removeMade', { ...scope, made });
  await expect(first).rejects.toThrow('still to be seen');
  expect(left()).toHaveLength(1);
  await runActivity(world, 'removeMade', { ...scope, made }, 2);
  expect([...ours(), ...policies()]).toEqual([]);
});

const ours = () =>
  contoso.applications.all().filter(({ uniqueName }) => uniqueName === 'messagemedia-sso-contoso');
const policies = () =>
  contoso.claimsPolicies.all().filter(({ displayName }) => displayName.includes('MessageMedia'));
