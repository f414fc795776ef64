/** Graph over HTTP: who calls, what they get, and a line in the request log. */
import { appendFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { verifyAppToken, type TokenKeys } from '../entra/tokens.js';
import type { Faults } from '../faults.js';
import type { MadeRequest } from '../requests.js';
import { originFor, tenantOf, type World } from '../world.js';
import { answerBatch } from './batch.js';
import { type Caller, errorBody, GraphError, type Reply } from './call.js';
import type { Quota } from './quota.js';
import { type Answer, answer as route, partsOf } from './routes.js';

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

  const handler = async (request: FastifyRequest, reply: FastifyReply) => {
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
      .send(result.text ?? result.body);
  };
  /** What Graph says of a body that it cannot read; the server has not called the handler then. */
  const unreadable = (thrown: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
    if ((thrown.statusCode ?? 500) >= 500) {
      void reply.send(thrown);
      return;
    }
    const message =
      thrown.statusCode === 415
        ? 'Write requests (excluding DELETE) must contain the Content-Type header declaration.'
        : 'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.';
    const id = randomUUID();
    const error = new GraphError(400, 'BadRequest', message);
    void reply.code(400).send(errorBody(error, world.now(), id, header(request, 'client-request-id') ?? id));
  };
  for (const version of ['/v1.0', '/beta']) {
    server.all(`${version}/*`, { errorHandler: unreadable }, handler);
  }

  if (requestLog !== undefined) {
    server.addHook('onResponse', (request, reply, done) => {
      const { method, url, body } = request;
      if (partsOf(url) !== undefined) {
        const line = { method, url, body: body ?? null, status: reply.statusCode };
        appendFileSync(requestLog, `${JSON.stringify(line)}\n`);
      }
      done();
    });
  }

  async function respond(request: FastifyRequest): Promise<Reply> {
    const caller = await callerOf(request);
    const url = new URL(request.url, world.origin);
    const { version, below: path } = partsOf(decodeURIComponent(url.pathname)) ?? { version: '', below: '' };
    const headers = Object.fromEntries(
      Object.keys(request.headers).map((name) => [name, header(request, name)]),
    );
    const call = {
      world,
      caller,
      method: request.method,
      serviceRoot: `${originFor(world, request.headers.host)}${version}`,
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
