/** What somebody who writes to us can quote: it leads to the trace of their request, and to its lines in the log. */
import type { FastifyRequest } from 'fastify';
import { REFERENCE } from './strings/problems.js';
import { traceOf } from './traced.js';

export function Reference({ request, status }: { request: FastifyRequest; status: number }) {
  const trace = status < 500 ? undefined : traceOf(request);
  if (trace === undefined) return null;
  return (
    <p>
      {REFERENCE}: <code>{trace}</code>
    </p>
  );
}
