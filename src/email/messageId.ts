/** Message-IDs: which message of which customer an e-mail is, so that what returns undelivered can be told of. */

export type Sent = { customerId: string; id: string };

/** @param from the address whose domain we send from */
export const messageIdOf = ({ customerId, id }: Sent, from: string): string =>
  `<${customerId}.${Buffer.from(id).toString('base64url')}@${from.slice(from.lastIndexOf('@') + 1)}>`;

/** Undefined for one that is not ours by its form. */
export function readMessageId(text: string): Sent | undefined {
  const [, customerId, id] =
    /^<?([a-z0-9][a-z0-9-]{0,31})\.([\w-]{1,400})@[^@<>\s]+>?$/.exec(text.trim()) ?? [];
  if (customerId === undefined || id === undefined) return undefined;
  return { customerId, id: Buffer.from(id, 'base64url').toString() };
}
