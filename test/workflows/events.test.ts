/** What a webhook is told, and that it never holds an onboarding up. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { randomUUID } from 'node:crypto';
import type { Activities } from '../../src/activities/index.js';
import { customerEventSchema, type CustomerEvent } from '../../src/onboarding/events.js';
import { eventsWorkflowId, onboardingWorkflowId } from '../../src/onboarding/names.js';
import { BLOCKED, type Progress } from '../../src/onboarding/progress.js';
import { CAPABILITIES, fakeActivities, TENANT_ID } from '../support/fakeActivities.js';
import { minimalRequest } from '../support/request.js';
import { type TestTemporal, timeSkippingServer } from '../support/temporal.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await timeSkippingServer();
});
afterAll(async () => {
  await temporal.stop();
});

const readCapabilities: Activities['readCapabilities'] = () =>
  Promise.resolve({ ...CAPABILITIES, webhook: true });

/** An onboarding whose people have all answered before they were asked. */
async function start(): Promise<WorkflowHandle> {
  const request = minimalRequest({ customerId: `c-${randomUUID().slice(0, 8)}` });
  const handle = await temporal.client.workflow.start('onboardCustomer', {
    taskQueue: temporal.taskQueue,
    workflowId: onboardingWorkflowId(request.customerId),
    args: [request],
  });
  await handle.signal('confirmHandover', { confirmedBy: 'Hub Admin' });
  await handle.signal('chooseRoles', {
    assignments: [{ type: 'user', principal: 'sam@contoso.example' }],
    chosenBy: 'Anna',
  });
  return handle;
}
const consents = (handle: WorkflowHandle) =>
  handle.signal('grantConsent', { tenantId: TENANT_ID, grantedBy: 'Anna' });

const kindOf = ({ type, data }: CustomerEvent) => `${type.split('.').at(-1) ?? ''} ${data.step}`;

describe('a webhook', () => {
  it('is told of each change in order, once, and of nobody by name', async () => {
    const told: CustomerEvent[] = [];
    const publishEvents: Activities['publishEvents'] = ({ events }) => {
      told.push(...events);
      return Promise.resolve({ webhook: true, taken: events.length });
    };
    const { activities } = fakeActivities({ readCapabilities, publishEvents });
    const onboardingId = await temporal.withWorker(activities, async () => {
      const handle = await start();
      while (!told.some(({ type }) => type.endsWith('.waiting'))) await temporal.sleep(100);
      await consents(handle);
      await handle.result();
      return (await handle.describe()).runId;
    });
    for (const event of told) customerEventSchema.parse(event);
    expect(told.map(({ id }) => id)).toEqual(told.map((_, i) => `${onboardingId}/${String(i + 1)}`));
    expect(told.slice(0, 4).map(kindOf)).toEqual([
      'step_changed consent',
      'waiting consent',
      'step_changed consent',
      'step_changed application',
    ]);
    expect(told[1]!.data.waitingFor).toMatchObject({ from: 'azureAdministrator', signal: 'grantConsent' });
    expect(told.at(-1)).toMatchObject({ type: 'com.messagemedia.sso.onboarding.done' });
    expect(JSON.stringify(told)).not.toMatch(/Anna|Hub Admin|sam@|login\.example/);
  });

  it('that does not answer holds nothing up, and is told the rest when the onboarding is over', async () => {
    let up = false;
    const told: CustomerEvent[] = [];
    const publishEvents: Activities['publishEvents'] = ({ events }) => {
      if (!up) return Promise.reject(new Error('webhook: 503'));
      told.push(...events);
      return Promise.resolve({ webhook: true, taken: events.length });
    };
    const { activities } = fakeActivities({ readCapabilities, publishEvents });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await consents(handle);
      expect(await handle.result()).toMatchObject({ status: 'done' });
      up = true;
      const { runId } = await handle.describe();
      await temporal.client.workflow.getHandle(eventsWorkflowId(handle.workflowId, runId)).result();
    });
    expect(told[0]).toMatchObject({ data: { step: 'consent', status: 'running' } });
    expect(told.at(-1)).toMatchObject({ data: { status: 'done' } });
  });

  it('that refuses one event for good is told all others', async () => {
    const told: CustomerEvent[] = [];
    const publishEvents: Activities['publishEvents'] = ({ events }) => {
      const refused = events.findIndex((event) => kindOf(event) === 'step_changed application');
      if (refused === 0) return Promise.reject(ApplicationFailure.nonRetryable('webhook: 410'));
      const taken = refused === -1 ? events.length : refused;
      told.push(...events.slice(0, taken));
      return Promise.resolve({ webhook: true, taken });
    };
    const { activities } = fakeActivities({ readCapabilities, publishEvents });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await consents(handle);
      await handle.result();
      while (told.at(-1)?.data.status !== 'done') await temporal.sleep(100);
    });
    const numbers = told.map(({ id }) => Number(id.split('/').at(-1)));
    expect(told.map(kindOf)).not.toContain('step_changed application');
    expect(told.map(kindOf)).toContain('step_changed samlMode');
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(numbers.at(-1)).toBe(told.length + 1);
  });

  it('that wants nothing any more is not asked for each of many events', async () => {
    let gone = false;
    const refused: number[] = [];
    const publishEvents: Activities['publishEvents'] = ({ events }) => {
      if (!gone) return Promise.reject(new Error('webhook: 503'));
      refused.push(events.length);
      return Promise.reject(ApplicationFailure.nonRetryable('webhook: 410'));
    };
    const { activities } = fakeActivities({ readCapabilities, publishEvents });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await consents(handle);
      await handle.result();
      gone = true;
      const { runId } = await handle.describe();
      await temporal.client.workflow.getHandle(eventsWorkflowId(handle.workflowId, runId)).result();
    });
    const [all = 0] = refused;
    expect(all).toBeGreaterThan(10);
    expect(refused).toEqual([all, all - 1]);
  });

  it('that is configured only later is told nothing of an onboarding that began without', async () => {
    let asked = 0;
    const { activities, called } = fakeActivities({
      readCapabilities: () => {
        asked += 1;
        return Promise.resolve({ ...CAPABILITIES, webhook: asked > 1 });
      },
    });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await handle.signal('grantConsent', { declined: true, declinedBy: 'Anna' });
      while ((await handle.query<Progress>('progress')).problem === null) await temporal.sleep(100);
      await consents(handle);
      expect(await handle.result()).toMatchObject({ status: 'done' });
    });
    expect(asked).toBe(1);
    expect(called).not.toContain('publishEvents');
  });

  it('is told that the very first step is blocked', async () => {
    const told: CustomerEvent[] = [];
    const publishEvents: Activities['publishEvents'] = ({ events }) => {
      told.push(...events);
      return Promise.resolve({ webhook: true, taken: events.length });
    };
    const problem = { code: 'tenant_unknown', reason: 'Unknown.', remedy: 'Correct it.', details: ['Anna'] };
    const blocked = () =>
      Promise.reject(ApplicationFailure.create({ type: BLOCKED, nonRetryable: true, details: [problem] }));
    const { activities } = fakeActivities({ readCapabilities, resolveTenant: blocked, publishEvents });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      while (told.length < 2) await temporal.sleep(100);
      await handle.terminate();
    });
    expect(told.map(kindOf)).toEqual(['step_changed consent', 'blocked consent']);
    const { details: _, ...public_ } = problem;
    expect(told[1]!.data.problem).toEqual(public_);
  });

  it('that is not configured costs nothing', async () => {
    const { activities, called } = fakeActivities();
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await consents(handle);
      await handle.result();
      const { events } = await handle.fetchHistory();
      expect(
        (events ?? []).filter((event) => event.startChildWorkflowExecutionInitiatedEventAttributes),
      ).toEqual([]);
    });
    expect(called).not.toContain('publishEvents');
  });
});
