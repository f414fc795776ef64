/** What a workflow's workers cannot decode: refused where somebody has sent it, waited for where the run depends on it. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, WorkflowUpdateFailedError } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import type { Progress } from '../../src/onboarding/progress.js';
import { onboardingRequestSchema } from '../../src/onboarding/request.js';
import { dataConverter, type PayloadKeys, workerDataConverter } from '../../src/temporal/encryptionCodec.js';
import { ask, tell } from '../../src/temporal/customerWorkflow.js';
import { fakeActivities } from '../support/fakeActivities.js';
import { minimalRequest } from '../support/request.js';
import { devServer, fromSetup, PAYLOAD_KEY, type TestTemporal } from '../support/temporal.js';

const ANOTHER_KEY = Buffer.alloc(32, 9);

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await devServer();
});
afterAll(async () => {
  await temporal.stop();
});

const withKeys = (...keys: PayloadKeys) =>
  new Client({ connection: temporal.client.connection, dataConverter: dataConverter(keys) });

async function withWorkerOf<T>(keys: PayloadKeys, taskQueue: string, work: () => Promise<T>): Promise<T> {
  const worker = await Worker.create({
    connection: temporal.connection,
    taskQueue,
    workflowBundle: { codePath: fromSetup('TEST_WORKFLOW_BUNDLE') },
    activities: fakeActivities().activities,
    dataConverter: workerDataConverter(keys),
  });
  return worker.runUntil(work);
}

/** Started by a client with these keys; not worked on yet. */
async function onboarding(taskQueue: string, client = temporal.client) {
  const request = onboardingRequestSchema.parse(
    minimalRequest({ customerId: `c-${randomUUID().slice(0, 8)}` }),
  );
  const workflowId = onboardingWorkflowId(request.customerId);
  // Not by our own means, which would notice the key.
  await client.workflow.start('onboardCustomer', { taskQueue, workflowId, args: [request] });
  return { customerId: request.customerId, workflowId };
}

async function sendRaw(workflowId: string, signalName: string, encoding: string, data: Uint8Array) {
  await temporal.client.workflowService.signalWorkflowExecution({
    namespace: 'default',
    workflowExecution: { workflowId },
    signalName,
    input: { payloads: [{ metadata: { encoding: Buffer.from(encoding) }, data }] },
  });
}

/** Undefined when the history replays. */
async function replayedWith(workflowId: string, ...keys: PayloadKeys): Promise<Error | undefined> {
  const history = await temporal.client.workflow.getHandle(workflowId).fetchHistory();
  const options = {
    workflowBundle: { codePath: fromSetup('TEST_WORKFLOW_BUNDLE') },
    dataConverter: workerDataConverter(keys),
  };
  return Worker.runReplayHistory(options, history, workflowId).then(
    () => undefined,
    (error: unknown) => error as Error,
  );
}

async function until<T>(read: () => Promise<T>, holds: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    await sleep(50);
  }
}

const cancel = (customerId: string, client = temporal.client) =>
  tell(client, { kind: 'onboarding', customerId }, 'cancelOnboarding', { by: 'Olga', reason: 'test' });

describe('what somebody sends to an onboarding', () => {
  it('is refused, shown in the progress and stops nothing when it cannot be decoded, however it came', async () => {
    await temporal.withWorker(fakeActivities().activities, async () => {
      const { customerId, workflowId } = await onboarding(temporal.taskQueue);
      const stranger = withKeys(ANOTHER_KEY).workflow.getHandle(workflowId);
      const input = { confirmedBy: 'Hanna Hub' };
      await stranger.signal('confirmHandover', input);
      await sendRaw(workflowId, 'remind', 'binary/encrypted', Buffer.from('short'));
      await sendRaw(workflowId, 'retryStep', 'binary/morse', Buffer.from('...'));
      await sendRaw(workflowId, 'skipStep', 'json/plain', Buffer.from('{'));
      await sendRaw(workflowId, 'reportDelivery', 'binary/encrypted', Buffer.from('x'));
      await sendRaw(workflowId, 'assignmentProgress', 'json/plain', Buffer.from('{}'));

      const refusal = await stranger
        .executeUpdate('confirmHandover', { args: [input] })
        .catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(WorkflowUpdateFailedError);
      expect((refusal as WorkflowUpdateFailedError).cause?.message).toMatch(
        /^malformed: the input cannot be/,
      );
      await expect(stranger.query('progress', input)).rejects.toThrow(
        /malformed: the input cannot be decrypted/,
      );

      const { refused } = await ask(temporal.client, { kind: 'onboarding', customerId }, 'progress');
      expect(refused.map(({ signal, reason }) => [signal, reason])).toEqual([
        ['confirmHandover', expect.stringMatching(/^malformed: the input cannot be decrypted: its key "/)],
        ['remind', expect.stringMatching(/^malformed: the input cannot be decrypted/)],
        ['retryStep', 'malformed: the input has the encoding "binary/morse", which nobody here knows'],
        ['skipStep', 'malformed: the input is not JSON, though its encoding says so'],
      ]);
      await cancel(customerId);
      await temporal.client.workflow.getHandle(workflowId).result();
      const { events } = await temporal.client.workflow.getHandle(workflowId).fetchHistory();
      expect(events?.filter((event) => event.workflowTaskFailedEventAttributes != null)).toEqual([]);
    });
  });

  it('stays refused when a worker that gets the missing key reads the history again', async () => {
    const taskQueue = `test-${randomUUID()}`;
    const { customerId, workflowId } = await onboarding(taskQueue);
    const stranger = withKeys(ANOTHER_KEY).workflow.getHandle(workflowId);
    const refusedOf = async (client: Client) =>
      (await ask(client, { kind: 'onboarding', customerId }, 'progress')).refused;
    await withWorkerOf([PAYLOAD_KEY], taskQueue, async () => {
      await stranger.signal('cancelOnboarding', { by: 'Olga', reason: 'test' });
      await until(
        () => refusedOf(temporal.client),
        (refused) => refused.length === 1,
      );
    });
    await withWorkerOf([PAYLOAD_KEY, ANOTHER_KEY], taskQueue, async () => {
      expect(await refusedOf(temporal.client)).toMatchObject([
        { signal: 'cancelOnboarding', reason: 'malformed: the input could not be decrypted when it came' },
      ]);
      // And what comes from now on is understood.
      await stranger.signal('cancelOnboarding', { by: 'Olga', reason: 'test' });
      await temporal.client.workflow.getHandle(workflowId).result();
    });
    expect(await replayedWith(workflowId, PAYLOAD_KEY, ANOTHER_KEY)).toBeUndefined();
  });

  it('is never taken for refused later, by a worker that lacks its key: that one fails until it has it', async () => {
    const taskQueue = `test-${randomUUID()}`;
    const { customerId, workflowId } = await onboarding(taskQueue);
    await withWorkerOf([PAYLOAD_KEY, ANOTHER_KEY], taskQueue, async () => {
      await withKeys(ANOTHER_KEY)
        .workflow.getHandle(workflowId)
        .signal('cancelOnboarding', { by: 'Olga', reason: 'test' });
      await temporal.client.workflow.getHandle(workflowId).result();
      expect((await ask(temporal.client, { kind: 'onboarding', customerId }, 'progress')).status).toBe(
        'cancelled',
      );
    });
    expect(await replayedWith(workflowId, PAYLOAD_KEY, ANOTHER_KEY)).toBeUndefined();
    expect(String(await replayedWith(workflowId, PAYLOAD_KEY))).toMatch(
      /understood, but now the input cannot be decrypted/,
    );
  });
});

describe('what the run itself depends on', () => {
  it('fails the workflow task, not the workflow, while the key of its input is missing, and goes on with it', async () => {
    const taskQueue = `test-${randomUUID()}`;
    const stranger = withKeys(ANOTHER_KEY);
    const { customerId, workflowId } = await onboarding(taskQueue, stranger);
    const handle = stranger.workflow.getHandle(workflowId);
    await withWorkerOf([PAYLOAD_KEY], taskQueue, async () => {
      const failures = async () =>
        (await handle.fetchHistory()).events?.flatMap(
          (event) => event.workflowTaskFailedEventAttributes ?? [],
        );
      const [failure] = (await until(failures, (found) => (found ?? []).length > 0)) ?? [];
      expect(failure?.failure?.message).toMatch(
        /cannot be decrypted: its key "[0-9a-f]{8}" is not in PAYLOAD_KEY/,
      );
    });
    const both = withKeys(PAYLOAD_KEY, ANOTHER_KEY);
    const readable = both.workflow.getHandle(workflowId);
    await withWorkerOf([PAYLOAD_KEY, ANOTHER_KEY], taskQueue, async () => {
      await until(
        () => readable.query<Progress>('progress'),
        ({ waitingFor }) => waitingFor?.signal === 'grantConsent',
      );
      await cancel(customerId, both);
      await readable.result();
    });
  });

  it('is of its own workflow: an input copied from another onboarding is refused', async () => {
    await temporal.withWorker(fakeActivities().activities, async () => {
      const one = await onboarding(temporal.taskQueue);
      const other = await onboarding(temporal.taskQueue);
      await temporal.client.workflow
        .getHandle(one.workflowId)
        .signal('cancelOnboarding', { by: 'Olga', reason: 'test' });
      await temporal.client.workflow.getHandle(one.workflowId).result();
      const { events } = await temporal.client.workflow.getHandle(one.workflowId).fetchHistory();
      const sent = events?.find((event) => event.workflowExecutionSignaledEventAttributes != null);
      await temporal.client.workflowService.signalWorkflowExecution({
        namespace: 'default',
        workflowExecution: { workflowId: other.workflowId },
        signalName: 'cancelOnboarding',
        input: sent?.workflowExecutionSignaledEventAttributes?.input ?? null,
      });
      const { refused, status } = await temporal.port.ask(
        { kind: 'onboarding', customerId: other.customerId },
        'progress',
      );
      expect(status).not.toBe('cancelled');
      expect(refused).toMatchObject([
        {
          signal: 'cancelOnboarding',
          reason: `malformed: the input was encrypted for another workflow, ${one.workflowId} in the namespace default`,
        },
      ]);
      await cancel(other.customerId);
    });
  });
});
