/** The telephones of everybody who is texted: a page for people, JSON for programs. */
import type { FastifyInstance } from 'fastify';
import { escape, page } from '../page.js';
import type { SentMessage, World } from '../world.js';

export function inbox(server: FastifyInstance, world: World): void {
  server.get('/sandbox/inbox', (request, reply) => {
    if (request.headers.accept?.includes('text/html') !== true) return reply.send(world.messages.inbox);
    const texts = world.messages.inbox.toReversed().map(shown);
    const body = texts.length === 0 ? '<p>No text messages yet. Reload this page.</p>' : texts.join('\n');
    return reply.type('text/html').send(page('Text messages', body));
  });
}

const shown = ({ destination_number: to, content, status }: SentMessage) =>
  `<article><h2>To ${escape(to)}</h2><p>${linked(content)}</p><p><small>${escape(status)}</small></p></article>`;

/** Telephones make addresses in a text into links. */
const linked = (content: string) =>
  escape(content).replace(/https?:\/\/[^\s<]+/g, (address) => `<a href="${address}">${address}</a>`);
