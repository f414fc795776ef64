/** What a webhook is told of a watch. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { randomUUID } from 'node:crypto';
import type { Activities } from '../../src/activities/index.js';
import { type CustomerEvent, customerEventSchema } from '../../src/onboarding/events.js';
import { watchWorkflowId } from '../../src/onboarding/names.js';
import { BLOCKED, type Problem } from '../../src/onboarding/progress.js';
import { WATCH_STEPS } from '../../src/onboarding/steps.js';
import type { WatchInput, WatchProgress, WatchState } from '../../src/onboarding/watch.js';
import { agreedFor } from '../support/agreed.js';
import { fakeActivities } from '../support/fakeActivities.js';
import { devServer, type TestTemporal } from '../support/temporal.js';
import { until, untilProgress } from '../support/until.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await devServer();
});
afterAll(async () => {
  await temporal.stop();
});

const NOT_CONSENTED: Problem = { code: 'not_consented', reason: 'No consent.', remedy: 'Consent again.' };

/** A receiver, and a tenant in which nothing can be read while `isClosed`. */
function world() {
  const told: CustomerEvent[] = [];
  const state = { isClosed: false, hasWebhook: true, published: 0 };
  const usual = fakeActivities().activities;
  const { activities } = fakeActivities({
    publishEvents: ({ events }) => {
      state.published += 1;
      if (state.hasWebhook) told.push(...events);
      return Promise.resolve({ webhook: state.hasWebhook, taken: events.length });
    },
    observeCertificates: (input) =>
      state.isClosed
        ? Promise.reject(
            ApplicationFailure.create({
              message: 'blocked',
              type: BLOCKED,
              nonRetryable: true,
              details: [NOT_CONSENTED],
            }),
          )
        : usual.observeCertificates(input),
  } satisfies Partial<Activities>);
  return { told, state, activities };
}

const input = (): WatchInput => ({
  agreed: agreedFor({ customerId: `c-${randomUUID().slice(0, 8)}`, watch: {} }),
});

const start = (watch: WatchInput): Promise<WorkflowHandle> =>
  temporal.client.workflow.start('watchSso', {
    taskQueue: temporal.taskQueue,
    workflowId: watchWorkflowId(watch.agreed.request.customerId),
    args: [watch],
  });

async function check(handle: WorkflowHandle): Promise<void> {
  const { checks } = await handle.query<WatchProgress>('progress');
  await handle.executeUpdate('checkNow', { args: [{ by: 'Olga' }] });
  await untilProgress<WatchProgress>(handle, (found) => found.checks > checks);
}

const typeOf = ({ type }: CustomerEvent) => type.split('.').slice(-2).join('.');

describe('a webhook', () => {
  it('is told once of each change in a watch, and of its end', async () => {
    const { told, state, activities } = world();
    await temporal.withWorker(activities, async () => {
      const handle = await start(input());
      await check(handle);
      await check(handle);
      state.isClosed = true;
      await check(handle);
      state.isClosed = false;
      await check(handle);
      await handle.signal('endWatch', { by: 'Olga' });
      await handle.result();
    });
    for (const event of told) customerEventSchema.parse(event);
    expect(told.map(typeOf)).toEqual(['watch.watching', 'watch.blocked', 'watch.watching', 'watch.stopped']);
    expect(told[1]?.data.problem).toEqual(NOT_CONSENTED);
    expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
    expect(JSON.stringify(told)).not.toContain('Olga');
  });

  it('hears nothing twice when one run of a watch goes on from another', async () => {
    const first = world();
    const watch = input();
    await temporal.withWorker(first.activities, async () => {
      const handle = await start(watch);
      await until(
        () => first.told.length,
        (length) => length === 1,
      );
      await handle.terminate();
    });
    const later = world();
    await temporal.withWorker(later.activities, async () => {
      const handle = await start({ ...watch, state: handedOn(JSON.stringify(first.told[0]?.data)) });
      await check(handle);
      expect(later.told).toEqual([]);
      later.state.isClosed = true;
      await check(handle);
      await until(
        () => later.told.length,
        (length) => length > 0,
      );
      expect(later.told.map(typeOf)).toEqual(['watch.blocked']);
      await handle.terminate();
    });
  });

  it('that is not there is tried once', async () => {
    const { state, activities } = world();
    state.hasWebhook = false;
    await temporal.withWorker(activities, async () => {
      const handle = await start(input());
      await until(
        () => state.published,
        (published) => published > 0,
      );
      state.isClosed = true;
      await check(handle);
      await handle.signal('endWatch', { by: 'Olga' });
      await handle.result();
    });
    expect(state.published).toBe(1);
  });
});

/** What a run of half a year hands on to the next. */
const handedOn = (told: string): WatchState => ({
  trusted: ['AB'],
  agreed: 'AB',
  agreedSince: Date.now(),
  generation: 1,
  added: null,
  handover: null,
  pending: null,
  test: null,
  nextCheck: Date.now() + 86_400_000,
  told,
  progress: {
    steps: WATCH_STEPS.map(({ name, title }) => ({ name, title, status: 'pending' })),
    certificates: [],
    rollovers: [],
    drift: null,
    handoverConfirmedBy: null,
    testSignIns: [],
    links: [],
    messages: [],
    optedOut: [],
    noticed: [],
    checks: 0,
    checkedAt: null,
    actions: [],
    refused: [],
  },
});
