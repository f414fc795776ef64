/** What MessageMedia reports of texts, and what a busy Messages API asks for, on Temporal's time-skipping server. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { randomUUID } from 'node:crypto';
import type { Activities } from '../../src/activities/index.js';
import { customerEventSchema, type CustomerEvent } from '../../src/onboarding/events.js';
import { onboardingWorkflowId, watchWorkflowId } from '../../src/onboarding/names.js';
import { BLOCKED, type Progress } from '../../src/onboarding/progress.js';
import type { OnboardingRequestInput } from '../../src/onboarding/request.js';
import type { WatchProgress } from '../../src/onboarding/watch.js';
import { startAnswered } from '../support/answeredOnboarding.js';
import { CAPABILITIES, fakeActivities } from '../support/fakeActivities.js';
import { minimalRequest } from '../support/request.js';
import { type TestTemporal, timeSkippingServer } from '../support/temporal.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const mobile = '+61491570156';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await timeSkippingServer();
});
afterAll(async () => {
  await temporal.stop();
});

async function start(changes: Partial<OnboardingRequestInput> = {}): Promise<WorkflowHandle> {
  const request = minimalRequest({ customerId: `c-${randomUUID().slice(0, 8)}`, ...changes });
  return temporal.client.workflow.start('onboardCustomer', {
    taskQueue: temporal.taskQueue,
    workflowId: onboardingWorkflowId(request.customerId),
    args: [request],
  });
}

async function until<P = Progress>(handle: WorkflowHandle, wanted: (progress: P) => boolean): Promise<P> {
  for (;;) {
    const progress = await handle.query<P>('progress');
    if (wanted(progress)) return progress;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A webhook, and what it was told. */
function withWebhook(changes: Partial<Activities> = {}) {
  const told: CustomerEvent[] = [];
  const { activities } = fakeActivities({
    readCapabilities: () => Promise.resolve({ ...CAPABILITIES, webhook: true }),
    publishEvents: ({ events }) => {
      told.push(...events);
      return Promise.resolve({ webhook: true, taken: events.length });
    },
    ...changes,
  });
  return { activities, failures: () => told.filter(({ type }) => type.endsWith('.text_failed')) };
}

/** Until it was told, and Temporal knows so: an activity that is cut off would stop this server's clock. */
async function settled(told: () => CustomerEvent[]): Promise<void> {
  while (told().length === 0) await temporal.sleep(100);
  await temporal.sleep(1_000);
}

describe('a text that was sent and not delivered', () => {
  it('is shown as such and told to the webhook, once, and the next reminder comes as ever', async () => {
    const { activities, failures } = withWebhook();
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      const { messages } = await until(handle, (progress) => progress.messages[0]?.status === 'sent');
      const { id: messageId } = messages[0]!;
      await handle.signal('reportDelivery', { messageId, status: 'submitted' });
      await handle.signal('reportDelivery', { messageId, status: 'rejected' });
      await handle.signal('reportDelivery', { messageId, status: 'rejected' });
      await handle.signal('reportDelivery', { messageId, status: 'failed' });
      const { steps, status } = await until(
        handle,
        (progress) => progress.messages[0]?.status === 'rejected',
      );
      expect(steps[0]?.note).toContain('to Anna was not delivered');
      expect(status).toBe('waiting');
      await settled(failures);
      await temporal.sleep(2 * DAY_MS);
      const after = await until(handle, (progress) => progress.messages[1]?.status === 'sent');
      expect(after.messages[0]).toMatchObject({ status: 'rejected', problem: expect.any(String) });
      expect(failures().map((event) => customerEventSchema.parse(event).data)).toMatchObject([
        { text: { step: 'consent', status: 'rejected' } },
      ]);
      expect(JSON.stringify(failures())).not.toContain('Anna');
      await handle.terminate();
    });
  });
});

describe('a text that the Messages API refuses', () => {
  it("is told to the webhook, and shown with the API's own words", async () => {
    const problem = {
      code: 'message_refused',
      reason: 'It was refused.',
      remedy: 'Correct it.',
      details: ['400'],
    };
    const { activities, failures } = withWebhook({
      sendText: () =>
        Promise.reject(ApplicationFailure.create({ type: BLOCKED, nonRetryable: true, details: [problem] })),
    });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      const { messages, steps } = await until(
        handle,
        (progress) => progress.messages[0]?.status === 'refused',
      );
      expect(messages[0]?.problem).toBe('It was refused. Correct it. 400');
      expect(steps[0]?.note).toContain('It was refused.');
      await settled(failures);
      expect(failures()).toHaveLength(1);
      await handle.terminate();
    });
  });
});

describe('a Messages API that asks to be left alone', () => {
  const busy = (retryAfterMs: number) =>
    ApplicationFailure.create({ type: 'Transient', details: [{ retryAfterMs }] });

  it('for longer than a text is tried has the text sent then', async () => {
    let tries = 0;
    const { activities } = fakeActivities({
      sendText: () => {
        tries += 1;
        return tries === 1 ? Promise.reject(busy(3 * HOUR_MS)) : Promise.resolve({ sent: true, parts: 2 });
      },
    });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      const { messages } = await until(handle, (progress) => progress.messages[0]?.nextTryAt !== undefined);
      const { at, nextTryAt } = messages[0]!;
      expect(Date.parse(nextTryAt!) - Date.parse(at)).toBeGreaterThanOrEqual(3 * HOUR_MS);
      await temporal.sleep(3 * HOUR_MS - 60_000);
      expect(tries).toBe(1);
      await temporal.sleep(10 * 60_000);
      const after = await until(handle, (progress) => progress.messages[0]?.status === 'sent');
      expect(after.messages[0]).toMatchObject({ parts: 2 });
      expect(after.messages[0]).not.toHaveProperty('nextTryAt');
      await handle.terminate();
    });
  });

  it('for days has the text given up, and that is told', async () => {
    const { activities, failures } = withWebhook({ sendText: () => Promise.reject(busy(3 * DAY_MS)) });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      const { steps } = await until(handle, (progress) => progress.messages[0]?.status === 'given up');
      expect(steps[0]?.note).toContain('to Anna could not be sent');
      await settled(failures);
      await handle.terminate();
    });
  });
});

describe('STOP and START', () => {
  const at = (minute: number) => new Date(Date.parse('2026-11-24T09:00:00Z') + minute * 60_000).toISOString();

  it.each([
    [
      'an old START that comes again',
      [
        ['reportOptIn', 1],
        ['reportOptOut', 2],
        ['reportOptIn', 1],
      ],
      ['Anna'],
    ],
    [
      'an old STOP that comes again',
      [
        ['reportOptOut', 1],
        ['reportOptIn', 2],
        ['reportOptOut', 1],
      ],
      [],
    ],
    [
      'a STOP that comes twice',
      [
        ['reportOptOut', 1],
        ['reportOptOut', 1],
      ],
      ['Anna'],
    ],
    [
      'both of one moment',
      [
        ['reportOptIn', 1],
        ['reportOptOut', 1],
        ['reportOptIn', 1],
      ],
      ['Anna'],
    ],
  ] as const)('count by when they were said: %s', async (_what, said, optedOut) => {
    const { activities } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await until(handle, ({ messages }) => messages[0]?.status === 'sent');
      for (const [report, minute] of said) await handle.signal(report, { mobile, at: at(minute) });
      expect((await handle.query<Progress>('progress')).optedOut).toEqual(optedOut);
      await handle.terminate();
    });
  });

  it('count also where only the text is named that they answer', async () => {
    const { activities } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      const { messages } = await until(handle, (progress) => progress.messages[0]?.status === 'sent');
      await handle.signal('reportOptOut', { messageId: messages[0]!.id, at: at(1) });
      expect((await handle.query<Progress>('progress')).optedOut).toEqual(['Anna']);
      await handle.terminate();
    });
  });

  it('said while the first sign-in is looked for counts for the watch too', async () => {
    let verified = () => {};
    const held = new Promise<void>((resolve) => (verified = resolve));
    const { activities } = fakeActivities({ verifyConfiguration: () => held });
    await temporal.withWorker(activities, async () => {
      const handle = await startAnswered(temporal, { customerId: 'watched', watch: {} });
      await until(handle, ({ step }) => step === 'verification');
      await handle.signal('reportOptOut', { mobile, at: at(1) });
      verified();
      await handle.result();
      const watch = temporal.client.workflow.getHandle(watchWorkflowId('watched'));
      const { optedOut } = await until<WatchProgress>(watch, () => true);
      expect(optedOut).toEqual(['Anna']);
      await watch.signal('reportOptIn', { mobile, at: at(1) });
      expect((await watch.query<WatchProgress>('progress')).optedOut).toEqual(['Anna']);
      await watch.terminate();
    });
  });
});
