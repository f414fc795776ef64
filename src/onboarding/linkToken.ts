/**
 * The secret part of a setup link. The long one, `<customer>.<link>.<expiry>.<code>`, tells by itself what it is of. The
 * short one, `<customer>.<gate><code>`, travels in text messages: which link it is of, only the workflow's own list of
 * links tells. Codes are made with LINK_KEY, so that either is refused before anything is looked up. While that key is
 * replaced, the new one signs, and links of the old one still count.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LinkedWorkflow, SetupLink } from './links.js';

export type LinkKey = { publicUrl: string; key: Uint8Array };
export type LinkToken = { customerId: string; linkId: string; expiresAt: Date };

/** What addresses begin with. A code is good for the links of one kind of workflow alone. */
export const LINK_PATHS = { onboarding: '/s', watch: '/w' } as const satisfies Record<LinkedWorkflow, string>;
const SIGNED_AS = { onboarding: 'setup link', watch: 'watch link' } as const;

/** So many bytes that only a holder of the key can make. */
const code = (key: Uint8Array, purpose: string, text: string, bytes: number) =>
  createHmac('sha256', key).update(`${purpose} ${text}`).digest().subarray(0, bytes).toString('base64url');

/** 128 bits, base64url. */
const codeOf = (key: Uint8Array, text: string, workflow: LinkedWorkflow) =>
  code(key, SIGNED_AS[workflow], text, 16);
/** Likewise: a short link's code is none of a long one. */
const shortCodeOf = (key: Uint8Array, text: string, workflow: LinkedWorkflow) =>
  code(key, `short ${SIGNED_AS[workflow]}`, text, 16);
/** 24 bits that part nearly all guesses from the codes that are worth a question to the workflow. */
const gateOf = (key: Uint8Array, text: string, workflow: LinkedWorkflow) =>
  code(key, `gate of a short ${SIGNED_AS[workflow]}`, text, 3);

type Linked = Pick<SetupLink, 'id' | 'expiresAt'>;

function signedText(customerId: string, { id, expiresAt }: Linked): string {
  const seconds = Math.floor(Date.parse(expiresAt) / 1000);
  return `${customerId}.${id}.${seconds.toString(36)}`;
}

/** The long one, as browsers keep it. */
export function linkToken(
  key: Uint8Array,
  customerId: string,
  link: Linked,
  workflow: LinkedWorkflow,
): string {
  const signed = signedText(customerId, link);
  return `${signed}.${codeOf(key, signed, workflow)}`;
}

/** The address for a contact. */
export const setupUrl = (
  { publicUrl, key }: LinkKey,
  customerId: string,
  link: Linked,
  workflow: LinkedWorkflow = 'onboarding',
): string => `${publicUrl}${LINK_PATHS[workflow]}/${linkToken(key, customerId, link, workflow)}`;

/** The same for a text message, where each character counts. */
export function shortUrl(
  { publicUrl, key }: LinkKey,
  customerId: string,
  link: Linked,
  workflow: LinkedWorkflow = 'onboarding',
): string {
  const found = shortCodeOf(key, signedText(customerId, link), workflow);
  return `${publicUrl}${LINK_PATHS[workflow]}/${customerId}.${gateOf(key, `${customerId}.${found}`, workflow)}${found}`;
}

export type ShortToken = { customerId: string; code: string };

/** Undefined for what none of the keys has made, save for one guess in 16 million: `linkOfShort` refuses that. */
export function readShortToken(
  keys: readonly Uint8Array[],
  token: string,
  workflow: LinkedWorkflow,
): ShortToken | undefined {
  const [, customerId = '', gate = '', found = ''] = /^([^.]+)\.([\w-]{4})([\w-]{22})$/.exec(token) ?? [];
  const opens = (key: Uint8Array) => sameCode(gateOf(key, `${customerId}.${found}`, workflow), gate);
  return found !== '' && keys.some(opens) ? { customerId, code: found } : undefined;
}

/** Which of the workflow's links it is of. */
export const linkOfShort = <L extends Linked>(
  keys: readonly Uint8Array[],
  { customerId, code: given }: ShortToken,
  links: readonly L[],
  workflow: LinkedWorkflow,
): L | undefined =>
  links.find((link) =>
    keys.some((key) => sameCode(shortCodeOf(key, signedText(customerId, link), workflow), given)),
  );

/** Of the same length. */
const sameCode = (a: string, b: string) => timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Undefined for what none of the keys has signed. Whether it has expired is the caller's to tell. */
export function readLinkToken(
  keys: readonly Uint8Array[],
  token: string,
  workflow: LinkedWorkflow = 'onboarding',
): LinkToken | undefined {
  const [, signed = '', customerId = '', linkId = '', expiry = '', given = ''] =
    /^(([^.]+)\.([^.]+)\.([0-9a-z]{1,9}))\.([\w-]{22})$/.exec(token) ?? [];
  const isSignedBy = (key: Uint8Array) => sameCode(codeOf(key, signed, workflow), given);
  if (given === '' || !keys.some(isSignedBy)) return undefined;
  return { customerId, linkId, expiresAt: new Date(Number.parseInt(expiry, 36) * 1000) };
}
