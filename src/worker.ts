/** The worker: runs workflows and activities until it is told to stop. `npm run worker`, or the container's command. */
import type { NativeConnection } from '@temporalio/worker';
import { makeTelemetryFilterString, Runtime, Worker } from '@temporalio/worker';
import Fastify from 'fastify';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { connectDeps } from './activities/connect.js';
import { createActivities } from './activities/index.js';
import { ConfigError, readWorkerSettings, type WorkerSettings } from './config.js';
import { bridgeToTemporal, logActivities } from './logging.js';
import { TemporalUnreachableError } from './temporal/connection.js';
import { connectWorker, MAX_CACHED_WORKFLOWS } from './temporal/connectWorker.js';
import { workerDataConverter } from './temporal/encryptionCodec.js';
import { registerSearchAttributes } from './temporal/registerSearchAttributes.js';

/** Made by `npm run build`; while developing, the workflows are bundled at the start instead. */
const PREBUILT_BUNDLE = fileURLToPath(new URL('./workflow-bundle.js', import.meta.url));
const workflowModule = (name: string) => {
  const path = fileURLToPath(new URL(`./workflows/${name}`, import.meta.url));
  return existsSync(`${path}.ts`) ? `${path}.ts` : `${path}.js`;
};

async function main(): Promise<void> {
  const settings = readWorkerSettings(process.env);
  const logger = pino(
    { level: settings.logLevel, base: { service: 'sso-onboarding-worker' } },
    pino.destination(2),
  );
  Runtime.install({
    logger: bridgeToTemporal(logger),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'WARN' }), forward: {} } },
  });
  const { connection, namespace, address } = await connectWorker();
  await registerSearchAttributes(connection, namespace);
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: settings.taskQueue,
    ...(existsSync(PREBUILT_BUNDLE)
      ? { workflowBundle: { codePath: PREBUILT_BUNDLE } }
      : { workflowsPath: workflowModule('index') }),
    activities: createActivities(connectDeps(settings)),
    dataConverter: workerDataConverter(settings.payloadKeys),
    interceptors: {
      activity: [logActivities(logger)],
      workflowModules: [workflowModule('interceptors')], // a bundle that was built has them in it
    },
    maxCachedWorkflows: MAX_CACHED_WORKFLOWS,
    shutdownGraceTime: '20 seconds',
  });
  const health = await serveHealth(settings, worker, connection);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      if (worker.getState() === 'RUNNING') worker.shutdown();
    });
  }
  // Started as a part of an environment, it ends with it.
  process.once('disconnect', () => {
    if (worker.getState() === 'RUNNING') worker.shutdown();
  });
  process.channel?.unref(); // the listener alone must not keep the process
  logger.info({ address, namespace, taskQueue: settings.taskQueue }, 'worker running');
  try {
    await worker.run();
  } finally {
    await health.close();
    await connection.close();
  }
}

/** `/livez`: the process works. `/readyz`: it polls, and Temporal answers. */
async function serveHealth(settings: WorkerSettings, worker: Worker, connection: NativeConnection) {
  const server = Fastify({ logger: false });
  server.get('/livez', () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const state = worker.getState();
    const temporal = await connection.workflowService.getSystemInfo({}).then(
      () => 'ok',
      (error: unknown) => String(error),
    );
    const ready = state === 'RUNNING' && temporal === 'ok';
    return reply
      .code(ready ? 200 : 503)
      .send({ status: ready ? 'ok' : 'not ready', worker: state, temporal });
  });
  try {
    await server.listen(settings.health);
  } catch (error) {
    throw new ConfigError([`HEALTH_PORT: ${error instanceof Error ? error.message : String(error)}`]);
  }
  return server;
}

main().catch((error: unknown) => {
  if (error instanceof ConfigError || error instanceof TemporalUnreachableError) {
    process.stderr.write(`${error.message}\n`);
    process.exit(error instanceof ConfigError ? 2 : 4); // as `sso-onboard --help` says
  }
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
