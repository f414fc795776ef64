/**
 * The secret part of a setup link: `<customer>.<link>.<expiry>.<code>`. Short, because it travels in text messages;
 * the code is made with LINK_KEY, so that a link is refused before anything is looked up. While that key is replaced,
 * the new one signs, and links of the old one still count.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LinkedWorkflow, SetupLink } from './links.js';

export type LinkKey = { publicUrl: string; key: Uint8Array };
export type LinkToken = { customerId: string; linkId: string; expiresAt: Date };

/** What addresses begin with. A code is good for the links of one kind of workflow alone. */
export const LINK_PATHS = { onboarding: '/s', watch: '/w' } as const satisfies Record<LinkedWorkflow, string>;
const SIGNED_AS = { onboarding: 'setup link', watch: 'watch link' };

/** 128 bits, base64url. */
const codeOf = (key: Uint8Array, text: string, of: LinkedWorkflow) =>
  createHmac('sha256', key).update(`${SIGNED_AS[of]} ${text}`).digest().subarray(0, 16).toString('base64url');

/** The address to send to the contact. */
export function setupUrl(
  { publicUrl, key }: LinkKey,
  customerId: string,
  link: Pick<SetupLink, 'id' | 'expiresAt'>,
  of: LinkedWorkflow = 'onboarding',
): string {
  const seconds = Math.floor(Date.parse(link.expiresAt) / 1000);
  const signed = `${customerId}.${link.id}.${seconds.toString(36)}`;
  return `${publicUrl}${LINK_PATHS[of]}/${signed}.${codeOf(key, signed, of)}`;
}

/** Undefined for what none of the keys has signed. Whether it has expired is the caller's to tell. */
export function readLinkToken(
  keys: readonly Uint8Array[],
  token: string,
  of: LinkedWorkflow = 'onboarding',
): LinkToken | undefined {
  const [, signed = '', customerId = '', linkId = '', expiry = '', code = ''] =
    /^(([^.]+)\.([^.]+)\.([0-9a-z]{1,9}))\.([\w-]{22})$/.exec(token) ?? [];
  const isSignedBy = (key: Uint8Array) =>
    timingSafeEqual(Buffer.from(codeOf(key, signed, of)), Buffer.from(code));
  if (code === '' || !keys.some(isSignedBy)) return undefined;
  return { customerId, linkId, expiresAt: new Date(Number.parseInt(expiry, 36) * 1000) };
}
