/** A large choice, assigned page by page by a child of the onboarding. Graph's pauses are skipped. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import proto from '@temporalio/proto';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Activities } from '../../src/activities/index.js';
import { type Assignment, inParts } from '../../src/onboarding/choice.js';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import type { OnboardingResult, Progress } from '../../src/onboarding/progress.js';
import type { StepName } from '../../src/onboarding/steps.js';
import { fakeActivities, TENANT_ID } from '../support/fakeActivities.js';
import { runsOf } from '../support/histories.js';
import { minimalRequest } from '../support/request.js';
import { devServer, type TestTemporal, timeSkippingServer } from '../support/temporal.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await timeSkippingServer();
});
afterAll(async () => {
  await temporal.stop();
});

const users = (count: number): Assignment[] =>
  Array.from({ length: count }, (_, n) => ({ type: 'user', principal: `user${String(n)}@contoso.example` }));

/** Everybody has answered. */
async function start(choice: Assignment[], { client, taskQueue } = temporal): Promise<WorkflowHandle> {
  const customerId = `c-${randomUUID().slice(0, 8)}`;
  const handle = await client.workflow.start('onboardCustomer', {
    taskQueue,
    workflowId: onboardingWorkflowId(customerId),
    args: [minimalRequest({ customerId })],
  });
  await handle.signal('grantConsent', { tenantId: TENANT_ID, grantedBy: 'Anna' });
  await handle.signal('confirmHandover', { confirmedBy: 'Hanna' });
  for (const part of inParts(choice, customerId)) {
    await handle.signal('chooseRoles', { ...part, chosenBy: 'Anna' });
  }
  return handle;
}
const resultOf = (handle: WorkflowHandle) => handle.result() as Promise<OnboardingResult>;
const { PENDING_ACTIVITY_STATE_CANCEL_REQUESTED: CANCEL_REQUESTED } =
  proto.temporal.api.enums.v1.PendingActivityState;
const isAskedToStop = async (handle: WorkflowHandle) => {
  const { raw } = await handle.describe();
  return raw.pendingActivities?.some(({ state }) => state === CANCEL_REQUESTED);
};
const noteOf = async (handle: WorkflowHandle, step: StepName = 'assignments') => {
  const { steps } = await handle.query<Progress>('progress');
  return steps.find(({ name }) => name === step)?.note;
};

describe('a large choice', () => {
  it('is assigned page by page, each once, in runs that go on where the last one stopped', async () => {
    const pages: [number, number][] = [];
    const assignPage: Activities['assignPage'] = ({ from, count }) => {
      pages.push([from, count]);
      const unassigned = from === 0 ? [{ position: 7, reason: 'is not in the tenant' }] : [];
      const assigned = count - unassigned.length;
      return Promise.resolve({ assigned, unassigned, writes: assigned, usedShare: null, again: null });
    };
    const { activities } = fakeActivities({ assignPage });
    await temporal.withWorker(activities, async () => {
      const handle = await start(users(5_300));
      const { artefacts } = await resultOf(handle);
      expect(artefacts.manyAssignments).toMatchObject({
        assigned: 5_299,
        examples: [{ principal: 'user7@contoso.example', reason: 'is not in the tenant' }],
      });
      expect(await noteOf(handle)).toBe('5299 of 5300 assigned, 1 cannot be');
      expect(await noteOf(handle, 'roleChoice')).toBeUndefined();
      expect(await runsOf(temporal.client, `${handle.workflowId}/assignments`)).toHaveLength(2);
    });
    const expected = Array.from({ length: 27 }, (_, n) => [n * 200, n === 26 ? 100 : 200]);
    expect(pages).toEqual(expected);
  });

  it('waits as long as Graph says when a page is throttled, and asks for the same page again', async () => {
    const asked: { from: number; tries: number; at: number }[] = [];
    const assignPage: Activities['assignPage'] = async ({ from, count, tries }) => {
      asked.push({ from, tries, at: await temporal.currentTimeMs() });
      return asked.length === 1
        ? { assigned: 0, unassigned: [], writes: 0, usedShare: 1, again: { afterMs: 150_000, last: '' } }
        : { assigned: count, unassigned: [], writes: count, usedShare: null, again: null };
    };
    const { activities } = fakeActivities({ assignPage });
    await temporal.withWorker(activities, async () => {
      const handle = await start(users(600));
      expect((await resultOf(handle)).artefacts.manyAssignments).toMatchObject({ assigned: 600 });
    });
    expect(asked.map(({ from, tries }) => [from, tries])).toEqual([
      [0, 0],
      [0, 1],
      [200, 0],
      [400, 0],
    ]);
    expect(asked[1]!.at - asked[0]!.at).toBeGreaterThanOrEqual(150_000);
  });

  it('is blocked when Graph keeps failing with a page, also across runs, and goes on when it is retried', async () => {
    const tried: number[] = [];
    const lasts: number[] = [];
    let works = false;
    const assignPage: Activities['assignPage'] = ({ from, count, tries, last }) => {
      if (works || from < 4_000)
        return Promise.resolve({ assigned: count, unassigned: [], writes: 0, usedShare: null, again: null });
      tried.push(tries);
      if (last) lasts.push(tries);
      const again = { afterMs: null, last: 'POST: 503 Busy' };
      return Promise.resolve({ assigned: 0, unassigned: [], writes: 0, usedShare: null, again });
    };
    const { activities } = fakeActivities({ assignPage });
    await temporal.withWorker(activities, async () => {
      const handle = await start(users(4_200));
      await temporal.sleep(60 * 60_000);
      expect((await handle.query<Progress>('progress')).problem).toMatchObject({
        code: 'kept_failing',
        reason: expect.stringContaining('503 Busy'),
      });
      works = true;
      await handle.signal('retryStep', { step: 'assignments', by: 'Olga' });
      expect((await resultOf(handle)).artefacts.manyAssignments).toMatchObject({ assigned: 4_200 });
    });
    expect(tried).toEqual(Array.from({ length: 20 }, (_, n) => n));
    expect(lasts).toEqual([19]);
  });

  it.each(['terminated', 'cancelled'])(
    'whose workflow somebody has %s is blocked, and goes on when it is retried',
    async (how) => {
      let throttled = true;
      const assignPage: Activities['assignPage'] = ({ from, count }) => {
        const again = throttled && from === 200 ? { afterMs: 3_600_000, last: '' } : null;
        return Promise.resolve({ assigned: count, unassigned: [], writes: count, usedShare: null, again });
      };
      const { activities } = fakeActivities({ assignPage });
      // The time-skipping server does not tell a workflow that its child was terminated.
      const server = how === 'terminated' ? await devServer() : temporal;
      await server.withWorker(activities, async () => {
        const handle = await start(users(600), server);
        while ((await noteOf(handle)) !== '200 of 600 assigned') await sleep(20);
        const child = server.client.workflow.getHandle(`${handle.workflowId}/assignments`);
        await (how === 'terminated' ? child.terminate('by mistake') : child.cancel());
        throttled = false;
        let progress = await handle.query<Progress>('progress');
        while (progress.status !== 'blocked') {
          await sleep(20);
          progress = await handle.query<Progress>('progress');
        }
        expect(progress).toMatchObject({ step: 'assignments', problem: { code: 'ended_early' } });
        await handle.signal('retryStep', { step: 'assignments', by: 'Olga' });
        const { status, artefacts } = await resultOf(handle);
        expect({ status, assigned: artefacts.manyAssignments?.assigned }).toEqual({
          status: 'done',
          assigned: 600,
        });
      });
      if (server !== temporal) await server.stop();
    },
  );

  it('that is cancelled in the middle is rolled back only when nothing is being assigned any more', async () => {
    const done: string[] = [];
    let goOn = () => {};
    const held = new Promise<void>((resolve) => (goOn = resolve));
    const assignPage: Activities['assignPage'] = async ({ count }) => {
      done.push('page begun');
      await held;
      done.push('page over');
      return { assigned: count, unassigned: [], writes: count, usedShare: null, again: null };
    };
    const { activities } = fakeActivities({
      assignPage,
      removeMade: () => {
        done.push('removed');
        return Promise.resolve();
      },
    });
    await temporal.withWorker(activities, async () => {
      const handle = await start(users(600));
      while (done.length === 0) await sleep(20);
      await handle.signal('cancelOnboarding', { by: 'Olga', reason: 'not this year' });
      const child = temporal.client.workflow.getHandle(`${handle.workflowId}/assignments`);
      while (!(await isAskedToStop(child))) await sleep(20);
      expect(done).toEqual(['page begun']);
      goOn();
      expect(await resultOf(handle)).toMatchObject({ status: 'cancelled' });
      expect((await child.describe()).status.name).toBe('CANCELLED');
    });
    expect(done).toEqual(['page begun', 'page over', 'removed']);
  });
});
