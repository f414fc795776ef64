/** The signature of MessageMedia's callbacks: over request line, Date and body, with nothing between. */
import type { FastifyRequest } from 'fastify';
import { createPublicKey, verify } from 'node:crypto';

/** Without the hyphen, which some headers have and some have not. */
const DIGESTS = new Map([
  ['SHA224', 'RSA-SHA224'],
  ['SHA256', 'RSA-SHA256'],
  ['SHA512', 'RSA-SHA512'],
]);
/** MessageMedia documents none: a callback that is older, or from the future, is refused. */
const SKEW_MS = 15 * 60_000;

/** What is wrong with the signature, or undefined. */
export function signatureProblem(
  request: Pick<FastifyRequest, 'headers' | 'url' | 'method'>,
  body: string,
  keys: ReadonlyMap<string, string>,
  now: number,
): string | undefined {
  const header = (name: string) => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : '';
  };
  const key = keys.get(header('x-messagemedia-key-id'));
  if (key === undefined) return 'its key is not known';
  const digest = DIGESTS.get(header('x-messagemedia-digest-type').replaceAll('-', '').toUpperCase());
  if (digest === undefined) return 'its digest is not accepted';
  const date = header('date');
  if (!(Math.abs(Date.parse(date) - now) <= SKEW_MS)) return 'it is not from now';
  const signed = Buffer.from(`${request.method} ${request.url} HTTP/1.1${date}${body}`);
  const publicKey = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
  const signature = Buffer.from(header('x-messagemedia-signature'), 'base64');
  return verify(digest, signed, publicKey, signature) ? undefined : 'its signature does not fit';
}
