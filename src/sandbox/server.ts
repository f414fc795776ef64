/** The outside world, simulated: Entra ID, Graph, the Hub and the Messages API on one https address. */
import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { admin } from './admin.js';
import { adminConsent } from './entra/adminConsent.js';
import { authorize, type Codes } from './entra/authorize.js';
import { tokenEndpoint } from './entra/tokenEndpoint.js';
import { makeTokenKeys } from './entra/tokens.js';
import { Faults } from './faults.js';
import { graph } from './graph/endpoint.js';
import { Quota } from './graph/quota.js';
import { hubSettings } from './hub/settings.js';
import { hubSignIn } from './hub/signIn.js';
import { messages } from './messages/messages.js';
import { portal } from './portal.js';
import { keepRawBodies } from './rawBody.js';
import type { Lag } from './replica.js';
import { federationMetadata } from './saml/federationMetadata.js';
import { samlSignIn } from './saml/signIn.js';
import { seedWorld } from './seed.js';
import { loadOrMakeTls } from './tls.js';
import { webhookReceiver } from './webhook/receiver.js';
import type { Cloud, World } from './world.js';

export type SandboxOptions = {
  host?: string | undefined;
  port: number;
  /** Where its certificate authority is kept. */
  dataDir: string;
  seedFile?: string | undefined;
  /** A file that gets each Graph request as one JSON line. */
  requestLog?: string | undefined;
  /** Milliseconds that every request takes at least. */
  latencyMs?: number | undefined;
  /** Milliseconds by which reads lag behind writes; lists, mirrors and metadata lag more. */
  lagMs?: number | undefined;
  /** Which of Microsoft's clouds it is; the national ones lack some of Graph. */
  cloud?: Cloud | undefined;
  /** Its clock, in milliseconds since the epoch; the machine's, if not given. Access tokens and TLS go by the machine's. */
  now?: (() => number) | undefined;
  /** Whether Graph throttles by its documented quota; it does, if not given. */
  throttles?: boolean | undefined;
};

export type Sandbox = {
  origin: string;
  caFile: string;
  world: World;
  faults: Faults;
  quota: Quota;
  stop: () => Promise<void>;
};

const lagOf = (ms: number): Lag => ({ object: ms, list: ms * 2, mirror: ms * 2, metadata: ms * 3 });

/** @throws Error with code EADDRINUSE when the port is taken */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const {
    host = '127.0.0.1',
    port,
    latencyMs = 0,
    lagMs = 400,
    cloud = 'global',
    requestLog,
    now = Date.now,
  } = options;
  const quota = new Quota(now, options.throttles ?? true);
  const tls = loadOrMakeTls(options.dataDir);
  const server = fastify({
    https: { key: tls.privateKeyPem, cert: tls.certificatePem },
    bodyLimit: 4 * 1024 * 1024,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 2000 },
  });
  const faults = new Faults();
  // The origin is known once the port is, and the world is made of it.
  const world = seedWorld({
    origin: `https://localhost:${String(port)}`,
    lag: lagOf(lagMs),
    now,
    cloud,
    ...(options.seedFile === undefined ? {} : { seedFile: options.seedFile }),
  });
  const keys = await makeTokenKeys();
  keepRawBodies(server);
  await server.register(formbody);
  apply(server, faults, latencyMs);
  admin(server, world, faults);
  const codes: Codes = new Map();
  tokenEndpoint(server, world, keys, codes);
  authorize(server, world, codes);
  adminConsent(server, world);
  federationMetadata(server, world);
  samlSignIn(server, world);
  hubSettings(server, world);
  hubSignIn(server, world);
  messages(server, world);
  portal(server, world);
  webhookReceiver(server, world);
  graph(server, { world, keys, faults, quota, requestLog });
  await server.listen({ host, port });
  return { origin: world.origin, caFile: tls.caFile, world, faults, quota, stop: () => server.close() };
}

/** Faults strike before a request is processed, or on its reply. */
function apply(server: FastifyInstance, faults: Faults, latencyMs: number): void {
  const onReply = new WeakMap<object, 'resetAfter' | 'hangAfter' | 'truncated'>();
  server.addHook('onRequest', async (request, reply) => {
    if (latencyMs > 0) await sleep(latencyMs);
    if (request.url.startsWith('/sandbox/')) return;
    const hit = faults.hit(request.method, decodeURIComponent(request.url.split('?')[0] ?? ''));
    switch (hit?.kind) {
      case undefined:
        return;
      case 'status':
        if (hit.retryAfter !== undefined) void reply.header('Retry-After', hit.retryAfter);
        return reply.code(hit.status).send({ error: { code: hit.code, message: hit.message } });
      case 'body':
        return reply.code(200).type(hit.contentType).send(hit.body);
      case 'resetBefore':
        reply.hijack();
        request.raw.socket.destroy();
        return reply;
      case 'hang':
        reply.hijack();
        return reply;
      case 'resetAfter':
      case 'hangAfter':
      case 'truncated':
        onReply.set(request, hit.kind);
    }
  });
  server.addHook('onSend', async (request, reply, payload) => {
    const effect = onReply.get(request);
    if (effect === 'resetAfter') request.raw.socket.destroy();
    if (effect === 'hangAfter') await new Promise(() => undefined);
    if (effect !== 'truncated' || typeof payload !== 'string') return payload;
    void reply.header('content-length', Buffer.byteLength(payload.slice(0, payload.length / 2)));
    return payload.slice(0, payload.length / 2);
  });
}
