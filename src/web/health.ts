/** `/livez`: the process works. `/readyz`: Temporal answers for our namespace, whose payloads we can read. */
import type { FastifyInstance } from 'fastify';
import type { WebDeps } from './deps.js';

/** Asked every few seconds by machines: their log level is lower, and no limit of requests counts them. */
export const HEALTH_ROUTES: readonly (string | undefined)[] = ['/livez', '/readyz'];

export function serveHealth(server: FastifyInstance, { temporal }: WebDeps): void {
  let asked: Promise<string | undefined> | undefined;
  /** Anybody may ask, as often as they like: Temporal is asked one question at a time. */
  const trouble = () =>
    (asked ??= temporal.unreadiness().finally(() => {
      asked = undefined;
    }));
  server.get('/livez', () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const why = await trouble();
    return reply.code(why === undefined ? 200 : 503).send({ status: why ?? 'ok' });
  });
}
