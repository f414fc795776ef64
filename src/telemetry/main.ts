/** The process that reads how all customers stand: `sso-onboard metrics`. One is enough; a second does no harm. */
import { pino } from 'pino';
import { readMetricsSettings } from '../config/metrics.js';
import { endWith } from '../startup.js';
import { connectClient } from '../temporal/connection.js';
import { assertNamespace } from '../temporal/readiness.js';
import { startMetrics } from './metrics.js';
import { Reader } from './reader.js';

const SERVICE = 'sso-onboarding-metrics';

async function main(): Promise<void> {
  const settings = readMetricsSettings(process.env);
  const logger = pino({ level: settings.logLevel, base: { service: SERVICE } }, pino.destination(2));
  const client = await connectClient(undefined);
  await assertNamespace(client);
  const metrics = await startMetrics(settings.metrics, SERVICE);
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopping.abort();
    });
  }
  const { namespace } = client.options;
  logger.info({ namespace, taskQueue: settings.taskQueue }, 'reading Temporal for metrics');
  await new Reader(client, settings.taskQueue, logger, metrics.meter).run(stopping.signal);
  await metrics.close();
  await client.connection.close();
}

main().catch((error: unknown) => endWith(SERVICE, error));
