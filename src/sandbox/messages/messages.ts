/** MessageMedia's Messages API: sending, one message, and the report that finds messages by metadata. */
import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { rawBodyOf } from '../rawBody.js';
import type { World } from '../world.js';
import type { Callbacks } from './callbacks.js';

const sending = z.strictObject({
  messages: z
    .array(
      z.strictObject({
        content: z.string().min(1).max(5000),
        destination_number: z.string().regex(/^\+[1-9]\d{6,14}$/),
        format: z.enum(['SMS']).default('SMS'),
        source_number: z.string().optional(),
        callback_url: z.url().optional(),
        delivery_report: z.boolean().optional(),
        metadata: z
          .record(z.string().max(100), z.string().max(256))
          .refine((metadata) => Object.keys(metadata).length <= 5)
          .default({}),
      }),
    )
    .min(1)
    .max(100),
});

const reporting = z.strictObject({
  start_date: z.iso.datetime({ offset: true }),
  end_date: z.iso.datetime({ offset: true }),
  metadata_key: z.string(),
  metadata_values: z.array(z.string()).min(1),
});

export function messages(server: FastifyInstance, world: World, callbacks: Callbacks): void {
  server.get('/v1/iam/signature_keys/enabled', (request, reply) =>
    authorized(request, world)
      ? reply.send(callbacks.key())
      : reply.code(401).send({ message: 'Unauthorized' }),
  );

  server.post('/v1/messages', (request, reply) => {
    if (!authorized(request, world)) return reply.code(401).send({ message: 'Unauthorized' });
    const parsed = sending.safeParse(request.body);
    if (!parsed.success) {
      return reply
        .code(400)
        .send({ message: 'Request validation failed', details: [z.prettifyError(parsed.error)] });
    }
    const sent = parsed.data.messages.map(
      ({ content, destination_number, format, metadata, callback_url: callback }) => ({
        message_id: randomUUID(),
        content,
        destination_number,
        format,
        metadata,
        status: 'queued',
        ...(callback === undefined ? {} : { callback_url: callback }),
      }),
    );
    world.messages.inbox.push(...sent);
    for (const message of sent) void callbacks.delivered(message);
    return reply.code(202).send({ messages: sent });
  });

  server.get<{ Params: { id: string } }>('/v1/messages/:id', (request, reply) => {
    if (!authorized(request, world)) return reply.code(401).send({ message: 'Unauthorized' });
    const found = world.messages.inbox.find((message) => message.message_id === request.params.id);
    return found === undefined ? reply.code(404).send({ message: 'Resource not found' }) : reply.send(found);
  });

  // Unconfirmed: that the rows are under `data`.
  server.post('/v2-preview/reporting/messages/detail', (request, reply) => {
    if (!authorized(request, world)) return reply.code(401).send({ message: 'Unauthorized' });
    const parsed = reporting.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ message: z.prettifyError(parsed.error) });
    const { metadata_key: key, metadata_values: values } = parsed.data;
    const data = world.messages.inbox.filter(({ metadata }) => values.includes(metadata[key] ?? ''));
    return reply.send({ data });
  });
}

/** Basic, or HMAC over date, body digest (hex) and request line. */
function authorized(request: FastifyRequest, world: World): boolean {
  const { apiKey, apiSecret } = world.messages;
  const header = request.headers.authorization ?? '';
  if (header.startsWith('Basic ')) {
    return same(header, `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`);
  }
  const body = rawBodyOf(request);
  const md5 = request.headers['content-md5'];
  if (body !== undefined && md5 !== createHash('md5').update(body).digest('hex')) return false;
  const lines = [
    `Date: ${request.headers.date ?? ''}`,
    ...(body === undefined ? [] : [`Content-MD5: ${String(md5)}`]),
    `${request.method} ${request.url} HTTP/1.1`,
  ];
  const signed = body === undefined ? 'Date request-line' : 'Date Content-MD5 request-line';
  const signature = createHmac('sha256', apiSecret).update(lines.join('\n')).digest('base64');
  const wanted = `hmac username="${apiKey}", algorithm="hmac-sha256", headers="${signed}", signature="${signature}"`;
  return same(header, wanted);
}

const same = (a: string, b: string) =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
