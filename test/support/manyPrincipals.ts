/** A large choice, assigned by one onboarding while time is skipped: for its test, and to measure how the quota is used. */
import { type Assignment, inParts, type Unassigned } from '../../src/onboarding/choice.js';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import type { OnboardingResult, Progress } from '../../src/onboarding/progress.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { populate } from '../../sandbox/populate.js';
import { CONTOSO } from './pipeline.js';
import { startTestSandbox, type TestSandbox } from './sandbox.js';
import { contosoRequest } from './scenarios.js';
import { SkippedClock } from './skippedClock.js';
import type { TestTemporal } from './temporal.js';

export type LargeWorld = { world: TestSandbox; clock: SkippedClock };

/** A sandbox that throttles, with so many users and groups, on the clock of a server that skips time. */
export async function startLargeWorld(size: { users: number; groups: number }): Promise<LargeWorld> {
  const clock = new SkippedClock();
  const world = await startTestSandbox({ now: clock.now, throttles: true });
  const contoso = world.sandbox.world.tenants[0]!;
  populate(contoso, size);
  const [client] = world.sandbox.world.clients;
  consent(contoso, client!, client!.requestedPermissions);
  return { world, clock };
}

/** One onboarding whose answers are all there, a part of the choice twice and out of order. */
export async function onboardMany(
  temporal: TestTemporal,
  { world, clock }: LargeWorld,
  { customerId, choice }: { customerId: string; choice: readonly Assignment[] },
): Promise<{ result: OnboardingResult; progress: Progress; unassigned: Unassigned[] }> {
  return temporal.withWorker(clock.follow(temporal, world.activities), async () => {
    const handle = await temporal.client.workflow.start('onboardCustomer', {
      taskQueue: temporal.taskQueue,
      workflowId: onboardingWorkflowId(customerId),
      args: [contosoRequest(world, { customerId })],
    });
    const parts = inParts(choice, customerId).map((part) => ({ ...part, chosenBy: 'Anna' }));
    for (const part of [parts[1], ...parts]) await handle.signal('chooseRoles', part);
    await handle.signal('grantConsent', { tenantId: CONTOSO.tenantId, grantedBy: 'Anna' });
    await handle.signal('confirmHandover', { confirmedBy: 'Hanna' });
    const result = (await handle.result()) as OnboardingResult;
    const unassigned = await handle.query<Unassigned[]>('unassigned');
    return { result, progress: await handle.query<Progress>('progress'), unassigned };
  });
}

/** How much of the permitted rate was reached from the first assignment to the last, and what share was throttled. */
export function quotaUse({ world }: LargeWorld): {
  seconds: number;
  rateShare: number;
  throttledShare: number;
} {
  const made = world.sandbox.world.tenants[0]!.appRoleAssignments.all();
  const times = made.map(({ createdDateTime }) => Date.parse(createdDateTime));
  const seconds =
    (times.reduce((a, b) => Math.max(a, b), 0) - times.reduce((a, b) => Math.min(a, b), Infinity)) / 1000;
  // 3,000 at once, and 20 a second after.
  const permitted = (made.length - 3_000) / 20;
  const { answered, throttled } = world.sandbox.quota.counts;
  return { seconds, rateShare: permitted / seconds, throttledShare: throttled / (answered + throttled) };
}
