/** Spans of what the rest of the service does. Without tracing they cost nothing, and have no ids. */
import {
  type Attributes,
  isSpanContextValid,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';

const tracer = () => trace.getTracer('messagemedia-sso-onboarding');

/** A request to somebody else, who is told nothing of the trace. */
export function requestSpan<T>(
  name: string,
  attributes: Attributes,
  send: (span: Span) => Promise<T>,
): Promise<T> {
  return tracer().startActiveSpan(name, { kind: SpanKind.CLIENT, attributes }, async (span) => {
    try {
      return await send(span);
    } catch (error) {
      // Without its message: names and addresses are in many.
      span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.name : 'Error' });
      throw error;
    } finally {
      span.end();
    }
  });
}

export const serverSpan = (name: string): Span => tracer().startSpan(name, { kind: SpanKind.SERVER });

/** Of the trace that is followed here and now, for a line of the log. */
export function traceFields(): { trace_id?: string; span_id?: string } {
  const spanContext = trace.getActiveSpan()?.spanContext();
  if (spanContext === undefined || !isSpanContextValid(spanContext)) return {};
  return { trace_id: spanContext.traceId, span_id: spanContext.spanId };
}
