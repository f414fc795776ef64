/** Where traces go: to a collector (OTLP). By default there are none. */
import { z } from 'zod';
import { headersOf, type metricsShape } from './metrics.js';

/** The names are OpenTelemetry's own; the endpoint and its headers are those of the metrics too. */
export const tracesShape = z.object({
  OTEL_TRACES_EXPORTER: z.enum(['none', 'otlp']).default('none'),
  /** The share of traces that is kept, decided where one begins. */
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
});

export type TracesSettings = { url: string; headers: Record<string, string>; share: number };

/** Undefined: there are none. Adds to `problems` where the collector is missing. */
export function tracesOf(
  values: z.output<typeof tracesShape> & z.output<typeof metricsShape>,
  problems: string[],
): TracesSettings | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers } = values;
  if (values.OTEL_TRACES_EXPORTER === 'none') return undefined;
  if (endpoint === undefined) {
    problems.push('OTEL_EXPORTER_OTLP_ENDPOINT: missing: OTEL_TRACES_EXPORTER sends traces there');
    return undefined;
  }
  const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
  return { url, headers: headersOf(headers), share: values.OTEL_TRACES_SAMPLER_ARG };
}
