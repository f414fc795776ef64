/**
 * Spans of workflows that somebody's trace has started or told something, for workers that trace. A module of a bundle
 * of its own.
 *
 * Commands, their order and random numbers are the same as without it, so that tracing can be switched on and off while
 * workflows run. That is why the interceptors of Temporal's package are not used as they are: they answer only once their
 * span has ended, some turns of the event loop later, and take their ids from the workflow's random numbers.
 */
import { type Context, context, propagation, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  OpenTelemetryInboundInterceptor,
  OpenTelemetryInternalsInterceptor,
} from '@temporalio/interceptors-opentelemetry/lib/workflow/index.js';
import {
  ContinueAsNew,
  defaultPayloadConverter,
  getRandomStream,
  type Headers,
  workflowInfo,
  type WorkflowInterceptors,
} from '@temporalio/workflow';

/** Of Temporal's package, which clients and activities have. */
const TRACE_HEADER = '_tracer-data';

function contextOf(headers: Headers): Context | undefined {
  const header = headers[TRACE_HEADER];
  if (header === undefined) return undefined;
  return propagation.extract(context.active(), defaultPayloadConverter.fromPayload(header));
}

function headersIn(spanContext: Context, headers: Headers): Headers {
  const carrier: Record<string, string> = {};
  propagation.inject(spanContext, carrier);
  return { ...headers, [TRACE_HEADER]: defaultPayloadConverter.toPayload(carrier) };
}

/** Does the work within a span, and answers with its very promise. */
function within<T>(parent: Context, name: string, work: (spanContext: Context) => Promise<T>): Promise<T> {
  const span = getRandomStream(TRACE_HEADER).with(() =>
    trace.getTracer('workflow').startSpan(name, {}, parent),
  );
  const spanContext = trace.setSpan(parent, span);
  const result = context.with(spanContext, () => work(spanContext));
  result.then(
    () => {
      span.end();
    },
    (error: unknown) => {
      failed(span, error);
    },
  );
  return result;
}

function failed(span: Span, error: unknown): void {
  if (!(error instanceof ContinueAsNew)) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : '' });
  }
  span.end();
}

/** What is sent from within a span carries it on. A run that continues as new begins no part of the old trace. */
function carriedOn<I extends { headers: Headers }, T>(
  name: string,
  input: I,
  next: (input: I) => Promise<T>,
): Promise<T> {
  const parent = context.active();
  if (trace.getSpan(parent) === undefined) return next(input);
  return within(parent, name, (spanContext) =>
    next({ ...input, headers: headersIn(spanContext, input.headers) }),
  );
}

export const interceptors = (): WorkflowInterceptors => {
  // Sets up OpenTelemetry in here: its tracer, its context, and what brings spans out.
  new OpenTelemetryInboundInterceptor();
  const received = <I extends { headers: Headers }, T>(
    name: string,
    input: I,
    next: (input: I) => Promise<T>,
  ): Promise<T> => {
    const parent = contextOf(input.headers);
    return parent === undefined ? next(input) : within(parent, name, () => next(input));
  };
  return {
    inbound: [
      {
        execute: (input, next) => received(`RunWorkflow:${workflowInfo().workflowType}`, input, next),
        handleSignal: (input, next) => received(`HandleSignal:${input.signalName}`, input, next),
        handleUpdate: (input, next) => received(`HandleUpdate:${input.name}`, input, next),
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => carriedOn(`StartActivity:${input.activityType}`, input, next),
        signalWorkflow: (input, next) => carriedOn(`SignalWorkflow:${input.signalName}`, input, next),
        startChildWorkflowExecution(input, next) {
          const parent = context.active();
          if (trace.getSpan(parent) === undefined) return next(input);
          return next({ ...input, headers: headersIn(parent, input.headers) });
        },
        getLogAttributes(input, next) {
          const { traceId, spanId } = trace.getSpanContext(context.active()) ?? {};
          return next(traceId === undefined ? input : { trace_id: traceId, span_id: spanId, ...input });
        },
      },
    ],
    internals: [new OpenTelemetryInternalsInterceptor()],
  };
};
