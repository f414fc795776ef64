/** What is not known of the real Messages API, or differs between accounts: the sandbox answers either way. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { World } from '../world.js';

const schema = z.strictObject({
  /** Where a report's rows stand: `messages` is published; `data` was once taken for granted. */
  reportRows: z.enum(['messages', 'data']).default('messages'),
  /** How a row tells metadata: a list of pairs is seen, an object is published, and rows may lack it. */
  reportMetadata: z.enum(['pairs', 'object', 'none']).default('pairs'),
  /** Most rows of one page. */
  reportPageSize: z.int().min(1).max(1000).default(100),
  /** In which the report reads dates when the request names no time zone: that of the account. */
  accountUtcOffsetHours: z.int().min(-12).max(14).default(11),
  /** How a STOP is told: as a reply, as an opt-out notification, or as both. */
  optOut: z.enum(['reply', 'notification', 'both']).default('reply'),
  digest: z.enum(['SHA224', 'SHA256', 'SHA512']).default('SHA256'),
  /** Whether the header writes the digest's name with a hyphen; both are seen. */
  digestWithHyphen: z.boolean().default(true),
  /** Numbers that nothing reaches, and how that is reported. */
  undeliverable: z.record(z.string(), z.enum(['failed', 'rejected', 'expired', 'undeliverable'])).default({}),
});
export type MessagesBehaviour = z.output<typeof schema>;

export const usualBehaviour = (): MessagesBehaviour => schema.parse({});

/** The given switches are turned; the others stand as usual. */
export function messagesBehaviour(server: FastifyInstance, world: World): void {
  server.put('/sandbox/messages', (request, reply) => {
    const parsed = schema.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ message: z.prettifyError(parsed.error) });
    world.messages.behaviour = parsed.data;
    return reply.code(204).send();
  });
}
