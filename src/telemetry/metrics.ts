/** The metrics of a process: kept by OpenTelemetry's SDK, served to Prometheus or sent to a collector. */
import type { Meter } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-proto';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  DataPointType,
  MeterProvider,
  type MetricReader,
  PeriodicExportingMetricReader,
  type ResourceMetrics,
} from '@opentelemetry/sdk-metrics';
import Fastify, { type FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { ConfigError } from '../config/read.js';
import { OBSERVED, prometheusName } from './catalogue.js';
import { countWith } from './meter.js';
import type { MetricsSettings, OtlpSettings, PrometheusSettings } from '../config/metrics.js';

const SCOPE = 'messagemedia-sso-onboarding';
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
const EXPORT_WITHIN_MS = 10_000;

export type Metrics = { meter: Meter; close: () => Promise<void> };

/**
 * @param others what is served to Prometheus besides, such as the Temporal SDK's own
 * @throws ConfigError when the port is taken
 */
export async function startMetrics(
  settings: MetricsSettings,
  service: string,
  others?: () => Promise<string>,
): Promise<Metrics> {
  if ('otlp' in settings) return metricsOf(service, sendingTo(settings.otlp));
  const scraped = new PrometheusExporter({ preventServerStart: true }); // it collects, and we serve
  const metrics = metricsOf(service, scraped);
  const server = await serve(settings.prometheus, async () => {
    const { resourceMetrics } = await scraped.collect();
    return exposition(resourceMetrics) + ((await others?.()) ?? '');
  });
  return {
    meter: metrics.meter,
    close: async () => {
      await server.close();
      await metrics.close();
    },
  };
}

function metricsOf(service: string, reader: MetricReader): Metrics {
  const named = resourceFromAttributes({ 'service.name': service, 'service.instance.id': randomUUID() });
  // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES say more, or otherwise.
  const resource = named.merge(detectResources({ detectors: [envDetector] }));
  const provider = new MeterProvider({ resource, readers: [reader] });
  const meter = provider.getMeter(SCOPE);
  countWith(meter);
  observeProcess(meter);
  // A collector that is gone must not keep the process from ending well.
  return { meter, close: () => provider.shutdown().catch(() => undefined) };
}

const sendingTo = ({ url, headers, everyMs }: OtlpSettings) =>
  new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({ url, headers }),
    exportIntervalMillis: everyMs,
    exportTimeoutMillis: Math.min(everyMs, EXPORT_WITHIN_MS),
  });

/** OpenTelemetry's exporter leaves the unit out of the name, where every collector puts it. */
function exposition({ resource, scopeMetrics }: ResourceMetrics): string {
  const renamed = scopeMetrics.map(({ scope, metrics }) => ({
    scope,
    metrics: metrics.map((metric) => {
      const { name, unit } = metric.descriptor;
      const counts = metric.dataPointType === DataPointType.SUM && metric.isMonotonic;
      const inPrometheus = prometheusName(name, { unit, kind: counts ? 'counter' : 'gauge' });
      return { ...metric, descriptor: { ...metric.descriptor, name: inPrometheus } };
    }),
  }));
  const serializer = new PrometheusSerializer('', false, undefined, false, true);
  return serializer.serialize({ resource, scopeMetrics: renamed });
}

async function serve(listen: PrometheusSettings, expose: () => Promise<string>): Promise<FastifyInstance> {
  const server = Fastify({ logger: false });
  server.get('/metrics', async (_request, reply) => reply.type(CONTENT_TYPE).send(await expose()));
  try {
    await server.listen(listen);
  } catch (error) {
    throw new ConfigError([`METRICS_PORT: ${error instanceof Error ? error.message : String(error)}`]);
  }
  return server;
}

function observeProcess(meter: Meter): void {
  const gauge = (name: keyof typeof OBSERVED) => {
    const { unit, tells: description } = OBSERVED[name];
    return meter.createObservableGauge(name, { unit, description });
  };
  gauge('process.memory.usage').addCallback((result) => {
    result.observe(process.memoryUsage.rss());
  });
  let before = performance.eventLoopUtilization();
  gauge('nodejs.eventloop.utilization').addCallback((result) => {
    const now = performance.eventLoopUtilization();
    result.observe(performance.eventLoopUtilization(now, before).utilization);
    before = now;
  });
}
