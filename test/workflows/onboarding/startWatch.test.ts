/** An onboarding of a customer whom an earlier one's watch watches over, on Temporal's time-skipping server. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { onboardingWorkflowId, watchWorkflowId } from '../../../src/onboarding/names.js';
import type { Progress } from '../../../src/onboarding/progress.js';
import type { WatchProgress } from '../../../src/onboarding/watch.js';
import { WatchRecord } from '../../../src/workflows/monitoring/record.js';
import { agreedFor } from '../../support/agreed.js';
import { startAnswered } from '../../support/answeredOnboarding.js';
import { fakeActivities } from '../../support/fakeActivities.js';
import { minimalRequest } from '../../support/request.js';
import { type TestTemporal, timeSkippingServer } from '../../support/temporal.js';
import { until, untilProgress } from '../../support/until.js';

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

/** What a comparison has found that is asked for. */
async function checked(): Promise<WatchProgress['drift']> {
  const { checks } = await watching();
  await temporal.client.workflow.getHandle(WATCH).executeUpdate('checkNow', { args: [{ by: 'Olga' }] });
  return (await until(watching, (found) => found.checks > checks)).drift;
}

/** Of a test sign-in, for so long. */
async function watchWithTest(open: 'maybe' | 'yes', ms: number): Promise<void> {
  const { agreed, state } = new WatchRecord({ agreed: agreedFor({}) }).handOn();
  const since = await temporal.currentTimeMs();
  const test = { since, deadline: since + ms, texted: {}, open };
  await temporal.client.workflow.start('watchSso', {
    taskQueue: temporal.taskQueue,
    workflowId: WATCH,
    args: [{ agreed, state: { ...state, test, nextCheck: since + DAY_MS } }],
  });
}
/** Its own reply URL cannot be removed, which it tries for half an hour before it ends. */
const busyWatch = () => watchWithTest('maybe', DAY_MS);
const busy = () =>
  fakeActivities({ closeTestSignIn: () => Promise.reject(new Error('out of order')) }).activities;

/** For the customer's consent. */
async function waitingOnboarding(): Promise<WorkflowHandle> {
  const onboarding = await temporal.client.workflow.start('onboardCustomer', {
    taskQueue: temporal.taskQueue,
    workflowId: onboardingWorkflowId('contoso'),
    args: [minimalRequest()],
  });
  await untilProgress<Progress>(onboarding, ({ waitingFor }) => waitingFor !== null);
  return onboarding;
}

async function blockedOnboarding(): Promise<WorkflowHandle> {
  const handle = await onboard();
  await untilProgress<Progress>(handle, ({ step }) => step === 'watch');
  await temporal.sleep(12 * MINUTE_MS);
  const { problem, status } = await untilProgress<Progress>(handle, (found) => found.problem !== null);
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
      expect(await handle.result()).toMatchObject({ status: 'done', skipped: ['testSignIn', 'forceSso'] });
      expect((await watching()).status).toBe('watching');
      await endWatch();
    });
  });

  it('that does not end holds up no onboarding whose step is skipped', async () => {
    await temporal.withWorker(busy(), async () => {
      await busyWatch();
      const handle = await blockedOnboarding();
      await handle.executeUpdate('skipStep', { args: [{ step: 'watch', by: 'Olga', reason: 'later' }] });
      expect(await handle.result()).toMatchObject({
        status: 'done',
        skipped: ['testSignIn', 'forceSso', 'watch'],
      });
    });
  });

  it('repairs nothing while its customer is onboarded again, and does when that was cancelled', async () => {
    const common = { class: 'urls', field: 'loginUrl', kind: 'changed' } as const;
    const differences = [{ ...common, agreed: 'https://hub.example', found: 'https://hub.example/new' }];
    let repairs = 0;
    const { activities } = fakeActivities({
      compareConfiguration: () => Promise.resolve({ differences: repairs === 0 ? differences : [] }),
      repairConfiguration: ({ classes }) => {
        repairs += 1;
        return Promise.resolve({ repaired: classes });
      },
    });
    await temporal.withWorker(activities, async () => {
      const agreed = agreedFor({ watch: { repair: ['urls'] } });
      const { taskQueue } = temporal;
      await temporal.client.workflow.start('watchSso', { taskQueue, workflowId: WATCH, args: [{ agreed }] });
      const onboarding = await waitingOnboarding();
      const [left] = (await checked())!.differences;
      expect([left?.unrepaired, repairs]).toEqual([expect.stringContaining('onboarded again'), 0]);
      await onboarding.signal('cancelOnboarding', { by: 'Olga', reason: 'not now' });
      await onboarding.result();
      expect(await checked()).toMatchObject({ differences: [], repaired: [common] });
      expect(repairs).toBe(1);
      await endWatch();
    });
  });

  it('leaves the reply URL of its test sign-in while its customer is onboarded again, who may test there', async () => {
    let closed = 0;
    const { activities } = fakeActivities({
      closeTestSignIn: () => {
        closed += 1;
        return Promise.resolve();
      },
    });
    await temporal.withWorker(activities, async () => {
      await watchWithTest('yes', -MINUTE_MS);
      const onboarding = await waitingOnboarding();
      await checked();
      expect(closed).toBe(0);
      await onboarding.signal('cancelOnboarding', { by: 'Olga', reason: 'not now' });
      await onboarding.result();
      await checked();
      expect(closed).toBe(1);
      await endWatch();
    });
  });
});
