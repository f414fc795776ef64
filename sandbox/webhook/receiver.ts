/** Somebody's system that is told by webhook: takes CloudEvents signed as Standard Webhooks says, and nothing else. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { rawBodyOf } from '../rawBody.js';
import type { World } from '../world.js';
import { type CloudEvent, cloudEvent } from './cloudEvent.js';

/** Standard Webhooks: against replays, five minutes. */
const TOLERANCE_SECONDS = 300;

export function webhookReceiver(server: FastifyInstance, world: World): void {
  server.addContentTypeParser('application/cloudevents+json', { parseAs: 'string' }, (_, body, done) => {
    done(null, body);
  });

  server.post('/webhooks/sso-onboarding', (request, reply) => {
    const body = typeof request.body === 'string' ? request.body : (rawBodyOf(request) ?? '');
    const problem = signatureProblem(request, world, body);
    if (problem !== undefined) return reply.code(401).send({ message: problem });
    if (!String(request.headers['content-type']).startsWith('application/cloudevents+json'))
      return reply.code(415).send({ message: 'application/cloudevents+json is wanted' });
    const event = parsed(body);
    if (event === undefined) return reply.code(400).send({ message: 'not a CloudEvent of an onboarding' });
    if (event.id !== request.headers['webhook-id'])
      return reply.code(400).send({ message: 'webhook-id is not the id of the event' });
    const known = world.webhook.received.find(({ id }) => id === event.id);
    if (known === undefined) world.webhook.received.push({ id: event.id, event, deliveries: 1 });
    else known.deliveries += 1;
    return reply.code(204).send();
  });

  server.get('/sandbox/webhook', () => world.webhook.received);
}

function parsed(body: string): CloudEvent | undefined {
  try {
    return cloudEvent.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}

function signatureProblem(request: FastifyRequest, world: World, body: string): string | undefined {
  const {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures,
  } = request.headers;
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string')
    return 'webhook-id, webhook-timestamp and webhook-signature are needed';
  if (!(Math.abs(world.now() / 1000 - Number(timestamp)) <= TOLERANCE_SECONDS))
    return 'webhook-timestamp is too old or too new';
  const key = Buffer.from(world.webhook.secret.replace(/^whsec_/, ''), 'base64');
  const wanted = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  // Several, separated by spaces, while a secret is being replaced.
  const matches = signatures.split(' ').some((signature) => {
    const [version, value = ''] = signature.split(',');
    const given = Buffer.from(value, 'base64');
    return version === 'v1' && given.length === wanted.length && timingSafeEqual(given, wanted);
  });
  return matches ? undefined : 'webhook-signature does not match';
}
