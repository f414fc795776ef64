/** A span for each request, by the template of its route: addresses of links are secrets. */
import { context, isSpanContextValid, type Span, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { serverSpan } from '../telemetry/span.js';
import { HEALTH_ROUTES } from './health.js';

const UNTOLD = [...HEALTH_ROUTES, '/assets/*'];

const spans = new WeakMap<FastifyRequest, Span>();

/** What whoever looks after the service finds a request by: in its log, and in its trace. Undefined without tracing. */
export function traceOf(request: FastifyRequest): string | undefined {
  const spanContext = spans.get(request)?.spanContext();
  return spanContext !== undefined && isSpanContextValid(spanContext) ? spanContext.traceId : undefined;
}

/** Strangers' traces are not joined: who sends a request does not choose what is recorded. */
export function traceRequests(server: FastifyInstance): void {
  const within = (request: FastifyRequest, done: () => void) => {
    const span = spans.get(request);
    if (span === undefined) done();
    else context.with(trace.setSpan(context.active(), span), done);
  };
  server.addHook('onRequest', (request, _reply, done) => {
    const { method, routeOptions } = request;
    if (!UNTOLD.includes(routeOptions.url)) {
      spans.set(request, serverSpan(`${method} ${routeOptions.url ?? 'none'}`));
    }
    within(request, done);
  });
  // What reads a body goes on where the network was heard, which knows nothing of the request.
  server.addHook('preValidation', (request, _reply, done) => {
    within(request, done);
  });
  server.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    span?.setAttributes({
      'http.request.method': request.method,
      'http.route': request.routeOptions.url ?? 'none',
      'http.response.status_code': reply.statusCode,
    });
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });
}
