/** The worker: runs workflows and activities until it is told to stop. `npm run worker`, or the container's command. */
import { Client } from '@temporalio/client';
import type { WorkerDeploymentVersion } from '@temporalio/common';
import type { NativeConnection, WorkerDeploymentOptions } from '@temporalio/worker';
import { makeTelemetryFilterString, Runtime, Worker } from '@temporalio/worker';
import Fastify from 'fastify';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import { connectDeps } from './activities/connect.js';
import { createActivities } from './activities/index.js';
import { ConfigError } from './config/read.js';
import { readWorkerSettings, type WorkerSettings } from './config/worker.js';
import { bridgeToTemporal, logActivities } from './logging.js';
import { endWith } from './startup.js';
import { connectWorker } from './temporal/connectWorker.js';
import { dataConverter, workerDataConverter } from './temporal/encryptionCodec.js';
import { assertNamespace, keepCanary, unreadiness, WrongSettingsError } from './temporal/readiness.js';
import { registerSearchAttributes } from './temporal/registerSearchAttributes.js';
import { startMetrics } from './telemetry/metrics.js';
import { traceFields } from './telemetry/span.js';
import { sdkMetrics } from './telemetry/temporalSdk.js';
import { startTracing, type Tracing } from './telemetry/tracing.js';

/** While the key does not fit. */
const LOOK_AGAIN_MS = 10_000;

const SERVICE = 'sso-onboarding-worker';

/** Made by `npm run build`; while developing, the workflows are bundled at the start instead. */
const prebuilt = (name: string) => fileURLToPath(new URL(`./${name}.js`, import.meta.url));
const workflowModule = (name: string) => {
  const path = fileURLToPath(new URL(`./workflows/${name}`, import.meta.url));
  return existsSync(`${path}.ts`) ? `${path}.ts` : `${path}.js`;
};

async function main(): Promise<void> {
  const settings = readWorkerSettings(process.env);
  const tracing = settings.traces && startTracing(settings.traces, SERVICE);
  const options = { level: settings.logLevel, base: { service: SERVICE }, mixin: traceFields };
  const logger = pino(options, pino.destination(2));
  const ofSdk = settings.metrics && (await sdkMetrics(settings.metrics, SERVICE));
  Runtime.install({
    logger: bridgeToTemporal(logger),
    telemetryOptions: {
      logging: { filter: makeTelemetryFilterString({ core: 'WARN' }), forward: {} },
      ...ofSdk?.options,
    },
  });
  const metrics = settings.metrics && (await startMetrics(settings.metrics, SERVICE, ofSdk?.exposition));
  const { connection, namespace, address } = await connectWorker();
  const client = new Client({ connection, namespace, dataConverter: dataConverter(settings.payloadKeys) });
  await assertNamespace(client);
  await registerSearchAttributes(connection, namespace);
  let worker: Worker | undefined;
  const stopping = new AbortController();
  const stop = () => {
    stopping.abort();
    if (worker?.getState() === 'RUNNING') worker.shutdown();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
  process.once('disconnect', stop); // started as a part of an environment, it ends with it
  process.channel?.unref(); // the listener alone must not keep the process
  const health = await serveHealth(settings, () => worker?.getState() ?? 'WAITING', client);
  try {
    await untilKeyFits(client, settings, logger, stopping.signal);
    if (stopping.signal.aborted) return;
    worker = await createWorker(settings, { connection, namespace, logger, tracing });
    logger.info({ address, namespace, taskQueue: settings.taskQueue }, 'worker running');
    await worker.run();
  } finally {
    await health.close();
    await connection.close();
    await metrics?.close();
    await tracing?.close();
  }
}

/** With another key than the others', it would refuse what people send, and fail everything else: it does not poll. */
async function untilKeyFits(
  client: Client,
  { payloadKeys }: WorkerSettings,
  logger: Logger,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await keepCanary(client, payloadKeys);
      return;
    } catch (error) {
      if (!(error instanceof WrongSettingsError)) throw error;
      logger.error(`${error.message} Until then this worker takes no work.`);
      await sleep(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** What has begun stays with its version until somebody moves it (docs/upgrades.md). */
const deploymentOf = (version: WorkerDeploymentVersion): WorkerDeploymentOptions => ({
  version,
  useWorkerVersioning: true,
  defaultVersioningBehavior: 'PINNED',
});

type Parts = {
  connection: NativeConnection;
  namespace: string;
  logger: Logger;
  tracing: Tracing | undefined;
};

function createWorker(settings: WorkerSettings, { connection, namespace, logger, tracing }: Parts) {
  const codePath = prebuilt(tracing === undefined ? 'workflow-bundle' : 'workflow-bundle-tracing');
  const modules = ['interceptors', ...(tracing === undefined ? [] : ['tracing'])];
  return Worker.create({
    connection,
    namespace,
    taskQueue: settings.taskQueue,
    ...(existsSync(codePath)
      ? { workflowBundle: { codePath } }
      : {
          workflowsPath: workflowModule('index'),
          bundlerOptions: { preloadModules: [workflowModule('sharedSchemas')] },
        }),
    activities: createActivities(connectDeps(settings)),
    dataConverter: workerDataConverter(settings.payloadKeys),
    interceptors: {
      // The outermost is first: what the others log has its trace.
      activity: [...(tracing === undefined ? [] : [tracing.ofActivities]), logActivities(logger)],
      workflowModules: modules.map(workflowModule), // a bundle that was built has them in it
    },
    ...(tracing === undefined ? {} : { sinks: tracing.sinks }),
    ...(settings.version === undefined ? {} : { workerDeploymentOptions: deploymentOf(settings.version) }),
    maxCachedWorkflows: settings.limits.cachedWorkflows,
    maxConcurrentWorkflowTaskExecutions: settings.limits.workflowTasks,
    maxConcurrentActivityTaskExecutions: settings.limits.activities,
    shutdownGraceTime: '20 seconds',
  });
}

/** `/livez`: the process works. `/readyz`: it polls, Temporal answers for our namespace, and its payloads can be read. */
async function serveHealth(settings: WorkerSettings, state: () => string, client: Client) {
  const server = Fastify({ logger: false });
  server.get('/livez', () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const worker = state();
    const temporal = (await unreadiness(client)) ?? 'ok';
    const ready = worker === 'RUNNING' && temporal === 'ok';
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'not ready', worker, temporal });
  });
  try {
    await server.listen(settings.health);
  } catch (error) {
    throw new ConfigError([`HEALTH_PORT: ${error instanceof Error ? error.message : String(error)}`]);
  }
  return server;
}

main().catch((error: unknown) => endWith(SERVICE, error));
