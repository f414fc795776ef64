/**
 * The web process: setup pages for the customer's people, the operators' console, the REST API. It speaks to Temporal as
 * a client and to Entra ID to sign people in; what happens in a tenant is the workers' work alone.
 */
import cookie from '@fastify/cookie';
import fastifyStatic from '@fastify/static';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveApi } from './api/api.js';
import { serveConsole } from './console/console.js';
import { brandAssets } from './brand/brandAssets.js';
import type { WebDeps } from './deps.js';
import { sendProblemPage } from './page.js';
import { BODY_LIMIT, readBodies } from './bodies.js';
import { closeStreams, pollsSettled, reloadRefused } from './live.js';
import { understood } from './problems.js';
import { answerUnreadable, readableUrl, secure } from './security.js';
import { securityPage } from './setup/securityPage.js';
import { setupPages } from './setup/pages.js';
import { HEALTH_ROUTES, serveHealth } from './health.js';
import { messageCallbacks } from './messageCallbacks.js';
import { emailCallbacks } from './emailCallbacks.js';
import { measureRequests } from './measured.js';
import { switchLanguages } from './readers.js';
import { traceOf, traceRequests } from './traced.js';

const ASSETS = fileURLToPath(new URL('./assets/', import.meta.url));
const FONTS = dirname(
  fileURLToPath(import.meta.resolve('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2')),
);
/** Headers, and then a whole request, must have come by then. A stream of events is an answer, and may take longer. */
const HEADERS_WITHIN_MS = 10_000;
const REQUEST_WITHIN_MS = 30_000;
const CHECKED_EVERY_MS = 5_000;
/** Nothing goes either way: streams of events say something three times as often. */
const SILENT_FOR_MS = 60_000;
/** As many as may follow pages, and as many again. */
const MAX_CONNECTIONS = 1_000;
/** What is under way when the process is told to stop may take as long: answers of workers take up to 25 s. */
const DRAIN_MS = 28_000;

export async function createWebServer(deps: WebDeps): Promise<FastifyInstance> {
  const { settings, logger } = deps;
  const server = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    trustProxy: settings.trustedProxies,
    // What is under way is answered when the process stops, and what still comes on an open connection as well.
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    connectionTimeout: SILENT_FOR_MS,
    requestTimeout: REQUEST_WITHIN_MS,
    // Node's own answer to a missing Host has none of our headers, and nothing of ours reads it.
    http: {
      headersTimeout: HEADERS_WITHIN_MS,
      connectionsCheckingInterval: CHECKED_EVERY_MS,
      requireHostHeader: false,
    },
    clientErrorHandler: answerUnreadable(settings),
    rewriteUrl: ({ url = '/' }) => readableUrl(url),
    // Longer than any address of ours, and no longer than the parser of HTTP allows: what is too long is not there.
    routerOptions: { maxParamLength: 16 * 1024 },
  });
  server.server.maxConnections = MAX_CONNECTIONS;
  // Node's own answer to an expectation that nobody knows has none of our headers; RFC 9110 lets it be passed over.
  server.server.on('checkExpectation', (request, response) => {
    server.server.emit('request', request, response);
  });
  // The route and not the address: addresses of links are secrets.
  server.addHook('onResponse', (request, reply, done) => {
    const { method, routeOptions } = request;
    const durationMs = Math.round(reply.elapsedTime);
    const level = HEALTH_ROUTES.includes(routeOptions.url) && reply.statusCode < 400 ? 'debug' : 'info';
    const fields = { method, route: routeOptions.url, status: reply.statusCode, durationMs };
    logger[level]({ ...fields, trace_id: traceOf(request) }, 'request');
    done();
  });
  traceRequests(server);
  measureRequests(server);
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const { status, kind } = understood(error);
    if (status >= 500) {
      const fields = { route: request.routeOptions.url, trace_id: traceOf(request) };
      logger.error({ ...fields, error: error.message }, 'request failed');
    }
    return sendProblemPage(reply, settings.brands, status, kind);
  });
  server.addHook('preClose', (done) => {
    closeStreams(server.server);
    setTimeout(() => {
      server.server.closeAllConnections();
    }, DRAIN_MS).unref();
    done();
  });
  server.addHook('onClose', pollsSettled);
  server.setNotFoundHandler((_request, reply) => sendProblemPage(reply, settings.brands, 404, 'notFound'));
  await secure(server, settings);
  reloadRefused(server);
  await server.register(cookie);
  switchLanguages(server, settings.publicUrl.startsWith('https:'));
  await readBodies(server);
  await server.register(fastifyStatic, { root: [ASSETS, FONTS], prefix: '/assets/', maxAge: '1 hour' });
  brandAssets(server, settings.brands);
  serveHealth(server, deps);
  await serveApi(server, deps);
  await serveConsole(server, deps);
  await setupPages(server, deps);
  securityPage(server, deps);
  await messageCallbacks(server, deps);
  await emailCallbacks(server, deps);
  return server;
}
