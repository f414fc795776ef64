/** `/livez`: the process works. `/readyz`: Temporal answers for our namespace, whose payloads we can read. */
import type { FastifyInstance } from 'fastify';
import { unreadiness } from '../temporal/readiness.js';
import type { WebDeps } from './deps.js';

/** Asked every few seconds by machines: their log level is lower, and no limit of requests counts them. */
export const HEALTH_ROUTES: readonly (string | undefined)[] = ['/livez', '/readyz'];

export function serveHealth(server: FastifyInstance, { temporal }: WebDeps): void {
  server.get('/livez', () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const trouble = await unreadiness(temporal);
    return reply.code(trouble === undefined ? 200 : 503).send({ status: trouble ?? 'ok' });
  });
}
