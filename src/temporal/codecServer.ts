/**
 * The remote codec that lets the Temporal UI and the `temporal` CLI read and write encrypted payloads
 * (`--codec-endpoint`). It listens on the loopback address and answers only the UI it was told of.
 */
import Fastify, { type FastifyInstance } from 'fastify';
import { type Payload } from '@temporalio/common';
import { z } from 'zod';
import { EncryptionCodec, type PayloadKeys } from './encryptionCodec.js';

const payload = z.object({
  metadata: z.record(z.string(), z.base64()).optional(),
  data: z.base64().optional(),
});
// Protobuf's JSON leaves empty lists out.
const body = z.object({ payloads: z.array(payload).default([]) });
type WirePayload = z.infer<typeof payload>;

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

/** `POST /encode` and `POST /decode`, as Temporal's remote codec protocol has them. */
export function codecServer(options: { payloadKeys: PayloadKeys; uiOrigin: string }): FastifyInstance {
  const codec = new EncryptionCodec(options.payloadKeys);
  const server = Fastify({ logger: false, bodyLimit: 8 * 1024 * 1024 });
  server.addHook('onRequest', (_request, reply, done) => {
    void reply.headers({
      'Access-Control-Allow-Origin': options.uiOrigin,
      'Access-Control-Allow-Methods': 'POST, OPTIONS',
      'Access-Control-Allow-Headers': 'content-type, x-namespace, authorization',
      'Access-Control-Allow-Credentials': 'true',
    });
    done();
  });
  server.options('/*', (_request, reply) => reply.code(204).send());
  for (const operation of ['encode', 'decode'] as const) {
    server.post(`/${operation}`, async (request, reply) => {
      const parsed = body.safeParse(request.body);
      if (!parsed.success) return reply.code(400).send({ error: z.prettifyError(parsed.error) });
      const payloads = await codec[operation](parsed.data.payloads.map(fromWire)).catch((error: unknown) =>
        error instanceof Error ? error : new Error(String(error)),
      );
      if (payloads instanceof Error) return reply.code(400).send({ error: payloads.message });
      return { payloads: payloads.map(toWire) };
    });
  }
  return server;
}
