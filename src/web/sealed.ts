/**
 * Short-lived state kept by the browser: encrypted, so that it can be neither read nor made up there, and bound to
 * what it is for. A web process needs no store then, and any number of them can run.
 */
import { EncryptJWT, jwtDecrypt } from 'jose';
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { z } from 'zod';

/** Of 32 bytes each. The first seals and signs; what any of them made is taken, so that a key can be replaced. */
export type Keys = readonly [Uint8Array, ...Uint8Array[]];

/** Each purpose has a key of its own: a code of a form is no session, whatever is in it. */
const keyFor = (key: Uint8Array, purpose: string) =>
  new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), `sso-onboard ${purpose}`, 32));

export async function seal(
  [key]: Keys,
  purpose: string,
  value: Record<string, unknown>,
  seconds: number,
): Promise<string> {
  return new EncryptJWT(value)
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .setIssuedAt()
    .setExpirationTime(`${String(seconds)} seconds`)
    .encrypt(keyFor(key, purpose));
}

/**
 * Undefined for what was not sealed for this purpose with one of these keys, has expired, or has another shape.
 * @param at the moment at which it must not have expired
 */
export async function unseal<T extends z.ZodType>(
  keys: Keys,
  purpose: string,
  text: string | undefined,
  schema: T,
  at = new Date(),
): Promise<z.output<T> | undefined> {
  if (text === undefined) return undefined;
  const options = {
    keyManagementAlgorithms: ['dir'],
    contentEncryptionAlgorithms: ['A256GCM'],
    currentDate: at,
  };
  for (const key of keys) {
    const opened = await jwtDecrypt(text, keyFor(key, purpose), options).catch(() => undefined);
    if (opened !== undefined) return schema.safeParse(opened.payload).data;
  }
  return undefined;
}

const codeWith = (key: Uint8Array, purpose: string, text: string): string => {
  const hash = createHmac('sha256', keyFor(key, purpose)).update(text).digest();
  return hash.subarray(0, 16).toString('base64url');
};

/** A code that only a holder of the key can make: for form tokens and cursors. 128 bits, base64url. */
export const codeFor = ([key]: Keys, purpose: string, text: string): string => codeWith(key, purpose, text);

/** Whether one of the keys made it. */
export const isCodeFor = (keys: Keys, purpose: string, text: string, code: string): boolean =>
  keys.some((key) => sameText(code, codeWith(key, purpose, text)));

export const sameText = (a: string, b: string) => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};
