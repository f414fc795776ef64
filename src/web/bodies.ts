/**
 * What is read of a body. Strangers send little: nothing larger is read, let alone parsed, before it is known who sends
 * it. Pages take forms, the API takes JSON.
 */
import formbody from '@fastify/formbody';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parse } from 'node:querystring';
import { pipeline, type Readable, Transform } from 'node:stream';

/** Of somebody who is known; routes that take lists allow more. */
export const BODY_LIMIT = 64 * 1024;
/** Of everybody else. */
export const STRANGERS_LIMIT = 16 * 1024;
/** No form of ours has a third of these. */
export const MAX_FIELDS = 100;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of a route whose body itself proves who has sent it. */
    strangersLimit?: number;
  }
}

/** Larger than may be sent. */
class BodyTooLargeError extends Error {
  readonly statusCode = 413;
}

const known = new WeakSet<FastifyRequest>();

/** To be called once it is proved who sends the request, before its body is read. */
export const senderIsKnown = (request: FastifyRequest): void => void known.add(request);

export async function readBodies(server: FastifyInstance): Promise<void> {
  server.removeAllContentTypeParsers();
  await server.register(formbody, { parser: fieldsOf });
  server.addHook('preParsing', (request, reply, payload, done) => {
    if (known.has(request)) {
      done(null, payload);
      return;
    }
    const limit = request.routeOptions.config.strangersLimit ?? STRANGERS_LIMIT;
    if (Number(request.headers['content-length']) > limit) {
      void reply.header('Connection', 'close'); // the rest is not worth reading
      done(new BodyTooLargeError());
      return;
    }
    done(null, upTo(limit, payload));
  });
}

/** @throws BodyTooLargeError before anything is parsed */
function fieldsOf(text: string): Record<string, unknown> {
  let fields = 1;
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) {
    fields += 1;
    if (fields > MAX_FIELDS) throw new BodyTooLargeError();
  }
  return { ...parse(text, '&', '=', { maxKeys: MAX_FIELDS }) };
}

/** The same bytes, or an error once there are more. */
function upTo(limit: number, payload: Readable): Readable {
  let length = 0;
  const bounded = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      if (length > limit) done(new BodyTooLargeError());
      else done(null, chunk);
    },
  });
  return pipeline(payload, bounded, () => undefined);
}

/** Of a JSON document: several times those of the largest request. */
const MAX_PARTS = 20_000;

/** For a scope whose routes take JSON instead of forms. */
export function readJsonBodies(scope: FastifyInstance): void {
  scope.removeContentTypeParser('application/x-www-form-urlencoded');
  const parseJson = scope.getDefaultJsonParser('error', 'error');
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    if (hasMoreParts(text, MAX_PARTS)) done(new BodyTooLargeError());
    else void parseJson(request, text, done);
  });
}

/** Told before it is parsed: what is within texts counts as well, of which a request has little. */
function hasMoreParts(text: string, most: number): boolean {
  let parts = 0;
  for (let at = 0; at < text.length && parts <= most; at += 1) {
    const character = text[at];
    if (character === ',' || character === '[' || character === '{') parts += 1;
  }
  return parts > most;
}
