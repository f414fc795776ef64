/** `/livez`: the process works. `/readyz`: Temporal answers. */
import type { FastifyInstance } from 'fastify';
import type { WebDeps } from './deps.js';

/** Whoever looks after the process asks often: no limit of requests counts them. */
export const HEALTH = ['/livez', '/readyz'];

export function serveHealth(server: FastifyInstance, { temporal }: WebDeps): void {
  server.get('/livez', () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const answers = await temporal.connection.workflowService.getSystemInfo({}).then(
      () => true,
      () => false,
    );
    return reply.code(answers ? 200 : 503).send({ status: answers ? 'ok' : 'Temporal does not answer' });
  });
}
