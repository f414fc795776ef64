/** Graph over HTTP: who calls, what they get, and a line in the request log. */
import { appendFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { verifyAppToken, type TokenKeys } from '../entra/tokens.js';
import type { Faults } from '../faults.js';
import type { MadeRequest } from '../requests.js';
import { tenantOf, type World } from '../world.js';
import { answerBatch } from './batch.js';
import { type Caller, errorBody, GraphError, type Reply } from './call.js';
import type { Quota } from './quota.js';
import { type Answer, answer as route } from './routes.js';

export type GraphOptions = {
  world: World;
  keys: TokenKeys;
  faults: Faults;
  quota: Quota;
  requestLog?: string | undefined;
  requests?: MadeRequest[] | undefined;
};

export function graph(server: FastifyInstance, options: GraphOptions): void {
  const { world, keys, faults, quota, requestLog, requests } = options;
  const answer: Answer = (call) => quota.spend(call, () => route(call));

  server.all('/v1.0/*', async (request, reply) => {
    const requestId = randomUUID();
    const clientRequestId = header(request, 'client-request-id') ?? requestId;
    void reply.headers({ 'request-id': requestId, 'client-request-id': clientRequestId });
    const result = await respond(request).catch((error: unknown) => {
      if (!(error instanceof GraphError)) throw error;
      const failed: Reply = {
        status: error.status,
        headers: error.headers,
        body: errorBody(error, world.now(), requestId, clientRequestId),
      };
      return failed;
    });
    return reply
      .code(result.status)
      .headers(result.headers ?? {})
      .send(result.body);
  });

  if (requestLog !== undefined) {
    server.addHook('onResponse', (request, reply, done) => {
      const { method, url, body } = request;
      if (url.startsWith('/v1.0/')) {
        const line = { method, url, body: body ?? null, status: reply.statusCode };
        appendFileSync(requestLog, `${JSON.stringify(line)}\n`);
      }
      done();
    });
  }

  async function respond(request: FastifyRequest): Promise<Reply> {
    const caller = await callerOf(request);
    const url = new URL(request.url, world.origin);
    const path = decodeURIComponent(url.pathname).slice('/v1.0'.length);
    const headers = Object.fromEntries(
      Object.keys(request.headers).map((name) => [name, header(request, name)]),
    );
    const call = {
      world,
      caller,
      method: request.method,
      path,
      query: url.searchParams,
      headers,
      body: request.body,
    };
    return path === '/$batch' && request.method === 'POST'
      ? answerBatch(call, { answer, faults, requests })
      : answer(call);
  }

  async function callerOf(request: FastifyRequest): Promise<Caller> {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (scheme !== 'Bearer' || token === undefined) {
      throw new GraphError(401, 'InvalidAuthenticationToken', 'Access token is empty.');
    }
    const claims = await verifyAppToken(world, keys, token);
    const tenant = claims && tenantOf(world, claims.tid);
    if (claims === undefined || tenant === undefined) {
      throw new GraphError(401, 'InvalidAuthenticationToken', 'Access token validation failure.');
    }
    if (claims.uti <= world.tokens.expired) {
      const message = 'Lifetime validation failed, the token is expired.';
      throw new GraphError(401, 'InvalidAuthenticationToken', message);
    }
    if (!tenant.consents.has(claims.appid)) {
      const message = 'The identity of the calling application could not be established.';
      throw new GraphError(401, 'Authorization_IdentityNotFound', message);
    }
    return { tenant, clientId: claims.appid, servicePrincipalId: claims.oid, roles: claims.roles };
  }
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
