/** How long requests to the web process take, by the template of their route: addresses of links are secrets. */
import { METHODS } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { measure } from '../telemetry/meter.js';

export function measureRequests(server: FastifyInstance): void {
  server.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    // A stream of events takes as long as somebody looks at the page.
    if (!String(reply.getHeader('content-type')).startsWith('text/event-stream')) {
      measure('http.server.request.duration', reply.elapsedTime / 1000, {
        'http.request.method': METHODS.includes(method) ? method : '_OTHER',
        'http.route': routeOptions.url ?? 'none',
        'http.response.status_code': reply.statusCode,
      });
    }
    done();
  });
}
