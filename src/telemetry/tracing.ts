/** The traces of a process: kept by OpenTelemetry's SDK, sent to a collector, and carried on by Temporal's headers. */
import { context, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import {
  detectResources,
  envDetector,
  type Resource,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  type SpanExporter,
  type SpanProcessor,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { ClientInterceptors } from '@temporalio/client';
import {
  OpenTelemetryActivityInboundInterceptor,
  type OpenTelemetrySinks,
  OpenTelemetryWorkflowClientInterceptor,
} from '@temporalio/interceptors-opentelemetry';
import type { ActivityInterceptorsFactory, InjectedSinks } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import type { TracesSettings } from '../config/traces.js';

export type Tracing = {
  ofClient: ClientInterceptors;
  ofActivities: ActivityInterceptorsFactory;
  /** Takes the spans of workflows out of their isolates. */
  sinks: InjectedSinks<OpenTelemetrySinks>;
  close: () => Promise<void>;
};

/** Of the process, as its logger is. */
export function startTracing(
  { url, headers, share }: TracesSettings,
  service: string,
  exporter: SpanExporter = new OTLPTraceExporter({ url, headers }),
): Tracing {
  const named = resourceFromAttributes({ 'service.name': service, 'service.instance.id': randomUUID() });
  const resource = named.merge(detectResources({ detectors: [envDetector] }));
  const processor = new BatchSpanProcessor({ exporter });
  const provider = new TracerProvider({
    resource,
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [processor],
  });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  return {
    ofClient: { workflow: [new OpenTelemetryWorkflowClientInterceptor()] },
    ofActivities: (activity) => ({ inbound: new OpenTelemetryActivityInboundInterceptor(activity) }),
    sinks: { exporter: { export: { fn: sinkTo(processor, resource) } } },
    async close() {
      trace.disable();
      context.disable();
      propagation.disable();
      // A collector that is gone must not keep the process from ending well.
      await provider.shutdown().catch(() => undefined);
    },
  };
}

type Sink = InjectedSinks<OpenTelemetrySinks>['exporter']['export']['fn'];

/**
 * Temporal's package would add all that it knows of the workflow, memo and last result included, and writes spans as
 * OpenTelemetry 1 has them.
 */
const sinkTo =
  (processor: SpanProcessor, resource: Resource): Sink =>
  ({ workflowId, runId }, spans) => {
    for (const { spanContext, parentSpanId, instrumentationLibrary, ...span } of spans) {
      const { traceId, spanId, traceFlags } = spanContext;
      processor.onEnd({
        ...span,
        spanContext: () => ({ traceId, spanId, traceFlags }),
        ...(parentSpanId === undefined
          ? {}
          : { parentSpanContext: { traceId, spanId: parentSpanId, traceFlags } }),
        attributes: { temporalWorkflowId: workflowId, run_id: runId },
        resource,
        instrumentationScope: instrumentationLibrary,
      });
    }
  };
