/** How faults strike: before a request is processed, while it is, or on its reply. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { revokeConsents } from './entra/adminConsent.js';
import type { Effect, Faults } from './faults.js';
import { templateOf } from './graph/routes.js';
import type { Network } from './network.js';
import { reading } from './replica.js';
import type { MadeRequest } from './requests.js';
import type { World } from './world.js';

export type Striking = {
  world: World;
  faults: Faults;
  network: Network;
  latencyMs: number;
  requests?: MadeRequest[] | undefined;
};

export function strike(server: FastifyInstance, options: Striking): void {
  const { world, faults, network, latencyMs, requests } = options;
  const struck = new WeakMap<FastifyRequest, Effect>();
  const made = new WeakMap<FastifyRequest, MadeRequest>();

  server.addHook('onRequest', async (request, reply) => {
    if (latencyMs > 0) await sleep(latencyMs);
    if (request.url.startsWith('/sandbox/')) return;
    const path = decodeURIComponent(request.url.split('?')[0] ?? '');
    const { method } = request;
    const template = templateOf(path) ?? (request.routeOptions.url ?? path).replace(/:(\w+)/g, '{$1}');
    const record: MadeRequest = { method, template, batched: false, reads: new Set() };
    made.set(request, record);
    requests?.push(record);
    const effect = faults.hit(method, path);
    if (effect === undefined) return;
    switch (effect.kind) {
      case 'status':
        if (effect.processed !== true) return sendStatus(reply, effect);
        break;
      case 'body':
        return reply.code(200).type(effect.contentType).send(effect.body);
      case 'networkDown':
        network.down();
        return reply.hijack();
      case 'resetBefore':
        request.raw.socket.destroy();
        return reply.hijack();
      case 'hang':
        return reply.hijack();
      case 'expireTokens':
        world.tokens.expired = world.tokens.issued;
        break;
      case 'revokeConsent':
        revokeConsents(world, effect.remove);
    }
    struck.set(request, effect);
  });

  server.addHook('preHandler', (request, _, done) => {
    const effect = struck.get(request);
    const behind = effect?.kind === 'stale' ? effect : undefined;
    reading.run({ behind, kinds: made.get(request)?.reads ?? new Set() }, done);
  });

  server.addHook('onSend', async (request, reply, payload) => {
    const effect = struck.get(request);
    switch (effect?.kind) {
      case 'resetAfter':
        request.raw.socket.destroy();
        return payload;
      case 'hangAfter':
        return new Promise(() => undefined);
      case 'status':
        setStatus(reply, effect);
        return JSON.stringify(bodyOf(effect));
      case 'truncated': {
        const half = typeof payload === 'string' ? payload.slice(0, payload.length / 2) : '';
        void reply.header('content-length', Buffer.byteLength(half));
        return half;
      }
      default:
        return payload;
    }
  });
}

type Status = Extract<Effect, { kind: 'status' }>;

const bodyOf = ({ code, message }: Status) => ({ error: { code, message } });

function setStatus(reply: FastifyReply, { status, retryAfter }: Status): FastifyReply {
  if (retryAfter !== undefined) void reply.header('Retry-After', retryAfter);
  return reply.code(status).type('application/json; charset=utf-8').removeHeader('content-length');
}

const sendStatus = (reply: FastifyReply, effect: Status) => setStatus(reply, effect).send(bodyOf(effect));
