import type { FastifyRequest } from 'fastify';

/** It changes nothing. Fastify answers HEAD wherever it answers GET. */
export const reads = ({ method }: Pick<FastifyRequest, 'method'>): boolean =>
  method === 'GET' || method === 'HEAD';
