/**
 * The Temporal SDK's own metrics, which its native core keeps and exports by itself: to the same collector, or at a port
 * of the loopback address, from which they are put into the exposition of the process.
 */
import type { TelemetryOptions } from '@temporalio/worker';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { MetricsSettings } from '../config/metrics.js';

const READ_WITHIN_MS = 5_000;
/** Names and units as Prometheus wants them, and as a collector makes them of OTLP. */
const PROMETHEUS_NAMES = { countersTotalSuffix: true, unitSuffix: true, useSecondsForDurations: true };

export type SdkMetrics = {
  options: Required<Pick<TelemetryOptions, 'metrics'>>;
  /** As Prometheus reads them; empty where they are sent to a collector. */
  exposition: () => Promise<string>;
};

export async function sdkMetrics(settings: MetricsSettings, service: string): Promise<SdkMetrics> {
  if ('otlp' in settings) {
    const { url, headers, everyMs } = settings.otlp;
    const otel = { url, headers, http: true, metricsExportInterval: everyMs, useSecondsForDurations: true };
    return {
      options: { metrics: { otel, globalTags: { 'service.name': service } } },
      exposition: () => Promise.resolve(''),
    };
  }
  const address = `127.0.0.1:${String(await freePort())}`;
  return {
    options: { metrics: { prometheus: { bindAddress: address, ...PROMETHEUS_NAMES } } },
    exposition: async () => {
      const reply = await fetch(`http://${address}/metrics`, { signal: AbortSignal.timeout(READ_WITHIN_MS) });
      return reply.text();
    },
  };
}

/** The core tells nobody which port it has got, so it is given one. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return address.port;
}
