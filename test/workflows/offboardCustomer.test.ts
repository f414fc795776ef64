/** The offboarding alone, on Temporal's time-skipping server. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type WorkflowHandle, type WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { randomUUID } from 'node:crypto';
import { type CustomerEvent, customerEventSchema } from '../../src/onboarding/events.js';
import { offboardingWorkflowId } from '../../src/onboarding/names.js';
import type { OffboardingProgress, OffboardingResult } from '../../src/onboarding/offboarding.js';
import { BLOCKED } from '../../src/onboarding/progress.js';
import type { Made } from '../../src/onboarding/removal.js';
import { CAPABILITIES, fakeActivities, MADE } from '../support/fakeActivities.js';
import { type TestTemporal, timeSkippingServer } from '../support/temporal.js';
import { untilProgress } from '../support/until.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await timeSkippingServer();
});
afterAll(async () => {
  await temporal.stop();
});

const PLAN = [
  'claims mapping policy "claims"',
  'enterprise application "SSO" with 1 certificate and 2 assignments',
];

async function start(): Promise<WorkflowHandle> {
  const customerId = `c-${randomUUID().slice(0, 8)}`;
  return temporal.client.workflow.start('offboardCustomer', {
    taskQueue: temporal.taskQueue,
    workflowId: offboardingWorkflowId(customerId),
    args: [{ customerId, tenant: 'contoso.example', permissionProfile: 'full' }],
  });
}

const needingTwo = () => Promise.resolve({ ...CAPABILITIES, offboardingNeedsTwo: true });

const until = untilProgress<OffboardingProgress>;
const resultOf = (handle: WorkflowHandle) => handle.result() as Promise<OffboardingResult>;
const waiting = ({ status }: OffboardingProgress) => status === 'waiting';

describe('an offboarding', () => {
  it('shows what it will remove, and removes it only when it is confirmed', async () => {
    const { activities, called } = fakeActivities();
    const result = await temporal.withWorker(activities, async () => {
      const handle = await start();
      const progress = await until(handle, waiting);
      expect(progress).toMatchObject({ step: 'confirmation', plan: { toRemove: PLAN, toKeep: [] } });
      expect(called).not.toContain('removeMade');
      await handle.signal('confirmOffboarding', { by: 'Olga' });
      return resultOf(handle);
    });
    expect(result).toMatchObject({ status: 'done', removed: PLAN, kept: [] });
    expect(called.slice(-2)).toEqual(['findMade', 'removeMade']);
  });

  it('tells the webhook how it proceeds', async () => {
    const told: CustomerEvent[] = [];
    const { activities } = fakeActivities({
      readCapabilities: () => Promise.resolve({ ...CAPABILITIES, webhook: true }),
      publishEvents: ({ events }) => {
        told.push(...events);
        return Promise.resolve({ webhook: true, taken: events.length });
      },
    });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await until(handle, waiting);
      await handle.signal('confirmOffboarding', { by: 'Olga' });
      await resultOf(handle);
    });
    for (const event of told) customerEventSchema.parse(event);
    expect(told.map(({ type, data }) => `${type.split('.').slice(-2).join('.')} ${data.step}`)).toEqual([
      'offboarding.step_changed survey',
      'offboarding.waiting confirmation',
      'offboarding.step_changed survey',
      'offboarding.step_changed removal',
      'offboarding.done removal',
    ]);
    expect(JSON.stringify(told)).not.toContain('Olga');
  });

  it('that two people must confirm is asked for by one, and removes nothing before another agrees', async () => {
    const { activities, called } = fakeActivities({ readCapabilities: needingTwo });
    const result = await temporal.withWorker(activities, async () => {
      const handle = await start();
      await until(handle, waiting);
      const confirm = (by: string, byId: string) =>
        handle.executeUpdate('confirmOffboarding', { args: [{ by, byId }] });
      await confirm('Olga  Operator', 'olgas-id');
      const { confirmations, waitingFor } = await until(handle, waiting);
      expect(confirmations).toEqual({ needed: 2, by: ['Olga  Operator'] });
      expect(waitingFor?.instruction).toMatch(/has asked for the removal. Another person must confirm it/);
      await expect(confirm('olga operator ', 'another-id')).rejects.toMatchObject({
        cause: { message: 'another person than olga operator must confirm' },
      });
      expect(called).not.toContain('removeMade');
      await confirm('Otto', 'ottos-id');
      return resultOf(handle);
    });
    expect(result).toMatchObject({ status: 'done', removed: PLAN });
  });

  it('that two people must confirm counts nobody of whom no sign-in tells who they are, first or second', async () => {
    const { activities, called } = fakeActivities({ readCapabilities: needingTwo });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      const { waitingFor } = await until(handle, waiting);
      expect(waitingFor?.instruction).toContain('in the console');
      const confirm = (input: { by: string; byId?: string }) =>
        handle.executeUpdate('confirmOffboarding', { args: [input] });
      const refused = { cause: { message: expect.stringContaining('sign in to the console') } };
      await expect(confirm({ by: 'Otto' })).rejects.toMatchObject(refused);
      await confirm({ by: 'Olga Operator', byId: 'olgas-id' });
      for (const by of ['Otto', 'application f3392cdd-5a2c-58d4-8e68-76dd84039891']) {
        await expect(confirm({ by })).rejects.toMatchObject(refused);
        await handle.signal('confirmOffboarding', { by });
      }
      const { confirmations, refused: told } = await until(handle, (now) => now.refused.length === 2);
      expect(confirmations).toEqual({ needed: 2, by: ['Olga Operator'] });
      expect(told.at(-1)?.reason).toContain('sign in to the console');
      expect(called).not.toContain('removeMade');
      await handle.signal('cancelOffboarding', { by: 'Olga', reason: 'a try' });
      await resultOf(handle);
    });
  });

  it('that two people must confirm takes one who has changed their name for one person', async () => {
    const { activities, called } = fakeActivities({ readCapabilities: needingTwo });
    await temporal.withWorker(activities, async () => {
      const handle = await start();
      await until(handle, waiting);
      const confirm = (by: string, byId: string) =>
        handle.executeUpdate('confirmOffboarding', { args: [{ by, byId }] });
      await confirm('Olga Operator', 'olgas-id');
      await expect(confirm('Otto', 'olgas-id')).rejects.toMatchObject({
        cause: { message: 'another person than Otto must confirm' },
      });
      expect(called).not.toContain('removeMade');
      await confirm('Otto', 'ottos-id');
      expect(await resultOf(handle)).toMatchObject({ status: 'done', removed: PLAN });
    });
  });

  it('asks again when what is there has changed since it was shown', async () => {
    let certificates = 1;
    const findMade = (): Promise<Made> =>
      Promise.resolve({ ...MADE, application: { ...MADE.application!, certificates } });
    const { activities } = fakeActivities({ findMade });
    const result = await temporal.withWorker(activities, async () => {
      const handle = await start();
      await until(handle, waiting);
      certificates = 2;
      await handle.signal('confirmOffboarding', { by: 'Olga' });
      const { plan, refused } = await until(handle, (progress) => progress.refused.length === 1);
      expect(refused[0]?.reason).toMatch(/has changed/);
      expect(plan?.toRemove[1]).toMatch(/2 certificates/);
      await until(handle, waiting);
      await handle.executeUpdate('confirmOffboarding', { args: [{ by: 'Olga' }] });
      return resultOf(handle);
    });
    expect(result.removed[1]).toMatch(/2 certificates/);
  });

  it('is blocked by what only a person can mend, and goes on when it is retried', async () => {
    const problem = { code: 'missing_permissions', reason: 'Revoked.', remedy: 'Consent.' };
    let mended = false;
    const removeMade = () =>
      mended
        ? Promise.resolve()
        : Promise.reject(
            ApplicationFailure.create({ type: BLOCKED, nonRetryable: true, details: [problem] }),
          );
    const { activities } = fakeActivities({ removeMade });
    const result = await temporal.withWorker(activities, async () => {
      const handle = await start();
      await until(handle, waiting);
      await handle.signal('confirmOffboarding', { by: 'Olga' });
      expect(await until(handle, ({ status }) => status === 'blocked')).toMatchObject({
        step: 'removal',
        problem,
      });
      const cancel = { by: 'Olga', reason: 'no' };
      await expect(
        handle
          .executeUpdate('cancelOffboarding', { args: [cancel] })
          .catch((error: unknown) => (error as WorkflowUpdateFailedError).cause?.message),
      ).resolves.toBe('it is being removed already');
      mended = true;
      await handle.signal('retryOffboarding', { by: 'Olga' });
      return resultOf(handle);
    });
    expect(result).toMatchObject({ status: 'done', removed: PLAN });
  });

  it('removes nothing when it is cancelled', async () => {
    const { activities, called } = fakeActivities();
    const result = await temporal.withWorker(activities, async () => {
      const handle = await start();
      await until(handle, waiting);
      await handle.signal('cancelOffboarding', { by: 'Olga', reason: 'customer stays' });
      return resultOf(handle);
    });
    expect(result).toMatchObject({ status: 'cancelled', removed: [] });
    expect(called).not.toContain('removeMade');
  });

  it('ends at once where there is nothing to remove', async () => {
    const nothing: Made = { application: null, servicePrincipalId: null, policies: [] };
    const { activities } = fakeActivities({ findMade: () => Promise.resolve(nothing) });
    const result = await temporal.withWorker(activities, async () => resultOf(await start()));
    expect(result).toMatchObject({ status: 'done', removed: [], kept: [] });
  });
});
