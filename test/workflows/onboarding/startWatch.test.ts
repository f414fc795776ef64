/** An onboarding that ends with a watch while an earlier one is there, on Temporal's time-skipping server. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { watchWorkflowId } from '../../../src/onboarding/names.js';
import type { Progress } from '../../../src/onboarding/progress.js';
import type { WatchProgress } from '../../../src/onboarding/watch.js';
import { WatchRecord } from '../../../src/workflows/watch/record.js';
import { agreedFor } from '../../support/agreed.js';
import { startAnswered } from '../../support/answeredOnboarding.js';
import { fakeActivities } from '../../support/fakeActivities.js';
import { type TestTemporal, timeSkippingServer } from '../../support/temporal.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const WATCH = watchWorkflowId('contoso');

let temporal: TestTemporal;
// Each with a server of its own: the watch of an earlier test would be there.
beforeEach(async () => {
  temporal = await timeSkippingServer();
});
afterEach(async () => {
  await temporal.stop();
});

const onboard = () => startAnswered(temporal, { customerId: 'contoso', watch: {} });
const watching = () => temporal.client.workflow.getHandle(WATCH).query<WatchProgress>('progress');
const endWatch = () => temporal.client.workflow.getHandle(WATCH).signal('endWatch', { by: 'Olga' });

async function until(handle: WorkflowHandle, wanted: (found: Progress) => boolean): Promise<Progress> {
  for (;;) {
    const found = await handle.query<Progress>('progress');
    if (wanted(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Its own reply URL cannot be removed, which it tries for half an hour before it ends. */
async function busyWatch(): Promise<void> {
  const { agreed, state } = new WatchRecord({ agreed: agreedFor({}) }).handOn();
  const since = await temporal.currentTimeMs();
  const test = { since, deadline: since + DAY_MS, texted: {}, open: 'maybe' as const };
  await temporal.client.workflow.start('watchSso', {
    taskQueue: temporal.taskQueue,
    workflowId: WATCH,
    args: [{ agreed, state: { ...state, test, nextCheck: since + DAY_MS } }],
  });
}
const busy = () =>
  fakeActivities({ closeTestSignIn: () => Promise.reject(new Error('out of order')) }).activities;

async function blockedOnboarding(): Promise<WorkflowHandle> {
  const handle = await onboard();
  await until(handle, ({ step }) => step === 'watch');
  await temporal.sleep(12 * MINUTE_MS);
  const { problem, status } = await until(handle, (found) => found.problem !== null);
  expect({ status, code: problem?.code }).toEqual({ status: 'blocked', code: 'watch_does_not_end' });
  const { events } = await handle.fetchHistory();
  expect(events?.length).toBeLessThan(400);
  return handle;
}

describe('a watch of an earlier onboarding', () => {
  it('gives way to the new one', async () => {
    await temporal.withWorker(fakeActivities().activities, async () => {
      await (await onboard()).result();
      const { onboardingId: first } = await watching();
      await (await onboard()).result();
      const { onboardingId: second, status } = await watching();
      expect(status).toBe('watching');
      expect(second).not.toBe(first);
      await endWatch();
    });
  });

  it('that does not end blocks the step, which can be retried when that one has ended', async () => {
    await temporal.withWorker(busy(), async () => {
      await busyWatch();
      const handle = await blockedOnboarding();
      await temporal.sleep(25 * MINUTE_MS);
      await handle.executeUpdate('retryStep', { args: [{ step: 'watch', by: 'Olga' }] });
      expect(await handle.result()).toMatchObject({ status: 'done', skipped: ['testSignIn'] });
      expect((await watching()).status).toBe('watching');
      await endWatch();
    });
  });

  it('that does not end holds up no onboarding whose step is skipped', async () => {
    await temporal.withWorker(busy(), async () => {
      await busyWatch();
      const handle = await blockedOnboarding();
      await handle.executeUpdate('skipStep', { args: [{ step: 'watch', by: 'Olga', reason: 'later' }] });
      expect(await handle.result()).toMatchObject({ status: 'done', skipped: ['testSignIn', 'watch'] });
    });
  });
});
