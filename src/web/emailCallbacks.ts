/**
 * E-mails that came back: the mail server of the address that they are from posts each delivery status notification
 * (RFC 3464) here as it is, and the workflow that had it sent is told.
 */
import type { FastifyInstance } from 'fastify';
import { readMessageId, type Sent } from '../email/messageId.js';
import { count } from '../telemetry/meter.js';
import { senderIsKnown } from './bodies.js';
import type { WebDeps } from './deps.js';
import { sameText } from './sealed.js';

/** With the e-mail that came back, which is small. */
const BODY_LIMIT = 256 * 1024;

export async function emailCallbacks(server: FastifyInstance, deps: WebDeps): Promise<void> {
  const { settings, temporal, logger } = deps;
  const { emailCallbackKey: key } = settings;
  if (key === undefined) return;
  await server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, parsed) => {
      parsed(null, body);
    });
    // Nothing is read of a stranger.
    scope.addHook('onRequest', (request, reply, admitted) => {
      if (sameText(request.headers.authorization ?? '', `Bearer ${key}`)) {
        senderIsKnown(request);
        admitted();
        return;
      }
      logger.warn({ ip: request.ip }, 'e-mail callback refused');
      void reply.code(401).send({ message: 'the key is missing or wrong' });
    });
    scope.post('/callbacks/email', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const returned = typeof request.body === 'string' ? returnedEmail(request.body) : undefined;
      if (returned !== undefined) {
        count('sso.text.reports', { 'sso.text.status': 'undelivered' });
        const value = { messageId: returned.id, status: 'bounced' };
        await temporal.report(returned.customerId, { report: 'reportDelivery', value });
      }
      return reply.code(204).send();
    });
    done();
  });
}

/** Which e-mail of ours it says is not delivered; undefined where it says something else, or of another's. */
export function returnedEmail(notification: string): Sent | undefined {
  if (!/^Action:\s*failed\b/im.test(notification)) return undefined;
  // Its own, and then that of the e-mail that it returns.
  for (const [, id = ''] of notification.matchAll(/^Message-ID:\s*(<[^<>]+>)/gim)) {
    const sent = readMessageId(id);
    if (sent !== undefined) return sent;
  }
  return undefined;
}
