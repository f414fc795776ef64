/** What settings of several processes look like. */
import { z } from 'zod';
import type { PayloadKeys } from '../temporal/encryptionCodec.js';

export const origin = z
  .url({ protocol: /^https$/, error: 'must be an https URL' })
  .transform((url) => url.replace(/\/+$/, ''));

/** Base64 of 32 bytes. */
const key = z
  .base64({ error: 'must be base64' })
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((key) => key.length === 32, 'must be 32 bytes in base64; make one with: openssl rand -base64 32');

/** One or more, parted by commas: the first is used, the others are still understood while one is replaced. */
export const keys = z.string().transform((text, context): PayloadKeys => {
  const parsed = z.array(key).safeParse(text.split(',').map((part) => part.trim()));
  const [first, ...others] = parsed.data ?? [];
  if (first !== undefined) return [first, ...others];
  context.addIssue(parsed.error?.issues[0]?.message ?? 'must be 32 bytes in base64');
  return z.NEVER;
});

/** https, or one's own machine. */
export const httpsOrLocal = z.url({ error: 'must be a URL', abort: true }).refine((text) => {
  const { protocol } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLocal(text));
}, 'must be an https URL');
const isLocal = (url: string) => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);

/** The web's own address. */
export const publicUrl = httpsOrLocal
  .refine((url) => new URL(url).pathname === '/', 'must have no path')
  .transform((url) => new URL(url).origin);
