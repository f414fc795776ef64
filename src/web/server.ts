/**
 * The web process: setup pages for the customer's people, the operators' console, the REST API. It speaks to Temporal as
 * a client and to Entra ID to sign people in; what happens in a tenant is the workers' work alone.
 */
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { fileURLToPath } from 'node:url';
import { serveApi } from './api/api.js';
import { serveConsole } from './console/console.js';
import type { WebDeps } from './deps.js';
import { sendProblemPage } from './page.js';
import { pollsSettled, reloadRefused } from './live.js';
import { understood } from './problems.js';
import { secure } from './security.js';
import { openLinks } from './setup/access.js';
import { consentPage } from './setup/consent.js';
import { consentFlow } from './setup/consentFlow.js';
import { handoverPage } from './setup/handover.js';
import { overview } from './setup/overview.js';
import { rolesPage } from './setup/roles.js';
import { signOutPages } from './setup/signOut.js';
import { testSignIn } from './setup/testSignIn.js';
import { watchPage } from './setup/watch.js';
import { HEALTH_ROUTES, serveHealth } from './health.js';
import { messageCallbacks } from './messageCallbacks.js';

const ASSETS = fileURLToPath(new URL('./assets/', import.meta.url));
/** Of a body; routes that take lists allow more. */
const BODY_LIMIT = 64 * 1024;

export async function createWebServer(deps: WebDeps): Promise<FastifyInstance> {
  const { settings, logger } = deps;
  const server = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    trustProxy: (_address, hop) => hop < settings.trustedProxyHops,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  });
  // The route and not the address: addresses of links are secrets.
  server.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    const durationMs = Math.round(reply.elapsedTime);
    const level = HEALTH_ROUTES.includes(routeOptions.url) && reply.statusCode < 400 ? 'debug' : 'info';
    logger[level]({ method, route: routeOptions.url, status: reply.statusCode, durationMs }, 'request');
    done();
  });
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const { status, kind } = understood(error);
    if (status >= 500)
      logger.error({ route: request.routeOptions.url, error: error.message }, 'request failed');
    return sendProblemPage(reply, status, kind);
  });
  server.addHook('onClose', pollsSettled);
  server.setNotFoundHandler((_request, reply) => sendProblemPage(reply, 404, 'notFound'));
  await secure(server, settings);
  reloadRefused(server);
  await server.register(cookie);
  await server.register(formbody);
  await server.register(fastifyStatic, { root: ASSETS, prefix: '/assets/', maxAge: '1 hour' });
  serveHealth(server, deps);
  await serveApi(server, deps);
  await serveConsole(server, deps);
  openLinks(server, deps);
  overview(server, deps);
  consentPage(server, deps);
  consentFlow(server, deps);
  testSignIn(server, deps);
  handoverPage(server, deps);
  rolesPage(server, deps);
  watchPage(server, deps);
  signOutPages(server, deps);
  await messageCallbacks(server, deps);
  return server;
}
