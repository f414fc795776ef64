/** The web process: `sso-onboard web`, or the container's command. */
import { pino } from 'pino';
import { ConfigError } from '../config/read.js';
import { readWebSettings } from '../config/web.js';
import { endWith } from '../startup.js';
import { connectClient } from '../temporal/connection.js';
import { portTo } from '../temporal/port.js';
import { startMetrics } from '../telemetry/metrics.js';
import { traceFields } from '../telemetry/span.js';
import { startTracing } from '../telemetry/tracing.js';
import { createWebServer } from './server.js';

const SERVICE = 'sso-onboarding-web';

async function main(): Promise<void> {
  const settings = readWebSettings(process.env);
  const tracing = settings.traces && startTracing(settings.traces, SERVICE);
  const options = { level: settings.logLevel, base: { service: SERVICE }, mixin: traceFields };
  const logger = pino(options, pino.destination(2));
  const metrics = settings.metrics && (await startMetrics(settings.metrics, SERVICE));
  const client = await connectClient(settings.payloadKeys, tracing?.ofClient);
  const temporal = portTo(client, settings.taskQueue);
  const server = await createWebServer({ temporal, settings, logger });
  const stop = () => {
    void server
      .close()
      .then(() => client.connection.close())
      .then(() => metrics?.close())
      .then(() => tracing?.close());
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.once('disconnect', stop); // started as a part of an environment, it ends with it
  process.channel?.unref(); // the listener alone must not keep the process
  try {
    await server.listen(settings.listen);
  } catch (error) {
    throw new ConfigError([`WEB_PORT: ${error instanceof Error ? error.message : String(error)}`]);
  }
  logger.info({ ...settings.listen, publicUrl: settings.publicUrl }, 'web pages served');
}

main().catch((error: unknown) => endWith(SERVICE, error));
