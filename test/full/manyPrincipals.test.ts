/** 10,000 users and 50 groups in one onboarding, within the quota that Microsoft documents. Time is skipped. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import type { Assignment } from '../../src/onboarding/choice.js';
import { historySize, runsOf } from '../support/histories.js';
import { type LargeWorld, onboardMany, quotaUse, startLargeWorld } from '../support/manyPrincipals.js';
import { type TestTemporal, timeSkippingServer } from '../support/temporal.js';

const USERS = 10_000;
const GROUPS = 50;
const UNKNOWN = ['nobody@contoso.example', 'gone@contoso.example'];

const group = (principal: string): Assignment => ({ type: 'group', principal });
const user = (principal: string): Assignment => ({ type: 'user', principal });
const CHOICE = [
  ...Array.from({ length: GROUPS }, (_, i) => group(`Group ${String(i + 1)}`)),
  ...UNKNOWN.map(user),
  ...Array.from({ length: USERS }, (_, i) => user(`user${String(i + 1)}@contoso.example`)),
];

let temporal: TestTemporal;
let large: LargeWorld;
const customerId = `contoso-${randomUUID().slice(0, 8)}`;
const workflowId = onboardingWorkflowId(customerId);
const onboard = () => onboardMany(temporal, large, { customerId, choice: CHOICE });

beforeAll(async () => {
  temporal = await timeSkippingServer();
  large = await startLargeWorld({ users: USERS, groups: GROUPS });
});
afterAll(async () => {
  await large.world.stop();
  await temporal.stop();
});

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
    const made = large.world.sandbox.world.tenants[0]!.appRoleAssignments.all();
    expect(new Set(made.map(({ principalId }) => principalId)).size).toBe(USERS + GROUPS);
    expect(made).toHaveLength(USERS + GROUPS);
    const { rateShare, throttledShare } = quotaUse(large);
    expect(rateShare).toBeGreaterThan(0.95);
    expect(throttledShare).toBeLessThan(0.01);
  }, 300_000);

  it('keeps its histories and payloads small', async () => {
    const child = `${workflowId}/assignments`;
    const runs = await runsOf(temporal.client, child);
    expect(runs.length).toBeGreaterThan(1);
    const sizes = [
      await historySize(temporal.client, workflowId),
      ...(await Promise.all(runs.map((runId) => historySize(temporal.client, child, runId)))),
    ];
    expect(Math.max(...sizes.map(({ events }) => events))).toBeLessThan(5_000);
    expect(Math.max(...sizes.map(({ largestPayload }) => largestPayload))).toBeLessThan(100_000);
  });

  it('writes nothing when it runs a second time', async () => {
    const { counts } = large.world.sandbox.quota;
    const before = counts.writes;
    const { result, unassigned } = await onboard();
    expect(result.artefacts.manyAssignments).toMatchObject({ assigned: USERS + GROUPS });
    expect(unassigned.map(({ principal }) => principal)).toEqual(UNKNOWN);
    expect(counts.writes).toBe(before);
  }, 300_000);
});
