/** What somebody who writes to us can quote: it leads to the trace of their request, and to its lines in the log. */
import type { FastifyRequest } from 'fastify';
import { useReader } from './reader.js';
import { traceOf } from './traced.js';

export function Reference({ request, status }: { request: FastifyRequest; status: number }) {
  const { frame } = useReader().words;
  const trace = status < 500 ? undefined : traceOf(request);
  if (trace === undefined) return null;
  return (
    <p>
      {frame.reference} <code>{trace}</code>
    </p>
  );
}
