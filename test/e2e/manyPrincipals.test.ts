/** 10,000 users and 50 groups in one onboarding, within the quota that Microsoft documents. Time is skipped. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { inParts, type Unassigned } from '../../src/onboarding/choice.js';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import type { OnboardingResult, Progress } from '../../src/onboarding/progress.js';
import type { Assignment } from '../../src/onboarding/request.js';
import { consent } from '../../src/sandbox/entra/adminConsent.js';
import { populate } from '../../src/sandbox/populate.js';
import type { Tenant } from '../../src/sandbox/world.js';
import { historySize, runsOf } from '../support/histories.js';
import { CONTOSO } from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { contosoRequest } from '../support/scenarios.js';
import { SkippedClock } from '../support/skippedClock.js';
import { type TestTemporal, timeSkippingServer } from '../support/temporal.js';

const USERS = 10_000;
const GROUPS = 50;
const UNKNOWN = ['nobody@contoso.example', 'gone@contoso.example'];

const CHOICE: Assignment[] = [
  ...Array.from({ length: GROUPS }, (_, i) => ({
    type: 'group' as const,
    principal: `Group ${String(i + 1)}`,
  })),
  ...UNKNOWN.map((principal) => ({ type: 'user' as const, principal })),
  ...Array.from({ length: USERS }, (_, i) => ({
    type: 'user' as const,
    principal: `user${String(i + 1)}@contoso.example`,
  })),
];

let temporal: TestTemporal;
let world: TestSandbox;
let contoso: Tenant;
const clock = new SkippedClock();
const customerId = `contoso-${randomUUID().slice(0, 8)}`;
const workflowId = onboardingWorkflowId(customerId);

beforeAll(async () => {
  temporal = await timeSkippingServer();
  world = await startTestSandbox({ now: clock.now, throttles: true });
  contoso = world.sandbox.world.tenants[0]!;
  populate(contoso, { users: USERS, groups: GROUPS });
  const [client] = world.sandbox.world.clients;
  consent(contoso, client!, client!.requestedPermissions);
});
afterAll(async () => {
  await world.stop();
  await temporal.stop();
});

/** One onboarding whose answers are all there, the choice in its parts, the first of them twice and out of order. */
async function onboard(): Promise<{
  result: OnboardingResult;
  progress: Progress;
  unassigned: Unassigned[];
}> {
  return temporal.withWorker(clock.follow(temporal, world.activities), async () => {
    const handle = await temporal.client.workflow.start('onboardCustomer', {
      taskQueue: temporal.taskQueue,
      workflowId,
      args: [contosoRequest(world, { customerId })],
    });
    const parts = inParts(CHOICE, randomUUID()).map((part) => ({ ...part, chosenBy: 'Anna' }));
    for (const part of [parts[1], ...parts]) await handle.signal('chooseRoles', part);
    await handle.signal('grantConsent', { tenantId: CONTOSO.tenantId, grantedBy: 'Anna' });
    await handle.signal('confirmHandover', { confirmedBy: 'Hanna' });
    const result = (await handle.result()) as OnboardingResult;
    const unassigned = await handle.query<Unassigned[]>('unassigned');
    return { result, progress: await handle.query<Progress>('progress'), unassigned };
  });
}

describe('an onboarding with 10,000 users and 50 groups', () => {
  it('assigns everyone it can, lists the others with reasons, and uses the write quota without being throttled', async () => {
    const { result, progress } = await onboard();
    expect(result.status).toBe('done');
    expect(result.artefacts.manyAssignments).toEqual({
      assigned: USERS + GROUPS,
      unassigned: UNKNOWN.length,
      examples: UNKNOWN.map((principal) => ({
        principal,
        type: 'user',
        role: null,
        reason: 'is not in the tenant',
      })),
    });
    expect(progress.steps.find(({ name }) => name === 'assignments')?.note).toBe(
      '10050 of 10052 assigned, 2 cannot be',
    );
    const made = contoso.appRoleAssignments.all();
    expect(new Set(made.map(({ principalId }) => principalId)).size).toBe(USERS + GROUPS);
    expect(made).toHaveLength(USERS + GROUPS);

    const times = made.map(({ createdDateTime }) => Date.parse(createdDateTime));
    const seconds = (Math.max(...times) - Math.min(...times)) / 1000;
    // 3,000 at once, and 20 a second after.
    const permitted = (USERS + GROUPS - 3_000) / 20;
    const { answered, throttled } = world.sandbox.quota.counts;
    expect(permitted / seconds).toBeGreaterThan(0.95);
    expect(throttled / (answered + throttled)).toBeLessThan(0.01);
  }, 300_000);

  it('keeps its histories and payloads small', async () => {
    const runs = await runsOf(temporal.client, `${workflowId}/assignments`);
    expect(runs.length).toBeGreaterThan(1);
    const sizes = [
      await historySize(temporal.client, workflowId),
      ...(await Promise.all(
        runs.map((runId) => historySize(temporal.client, `${workflowId}/assignments`, runId)),
      )),
    ];
    expect(Math.max(...sizes.map(({ events }) => events))).toBeLessThan(5_000);
    expect(Math.max(...sizes.map(({ largestPayload }) => largestPayload))).toBeLessThan(100_000);
  });

  it('writes nothing when it runs a second time', async () => {
    const before = world.sandbox.quota.counts.writes;
    const { result, unassigned } = await onboard();
    expect(result.artefacts.manyAssignments).toMatchObject({ assigned: USERS + GROUPS });
    expect(unassigned.map(({ principal }) => principal)).toEqual(UNKNOWN);
    expect(world.sandbox.quota.counts.writes).toBe(before);
  });
});
