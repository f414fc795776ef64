/** Temporal as the tests use it: the shared dev server, or a time-skipping server of a test's own. */
import { Client, Connection } from '@temporalio/client';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import {
  DefaultLogger,
  makeTelemetryFilterString,
  NativeConnection,
  Runtime,
  Worker,
} from '@temporalio/worker';
import proto from '@temporalio/proto';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Activities } from '../../src/activities/index.js';
import { dataConverter, workerDataConverter } from '../../src/temporal/encryptionCodec.js';
import { type Port, portTo } from '../../src/temporal/port.js';
import { SEARCH_ATTRIBUTES } from '../../src/onboarding/searchAttributes.js';
import { startTestServer } from '../../environment/temporal/startTestServer.js';
import { Recorder } from './recordHistories.js';
import { until } from './until.js';

export const PAYLOAD_KEY = Buffer.alloc(32, 7);
/** Recorded histories are in clear, so that people can read them. */
const RECORDS = process.env['RECORD_HISTORIES'] !== undefined;
const CONVERTER = RECORDS ? {} : dataConverter([PAYLOAD_KEY]);
const WORKER_CONVERTER = RECORDS ? {} : workerDataConverter([PAYLOAD_KEY]);

const KEYWORD = proto.temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD;

export function fromSetup(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is set by test/support/globalSetup.ts`);
  return value;
}

Runtime.install({
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
});

export type TestTemporal = {
  client: Client;
  /** As the pages and the command line have it, with the `taskQueue` of now. */
  readonly port: Port;
  readonly taskQueue: string;
  connection: NativeConnection;
  /** Runs a worker while `work` runs, on a new `taskQueue`. */
  withWorker: <T>(activities: Partial<Activities>, work: () => Promise<T>) => Promise<T>;
  /** The server's time: ahead of ours where time is skipped. */
  currentTimeMs: () => Promise<number>;
  /** Starts a worker on a new `taskQueue`; returns what stops it. */
  startWorker: (activities: Partial<Activities>) => Promise<() => Promise<void>>;
  /** Lets time pass; skips it where the server can. */
  sleep: (ms: number) => Promise<void>;
  /** Begins work during which no time is skipped. */
  holdTime(work: () => Promise<void>): Promise<void>;
  stop: () => Promise<void>;
};

/** On the shared dev server, with a task queue of its own. */
export async function devServer(): Promise<TestTemporal> {
  const address = fromSetup('TEST_TEMPORAL_ADDRESS');
  const connection = await NativeConnection.connect({ address });
  const clientConnection = await Connection.connect({ address });
  const recorder = new Recorder();
  const client = new Client({ connection: clientConnection, ...options(recorder) });
  const stop = async () => {
    await clientConnection.close();
    await connection.close();
  };
  return testTemporal(client, connection, stop, recorder);
}

/**
 * Days pass in moments. It has no visibility: nothing can be listed. Time skips while a result is waited for; `always`,
 * for many workflows at once, whenever nothing is at work: several waits would unlock it more often than it is locked.
 */
export async function timeSkippingServer({ always = false } = {}): Promise<TestTemporal> {
  const recorder = new Recorder();
  const environment = await createTimeSkipping(fromSetup('TEST_TEMPORAL_TEST_SERVER'), options(recorder));
  // It cannot list them, so the worker's own registration would not do.
  await environment.nativeConnection.operatorService.addSearchAttributes({
    namespace: 'default',
    searchAttributes: Object.fromEntries(SEARCH_ATTRIBUTES.map(({ name }) => [name, KEYWORD])),
  });
  const { connection } = environment;
  if (always) await connection.testService?.unlockTimeSkipping({});
  const client = always ? new Client({ connection, ...options(recorder) }) : environment.client;
  const stop = () => environment.teardown();
  const temporal = testTemporal(client, environment.nativeConnection, stop, recorder);
  const { withWorker } = temporal;
  // Time stands still for ever beside a task that nobody takes: no workflow may outlive the worker of its test.
  temporal.withWorker = (activities, work) =>
    withWorker(activities, async () => {
      const result = await work();
      await until(() => recorder.isOver(client), Boolean);
      return result;
    }).finally(() => {
      recorder.forget();
    });
  temporal.holdTime = async (work) => {
    await connection.testService?.lockTimeSkipping({});
    void work().finally(() => connection.testService?.unlockTimeSkipping({}));
  };
  temporal.sleep = (ms) => environment.sleep(ms);
  temporal.currentTimeMs = () => environment.currentTimeMs();
  return temporal;
}

/** What the SDK does for a server that it starts by itself, for one of ours. Its types do not say that it can. */
const environments = TestWorkflowEnvironment as unknown as {
  create: (given: {
    server: { type: 'existing' };
    address: string;
    supportsTimeSkipping: true;
    client: ReturnType<typeof options>;
  }) => Promise<TestWorkflowEnvironment>;
};

/** `path`: the test server's executable. Whoever has it tears it down. */
export async function createTimeSkipping(
  path: string,
  client: ReturnType<typeof options> = options(new Recorder()),
): Promise<TestWorkflowEnvironment> {
  const { address, stop } = await startTestServer(path);
  const server = { type: 'existing' } as const;
  const environment = await environments.create({ server, address, supportsTimeSkipping: true, client });
  const teardown = environment.teardown.bind(environment);
  environment.teardown = async () => {
    await teardown();
    await stop();
  };
  return environment;
}

const options = (recorder: Recorder) => ({
  dataConverter: CONVERTER,
  interceptors: { workflow: [recorder.interceptor] },
});

function testTemporal(
  client: Client,
  connection: NativeConnection,
  stop: () => Promise<void>,
  recorder: Recorder,
): TestTemporal {
  let taskQueue = 'none';
  const createWorker = (activities: Partial<Activities>) =>
    Worker.create({
      connection,
      taskQueue,
      workflowBundle: { codePath: fromSetup('TEST_WORKFLOW_BUNDLE') },
      activities,
      dataConverter: WORKER_CONVERTER,
      shutdownGraceTime: '1 second',
      // A failed test may leave an activity that waits for it in vain: that must not hide the failure.
      shutdownForceTime: '1 minute',
    });
  return {
    client,
    get port() {
      return portTo(client, taskQueue);
    },
    get taskQueue() {
      return taskQueue;
    },
    connection,
    stop,
    sleep: (ms) => sleep(ms),
    currentTimeMs: () => Promise.resolve(Date.now()),
    holdTime: (work) => Promise.resolve(void work()),
    async withWorker(activities, work) {
      // A worker is known by its task queue: each has its own.
      taskQueue = `test-${randomUUID()}`;
      const worker = await createWorker(activities);
      return worker.runUntil(async () => {
        const result = await work();
        await recorder.keep(client);
        return result;
      });
    },
    async startWorker(activities) {
      taskQueue = `test-${randomUUID()}`;
      const worker = await createWorker(activities);
      const running = worker.run();
      return () => {
        worker.shutdown();
        return running;
      };
    },
  };
}
