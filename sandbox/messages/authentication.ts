/** Who may use the Messages API: Basic, or HMAC over date, body digest (hex) and request line. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { rawBodyOf } from '../rawBody.js';
import type { World } from '../world.js';

/** In the API's own words. */
export const unauthorized = (reply: FastifyReply) =>
  reply.code(401).send({ message: 'Invalid authentication credentials' });

export function authorized(request: FastifyRequest, world: World): boolean {
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
