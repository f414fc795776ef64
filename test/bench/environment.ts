/** What the benches share: the dev server, a worker as in production, onboardings whose answers are all given. */
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Worker,
  type WorkflowBundleOption,
} from '@temporalio/worker';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import type { OnboardingRequest } from '../../src/onboarding/request.js';
import { dataConverter } from '../../src/temporal/encryptionCodec.js';
import { fromSetup, PAYLOAD_KEY } from '../support/temporal.js';

const EMPTY = fileURLToPath(new URL('./emptyWorkflow.ts', import.meta.url));

export type Bench = { client: Client; stop: () => Promise<void> } & {
  /** Runs a worker with these activities while `work` runs. */
  withWorker: <T>(
    kind: 'onboarding' | 'empty',
    activities: object,
    work: (taskQueue: string) => Promise<T>,
    taskQueue?: string,
  ) => Promise<T>;
};

export async function openBench(): Promise<Bench> {
  const address = fromSetup('TEST_TEMPORAL_ADDRESS');
  const native = await NativeConnection.connect({ address });
  const connection = await Connection.connect({ address });
  const converter = dataConverter([PAYLOAD_KEY]);
  const client = new Client({ connection, dataConverter: converter });
  const empty = await bundleWorkflowCode({ workflowsPath: EMPTY, logger: new DefaultLogger('WARN') });
  const bundles: Record<'onboarding' | 'empty', WorkflowBundleOption> = {
    onboarding: { code: readFileSync(fromSetup('TEST_WORKFLOW_BUNDLE'), 'utf8') },
    empty: { code: empty.code },
  };
  let queues = 0;
  return {
    client,
    withWorker: async (kind, activities, work, taskQueue = `bench-${String((queues += 1))}`) => {
      const worker = await Worker.create({
        connection: native,
        taskQueue,
        workflowBundle: bundles[kind],
        activities,
        dataConverter: converter,
        maxCachedWorkflows: 150,
        maxConcurrentWorkflowTaskExecutions: 20,
        maxConcurrentActivityTaskExecutions: 50,
        shutdownGraceTime: '1 second',
      });
      return worker.runUntil(() => work(taskQueue));
    },
    stop: async () => {
      await connection.close();
      await native.close();
    },
  };
}

/** Started with every answer sent along, so that it waits for nobody. */
export async function onboard(
  client: Client,
  taskQueue: string,
  request: OnboardingRequest,
  tenantId: string,
): Promise<WorkflowHandle> {
  const workflowId = onboardingWorkflowId(request.customerId);
  const handle = await client.workflow.signalWithStart('onboardCustomer', {
    taskQueue,
    workflowId,
    args: [request],
    signal: 'grantConsent',
    signalArgs: [{ tenantId, grantedBy: 'Anna' }],
  });
  await handle.signal('confirmHandover', { confirmedBy: 'Hanna' });
  return handle;
}

/** Activities that a history holds. */
export async function activitiesIn(client: Client, workflowId: string): Promise<number> {
  const { events } = await client.workflow.getHandle(workflowId).fetchHistory();
  return (events ?? []).filter((event) => event.activityTaskScheduledEventAttributes != null).length;
}
