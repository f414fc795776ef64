/** Where metrics go: to whoever asks (Prometheus), or to a collector (OTLP). By default there are none. */
import { z } from 'zod';
import type { Environment } from './files.js';
import { ConfigError, read } from './read.js';
import { temporalShape } from './temporal.js';

/** The names of OTLP's are OpenTelemetry's own; https://opentelemetry.io/docs/specs/otel/protocol/exporter/ */
export const metricsShape = z.object({
  METRICS_HOST: z.string().default('127.0.0.1'),
  METRICS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .literal('http/protobuf', 'must be http/protobuf: the others are not supported')
    .default('http/protobuf'),
  OTEL_EXPORTER_OTLP_HEADERS: z
    .string()
    .regex(/^[^=,]+=[^,]*(,[^=,]+=[^,]*)*$/, 'must be <name>=<value>, …')
    .optional(),
  OTEL_METRIC_EXPORT_INTERVAL: z.coerce.number().int().min(1_000).max(3_600_000).default(60_000),
});

export type PrometheusSettings = { host: string; port: number };
export type OtlpSettings = { url: string; headers: Record<string, string>; everyMs: number };
export type MetricsSettings = { prometheus: PrometheusSettings } | { otlp: OtlpSettings };

/** Whoever scrapes gets them alone: the endpoint of OTLP may be there for traces. Undefined: there are none. */
export function metricsOf(values: z.output<typeof metricsShape>): MetricsSettings | undefined {
  const { METRICS_HOST: host, METRICS_PORT: port, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = values;
  if (port !== undefined) return { prometheus: { host, port } };
  if (endpoint === undefined) return undefined;
  return {
    otlp: {
      url: `${endpoint.replace(/\/+$/, '')}/v1/metrics`,
      headers: headersOf(values.OTEL_EXPORTER_OTLP_HEADERS),
      everyMs: values.OTEL_METRIC_EXPORT_INTERVAL,
    },
  };
}

export const headersOf = (text?: string) =>
  Object.fromEntries(
    (text?.split(',') ?? []).map((header) => {
      const [name = '', ...value] = header.split('=');
      return [name.trim(), decodeURIComponent(value.join('=').trim())];
    }),
  );

/** What reads how all customers stand; it reads no payload, and has no key. @throws ConfigError */
export function readMetricsSettings(env: Environment) {
  const { values, problems } = read(
    temporalShape.omit({ PAYLOAD_KEY: true }).extend(metricsShape.shape),
    env,
  );
  const metrics = values && metricsOf(values);
  if (values !== undefined && metrics === undefined) {
    problems.push('METRICS_PORT: missing (or OTEL_EXPORTER_OTLP_ENDPOINT): where the metrics are to be read');
  }
  if (values === undefined || metrics === undefined || problems.length > 0) throw new ConfigError(problems);
  return { taskQueue: values.TASK_QUEUE, logLevel: values.LOG_LEVEL, metrics };
}
