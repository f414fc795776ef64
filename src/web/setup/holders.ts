/** Who has opened a link in this browser is no stranger: their lists may be long. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LINKED } from '../../onboarding/links.js';
import { senderIsKnown } from '../bodies.js';
import type { WebDeps } from '../deps.js';
import { HttpProblem } from '../problems.js';
import { reads } from '../reads.js';
import { keptToken, PAGES } from './access.js';
import type { LinkRoute } from './visit.js';

export function knowHolders(server: FastifyInstance, deps: WebDeps): void {
  server.addHook('onRequest', (request: FastifyRequest, _reply, done) => {
    const of = LINKED.find((kind) => request.routeOptions.url?.startsWith(`${PAGES[kind]}/:linkId`));
    try {
      if (of !== undefined && !reads(request)) {
        keptToken(deps, request as FastifyRequest<LinkRoute>, of);
        senderIsKnown(request);
      }
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error; // the page says what is wrong with the link
    }
    done();
  });
}
