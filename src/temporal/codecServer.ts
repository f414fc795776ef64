/**
 * The remote codec that lets the Temporal UI and the `temporal` CLI read and write encrypted payloads
 * (`--codec-endpoint`). Whoever it answers reads every payload, so it answers under the names and to the pages that it
 * was told of alone: a page that has made its own name point here (DNS rebinding) asks under that name.
 */
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import { type Payload } from '@temporalio/common';
import { z } from 'zod';
import { type TokenCheck, TokenKeysUnavailableError } from './codecTokens.js';
import { EncryptionCodec, type PayloadKeys, UndecodableError } from './encryptionCodec.js';

const payload = z.object({
  metadata: z.record(z.string(), z.base64()).optional(),
  data: z.base64().optional(),
});
/** More than a page of a history has. */
const MOST_PAYLOADS = 10_000;
// Protobuf's JSON leaves empty lists out.
const body = z.object({ payloads: z.array(payload).max(MOST_PAYLOADS).default([]) });
type WirePayload = z.infer<typeof payload>;

/** Temporal takes payloads of 2 MiB at most, which base64 makes a third larger; the UI asks for several at once. */
const BODY_LIMIT = 8 * 1024 * 1024;
const namespaceHeader = z.string().min(1).max(255).optional().catch(undefined);

const fromWire = ({ metadata = {}, data }: WirePayload): Payload => ({
  metadata: Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')]),
  ),
  data: Buffer.from(data ?? '', 'base64'),
});

const toWire = ({ metadata, data }: Payload): WirePayload => ({
  metadata: Object.fromEntries(
    Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]),
  ),
  data: Buffer.from(data ?? []).toString('base64'),
});

export type CodecServerOptions = {
  payloadKeys: PayloadKeys;
  /** Where the Temporal UI is: the only pages that may ask. */
  uiOrigin: string | readonly string[];
  /** Names, with or without port, under which it is asked besides those of the loopback address. */
  hosts?: readonly string[];
  /** Without, everybody who reaches it is answered. */
  checkToken?: TokenCheck | undefined;
};

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** `POST /encode` and `POST /decode`, as Temporal's remote codec protocol has them. */
export function codecServer(options: CodecServerOptions): FastifyInstance {
  const { checkToken } = options;
  const codec = new EncryptionCodec(options.payloadKeys);
  const origins = new Set([options.uiOrigin].flat().flatMap(namesOfOrigin));
  const hosts = new Set(options.hosts?.map((host) => host.toLowerCase()));
  const server = Fastify({ logger: false, bodyLimit: BODY_LIMIT, requestTimeout: 30_000 });
  const isOurs = (host: string) => {
    const name = host.replace(/:\d+$/, '');
    const address = server.server.address();
    const port = typeof address === 'object' && address !== null ? `:${String(address.port)}` : undefined;
    // Before it listens, nobody but a test reaches it.
    const loopback = LOOPBACK.includes(name) && (port === undefined || host === name + port);
    return loopback || hosts.has(host) || hosts.has(name);
  };

  server.addHook('onRequest', async (request, reply) => {
    const { host, origin } = request.headers;
    if (!isOurs((host ?? '').toLowerCase())) {
      return refuse(reply, 403, 'The codec server is not called by this name: allow it with --allowed-host.');
    }
    if (origin !== undefined) {
      void reply.header('Vary', 'Origin');
      if (!origins.has(origin)) {
        return refuse(reply, 403, 'Pages of this origin may not ask: allow it with --ui-origin.');
      }
      void reply.headers({
        'Access-Control-Allow-Origin': origin,
        'Access-Control-Allow-Credentials': 'true',
      });
    }
    if (request.method === 'OPTIONS' || checkToken === undefined) return;
    const refused = await checkToken(request.headers.authorization).catch((error: unknown) => {
      if (error instanceof TokenKeysUnavailableError) return error;
      throw error;
    });
    if (refused instanceof Error) return refuse(reply, 503, refused.message);
    if (refused !== undefined) {
      void reply.header('WWW-Authenticate', 'Bearer realm="sso-onboarding-codec"');
      return refuse(reply, refused.status, refused.reason);
    }
  });
  server.setErrorHandler((error: FastifyError, _request, reply) => {
    const status = error.statusCode ?? 500;
    return refuse(reply, status, status < 500 ? error.message : 'The codec server failed.');
  });
  server.setNotFoundHandler((_request, reply) =>
    refuse(reply, 404, 'There is only POST /encode and /decode.'),
  );

  server.options('/*', (request, reply) => {
    if (request.headers.origin !== undefined) {
      void reply.headers({
        'Access-Control-Allow-Methods': 'POST, OPTIONS',
        'Access-Control-Allow-Headers': 'content-type, x-namespace, authorization, authorization-extras',
        'Access-Control-Max-Age': '600',
      });
    }
    return reply.code(204).send();
  });
  for (const operation of ['encode', 'decode'] as const) {
    server.post(`/${operation}`, async (request, reply) => {
      const parsed = body.safeParse(request.body);
      if (!parsed.success) return refuse(reply, 400, z.prettifyError(parsed.error));
      // Nobody says which workflow it is for: its payloads are bound to the namespace alone.
      const namespace = namespaceHeader.parse(request.headers['x-namespace']);
      const given = parsed.data.payloads.map(fromWire);
      const payloads = await (
        operation === 'encode' ? codec.encode(given, { namespace }) : codec.decode(given)
      ).catch((error: unknown) => {
        if (error instanceof UndecodableError) return error;
        throw error;
      });
      if (payloads instanceof Error) return refuse(reply, 400, payloads.message);
      return { payloads: payloads.map(toWire) };
    });
  }
  return server;
}

const refuse = (reply: FastifyReply, status: number, error: string) => reply.code(status).send({ error });

/** One's own machine has several names, and a browser may have been given any. */
function namesOfOrigin(origin: string): string[] {
  const { protocol, hostname, port, origin: canonical } = new URL(origin);
  if (!LOOPBACK.includes(hostname)) return [canonical];
  return LOOPBACK.map((name) => new URL(`${protocol}//${name}${port === '' ? '' : `:${port}`}`).origin);
}
