/** The report that finds messages by metadata: `POST /v2-preview/reporting/messages/detail`. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { SentMessage, World } from '../world.js';
import { authorized, unauthorized } from './authentication.js';
import type { MessagesBehaviour } from './behaviour.js';

const reporting = z
  .strictObject({
    start_date: z.iso.datetime({ offset: true }),
    end_date: z.iso.datetime({ offset: true }),
    timezone: z.string().optional(),
    direction: z.enum(['inbound', 'outbound', 'all']).default('all'),
    metadata_key: z.string().optional(),
    metadata_value: z.string().optional(),
    metadata_values: z.array(z.string()).optional(),
    page: z.int().min(0).default(0),
    page_size: z.int().min(1).default(20),
  })
  .refine(
    ({ metadata_key: key, metadata_value: value, metadata_values: values }) =>
      key !== undefined || (value === undefined && values === undefined),
    'metadata_key must also be provided',
  );
type Asked = z.output<typeof reporting>;

export function report(
  server: FastifyInstance,
  world: World,
  sentAt: (message: SentMessage) => number | undefined,
): void {
  server.post('/v2-preview/reporting/messages/detail', (request, reply) => {
    if (!authorized(request, world)) return unauthorized(reply);
    const parsed = reporting.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ message: z.prettifyError(parsed.error), details: [] });
    const { behaviour, inbox } = world.messages;
    const asked = parsed.data;
    const within = windowOf(asked, behaviour);
    const found = inbox.filter((message) => within(sentAt(message)) && isAskedFor(message, asked));
    const size = Math.min(asked.page_size, behaviour.reportPageSize);
    const rows = found.slice(asked.page * size, (asked.page + 1) * size).map((message) => ({
      message_id: message.message_id,
      format: message.format,
      direction: 'outbound',
      timestamp: new Date(sentAt(message) ?? 0).toISOString().slice(0, 19),
      status: message.status,
      destination_address: message.destination_number,
      content: message.content,
      units: 1,
      ...metadataOf(message, behaviour),
    }));
    return reply.send({
      [behaviour.reportRows]: rows,
      pagination: { page: asked.page, page_size: size, has_next: (asked.page + 1) * size < found.length },
    });
  });
}

/** Unless the request names a time zone, its dates are read in that of the account, whatever they say themselves. */
function windowOf(asked: Asked, { accountUtcOffsetHours }: MessagesBehaviour) {
  const shift = asked.timezone === undefined ? accountUtcOffsetHours * 3_600_000 : 0;
  const [from, to] = [asked.start_date, asked.end_date].map((date) => Date.parse(date) - shift);
  return (at: number | undefined) => at === undefined || (at >= (from ?? 0) && at <= (to ?? Infinity));
}

/** Here all messages are outbound. */
function isAskedFor({ metadata }: SentMessage, asked: Asked): boolean {
  const { direction, metadata_key: key, metadata_value: value, metadata_values: values } = asked;
  if (direction === 'inbound') return false;
  if (key === undefined) return true;
  const has = metadata[key];
  const wanted = values ?? (value === undefined ? undefined : [value]);
  return has !== undefined && (wanted === undefined || wanted.includes(has));
}

function metadataOf({ metadata }: SentMessage, { reportMetadata }: MessagesBehaviour) {
  if (reportMetadata === 'none') return {};
  if (reportMetadata === 'object') return { metadata };
  return { metadata: Object.entries(metadata).map(([key, value]) => ({ key, value })) };
}
