/** App role assignments that are there already, where the list of them has not heard of it. */
import { afterEach, expect, it } from '@jest/globals';
import { faultSchema } from '../../sandbox/faults.js';
import { pipeline, runActivity, startOnboardedSandbox } from '../support/pipeline.js';
import type { TestSandbox } from '../support/sandbox.js';

let world: TestSandbox;
afterEach(async () => {
  await world.stop();
});

it('an assignment that Graph says exists already is done, though the list that was read lacks it', async () => {
  const onboarded = await startOnboardedSandbox();
  ({ world } = onboarded);
  const assigned = onboarded.contoso.appRoleAssignments.all();
  const assign = pipeline(world).find(({ name }) => name === 'assignPrincipals')!;
  const missedAll = { kind: 'stale', read: 'list', changes: 1_000 };
  world.sandbox.faults.add(
    faultSchema.parse({ method: 'GET', path: 'appRoleAssignedTo', times: 1, effect: missedAll }),
  );
  const result = await runActivity(world, assign.name, assign.input(onboarded.first));
  expect(result).toEqual(onboarded.first['assignPrincipals']);
  expect(onboarded.contoso.appRoleAssignments.all()).toEqual(assigned);
});
