/** A server's pause that outlasts a step's time. Time is skipped. */
import { ApplicationFailure } from '@temporalio/common';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { offboardingWorkflowId, onboardingWorkflowId, watchWorkflowId } from '../../src/onboarding/names.js';
import type { OffboardingProgress } from '../../src/onboarding/offboarding.js';
import { ASKED_TO_WAIT, type OnboardingResult, type Progress } from '../../src/onboarding/progress.js';
import type { WatchProgress } from '../../src/onboarding/watch.js';
import { agreedFor } from '../support/agreed.js';
import { fakeActivities, MADE, TENANT_ID } from '../support/fakeActivities.js';
import { minimalRequest } from '../support/request.js';
import { type TestTemporal, timeSkippingServer } from '../support/temporal.js';
import { untilProgress } from '../support/until.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await timeSkippingServer();
});
afterAll(async () => {
  await temporal.stop();
});

const askedToWait = () =>
  ApplicationFailure.create({
    message: 'POST /policies/claimsMappingPolicies: 429 TooManyRequests',
    type: ASKED_TO_WAIT,
    nonRetryable: true,
    details: [{ waitMs: 1_900_000 }],
  });

/** Of all timers, in seconds. */
async function timersOf(handle: WorkflowHandle): Promise<number[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ timerStartedEventAttributes: timer }) =>
    timer?.startToFireTimeout?.seconds == null ? [] : [Number(timer.startToFireTimeout.seconds)],
  );
}

// O19
it('a step that Graph asks to wait for 1,900 s waits that long, says until when, and goes on by itself', async () => {
  let tries = 0;
  let began = 0;
  let shown: Progress | undefined;
  let waited = 0;
  const customerId = 'asked-to-wait';
  const { activities } = fakeActivities({
    setClaims: () => {
      tries += 1;
      if (tries > 1) return Promise.resolve({ policyId: 'policy' });
      throw askedToWait();
    },
  });
  await temporal.withWorker(activities, async () => {
    const handle = await temporal.client.workflow.start('onboardCustomer', {
      taskQueue: temporal.taskQueue,
      workflowId: onboardingWorkflowId(customerId),
      args: [minimalRequest({ customerId })],
    });
    await handle.signal('grantConsent', { tenantId: TENANT_ID, grantedBy: 'Anna' });
    while (shown?.steps.find(({ name }) => name === 'claims')?.note === undefined) {
      shown = await handle.query<Progress>('progress');
    }
    await handle.signal('confirmHandover', { confirmedBy: 'Hanna' });
    await handle.signal('chooseRoles', {
      assignments: [{ type: 'user', principal: 'maria@contoso.example' }],
      chosenBy: 'Anna',
    });
    const result = (await handle.result()) as OnboardingResult;
    expect(result.status).toBe('done');
    waited = (await timersOf(handle)).find((seconds) => seconds === 1_900) ?? 0;
    began = (await handle.query<Progress>('progress')).steps.find(({ name }) => name === 'claims')!.attempts;
  });
  const step = shown?.steps.find(({ name }) => name === 'claims');
  expect(shown?.status).toBe('running');
  expect(step?.note).toMatch(/^Microsoft asks to wait: this continues by itself at \d{4}-/);
  expect({ tries, began, waited }).toEqual({ tries: 2, began: 2, waited: 1_900 });
});

it('an offboarding that is asked to wait says until when, and goes on by itself', async () => {
  const tries = { findMade: 0, removeMade: 0 };
  const { activities } = fakeActivities({
    findMade: () => ((tries.findMade += 1) === 1 ? Promise.reject(askedToWait()) : Promise.resolve(MADE)),
    removeMade: () => ((tries.removeMade += 1) === 1 ? Promise.reject(askedToWait()) : Promise.resolve()),
  });
  await temporal.withWorker(activities, async () => {
    const customerId = 'asked-to-wait';
    const handle = await temporal.client.workflow.start('offboardCustomer', {
      taskQueue: temporal.taskQueue,
      workflowId: offboardingWorkflowId(customerId),
      args: [{ customerId, tenant: 'contoso.example', permissionProfile: 'full' }],
    });
    const until = untilProgress<OffboardingProgress>;
    const shown = await until(handle, ({ note }) => note !== undefined);
    expect(shown).toMatchObject({ status: 'running', problem: null });
    expect(shown.note).toMatch(/^Microsoft asks to wait: this continues by itself at \d{4}-/);
    await temporal.sleep(1_901_000);
    await until(handle, ({ status }) => status === 'waiting');
    await handle.signal('confirmOffboarding', { by: 'Olga' });
    expect(await handle.result()).toMatchObject({ status: 'done' });
    expect((await timersOf(handle)).filter((seconds) => seconds === 1_900)).toHaveLength(2);
  });
  expect(tries).toEqual({ findMade: 3, removeMade: 2 }); // shown, and looked at once more before it is removed
});

it('a watch that is asked to wait is not blocked, says until when, and compares after that time', async () => {
  let tries = 0;
  const { activities } = fakeActivities({
    compareConfiguration: () =>
      (tries += 1) === 1 ? Promise.reject(askedToWait()) : Promise.resolve({ differences: [] }),
  });
  await temporal.withWorker(activities, async () => {
    const agreed = agreedFor({ watch: { everyDays: 30 } });
    const handle = await temporal.client.workflow.start('watchSso', {
      taskQueue: temporal.taskQueue,
      workflowId: watchWorkflowId(agreed.request.customerId),
      args: [{ agreed }],
    });
    await handle.executeUpdate('checkNow', { args: [{ by: 'Olga' }] });
    const until = untilProgress<WatchProgress>;
    const first = await until(handle, ({ checks }) => checks === 1);
    expect(first).toMatchObject({ status: 'watching', problem: null, drift: null });
    expect(first.noticed.at(-1)?.what).toMatch(/^Microsoft asks to wait: this continues by itself at \d{4}-/);
    await temporal.sleep(1_901_000);
    const second = await until(handle, ({ checks }) => checks === 2);
    expect(second.drift).toMatchObject({ differences: [] });
    await handle.signal('endWatch', { by: 'Olga' });
    await handle.result();
  });
  expect(tries).toBe(2);
});
