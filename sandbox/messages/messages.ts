/** MessageMedia's Messages API: sending, and one message. */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SentMessage, World } from '../world.js';
import { authorized, unauthorized } from './authentication.js';
import { messagesBehaviour } from './behaviour.js';
import type { Callbacks } from './callbacks.js';
import { report } from './report.js';

const NUMBER =
  "International address must be between 8 and 15 characters excluding the first '+', International address contains invalid characters.";

const sending = z.strictObject({
  messages: z
    .array(
      z.strictObject({
        content: z.string().min(1).max(5000),
        destination_number: z.string().regex(/^\+[1-9]\d{7,14}$/, NUMBER),
        format: z.enum(['SMS']).default('SMS'),
        source_number: z.string().optional(),
        callback_url: z.url().optional(),
        delivery_report: z.boolean().optional(),
        // Published: at most 10 pairs, keys of 100 and values of 256 characters.
        metadata: z
          .record(z.string().max(100), z.string().max(256))
          .refine((metadata) => Object.keys(metadata).length <= 10, 'at most 10 pairs')
          .default({}),
      }),
    )
    .min(1)
    .max(100),
});

/** As the API names what is wrong, such as `/messages/0/destination_number: …`. */
const detailsOf = (error: z.ZodError) =>
  error.issues.map(({ path, message }) => `/${path.map(String).join('/')}: ${message}`);

export function messages(server: FastifyInstance, world: World, callbacks: Callbacks): void {
  const sentAt = new WeakMap<SentMessage, number>();
  messagesBehaviour(server, world);
  report(server, world, (message) => sentAt.get(message));

  server.get('/v1/iam/signature_keys/enabled', (request, reply) =>
    authorized(request, world) ? reply.send(callbacks.key()) : unauthorized(reply),
  );

  server.post('/v1/messages', (request, reply) => {
    if (!authorized(request, world)) return unauthorized(reply);
    const parsed = sending.safeParse(request.body);
    if (!parsed.success) {
      return reply.code(400).send({
        message: 'Request failed to parse correctly. Please ensure input is valid and try again.',
        details: detailsOf(parsed.error),
      });
    }
    const sent = parsed.data.messages.map(
      ({ content, destination_number, format, metadata, callback_url: callback }): SentMessage => ({
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
    for (const message of sent) {
      sentAt.set(message, world.now());
      void callbacks.ended(message, world.messages.behaviour.undeliverable[message.destination_number]);
    }
    return reply.code(202).send({ messages: sent });
  });

  server.get<{ Params: { id: string } }>('/v1/messages/:id', (request, reply) => {
    if (!authorized(request, world)) return unauthorized(reply);
    const found = world.messages.inbox.find((message) => message.message_id === request.params.id);
    return found === undefined ? reply.code(404).send({ message: 'Resource not found.' }) : reply.send(found);
  });
}
