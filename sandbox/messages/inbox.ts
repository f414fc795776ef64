/** The telephones and mailboxes of everybody who is written to: a page for people, JSON for programs. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { escape, hidden, page } from '../page.js';
import type { Callbacks } from './callbacks.js';
import type { SentEmail, SentMessage, World } from '../world.js';

export function inbox(server: FastifyInstance, world: World, callbacks: Callbacks): void {
  server.get('/sandbox/inbox', (request, reply) => {
    if (request.headers.accept?.includes('text/html') !== true) return reply.send(world.messages.inbox);
    const texts = world.messages.inbox.toReversed().map(shown);
    const emails = world.emails.toReversed().map(shownEmail);
    const body =
      texts.length + emails.length === 0
        ? '<p>None yet. They come when an onboarding is started: reload this page then.</p>'
        : [...texts, ...(emails.length === 0 ? [] : ['<h1>E-mails</h1>', ...emails])].join('\n');
    return reply
      .type('text/html')
      .send(
        page(
          'Text messages',
          `<p class="muted">Every text message that was sent, newest first; e-mails are below.</p>\n${body}`,
        ),
      );
  });

  server.get('/sandbox/emails', (_request, reply) => reply.send(world.emails));

  /** What the owner of the telephone answers. */
  server.post('/sandbox/inbox', async (request, reply) => {
    const answer = z.object({ message_id: z.string(), content: z.string().max(160) }).parse(request.body);
    const message = world.messages.inbox.find(({ message_id: id }) => id === answer.message_id);
    if (message === undefined) return reply.code(404).send({ message: 'no such message' });
    await callbacks.replied(message, answer.content);
    return reply.redirect('/sandbox/inbox', 303);
  });
}

const shown = ({ destination_number: to, content, status, message_id: id }: SentMessage) =>
  `<article><h2>To ${escape(to)}</h2><p>${linked(content)}</p>
<form method="post">${hidden({ message_id: id })}<button name="content" value="STOP">Reply STOP</button> <small>${escape(status)}</small></form></article>`;

/** Telephones make addresses in a text into links. */
const linked = (content: string) =>
  escape(content).replace(/https?:\/\/[^\s<]+/g, (address) => `<a href="${address}">${address}</a>`);

/** As plain text: mail programs show the other, without what a page may do. */
const shownEmail = ({ to, from, subject, text }: SentEmail) =>
  `<article><h2>To ${escape(to)}</h2><p><strong>${escape(subject)}</strong><br><small>${escape(from)}</small></p><p>${linked(text).replaceAll('\n', '<br>')}</p></article>`;
