/**
 * The credentials on a service principal. A PATCH replaces their lists as a whole: what is to stay must be sent back
 * to the byte, without its secret, and what a stale read does not show would be lost.
 */
import { sleep } from '@temporalio/activity';
import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { GraphClient } from '../../graph/client.js';
import type { SigningCertificate } from '../../onboarding/rollover.js';
import { NotYetVisibleError, stillAtWork } from '../failures.js';

/** Loose: all that Graph shows of a credential has to go back. */
const keyCredential = z.looseObject({
  keyId: z.guid(),
  usage: z.string().nullish(),
  displayName: z.string().nullish(),
  /** The certificate; shown where it is selected on a single object, and never of what signs. */
  key: z.string().nullish(),
  customKeyIdentifier: z.string().nullish(),
  startDateTime: z.string().nullish(),
  endDateTime: z.string().nullish(),
});
const passwordCredential = z.looseObject({ keyId: z.guid(), customKeyIdentifier: z.string().nullish() });

export const signingServicePrincipal = z.object({
  keyCredentials: z.array(keyCredential).default([]),
  passwordCredentials: z.array(passwordCredential).default([]),
  preferredTokenSigningKeyThumbprint: z.string().nullish(),
});
export const SIGNING_FIELDS = Object.keys(signingServicePrincipal.shape);
export type Credentials = z.infer<typeof signingServicePrincipal>;

export const readCredentials = (graph: GraphClient, servicePrincipalId: string): Promise<Credentials> =>
  graph.get(
    signingServicePrincipal,
    '/servicePrincipals/{id}',
    { id: servicePrincipalId },
    {
      select: SIGNING_FIELDS,
    },
  );

/**
 * Upper-case hex, or undefined. Whoever uploads a certificate may give it any identifier, so its own bytes count first.
 * Graph's identifiers are the SHA-1 thumbprint's 20 bytes, its hex in ASCII, or 32 bytes that say nothing of it (O13).
 */
export function thumbprintOf({ key, customKeyIdentifier }: Identified): string | undefined {
  const certificate = key == null ? undefined : certificateIn(key);
  if (certificate !== undefined) return certificate.fingerprint.replaceAll(':', '');
  if (customKeyIdentifier == null) return undefined;
  // The hex itself may stand in the field as if it were base64.
  if (/^[0-9a-f]{40}$/i.test(customKeyIdentifier)) return customKeyIdentifier.toUpperCase();
  const bytes = Buffer.from(customKeyIdentifier, 'base64');
  const ascii = bytes.toString('latin1');
  if (/^[0-9a-f]{40}$/i.test(ascii)) return ascii.toUpperCase();
  return bytes.length === 20 ? bytes.toString('hex').toUpperCase() : undefined;
}

/** Whether a credential is one of the certificate's: its public half, or what has the same identifier as that. */
export function belongsTo(found: Credentials, thumbprint: string): (credential: Identified) => boolean {
  const identifiers = found.keyCredentials
    .filter((credential) => credential.usage === 'Verify' && thumbprintOf(credential) === thumbprint)
    .flatMap(({ customKeyIdentifier }) => customKeyIdentifier ?? []);
  return (credential) =>
    thumbprintOf(credential) === thumbprint ||
    (credential.customKeyIdentifier != null && identifiers.includes(credential.customKeyIdentifier));
}

type Identified = { key?: string | null | undefined; customKeyIdentifier?: string | null | undefined };

function certificateIn(key: string): X509Certificate | undefined {
  try {
    return new X509Certificate(Buffer.from(key, 'base64'));
  } catch {
    return undefined;
  }
}

/** The certificates that Entra ID can sign assertions with. */
export const certificatesOf = ({ keyCredentials }: Credentials): SigningCertificate[] =>
  keyCredentials
    .flatMap((credential) => {
      const { displayName, usage, startDateTime, endDateTime } = credential;
      const thumbprint = thumbprintOf(credential);
      return usage === 'Verify' && thumbprint !== undefined && startDateTime && endDateTime
        ? [{ name: displayName ?? '', thumbprint, startsAt: startDateTime, expiresAt: endDateTime }]
        : [];
    })
    .toSorted((a, b) => Date.parse(a.expiresAt) - Date.parse(b.expiresAt));

export const activeOf = ({ preferredTokenSigningKeyThumbprint }: Credentials): string | null =>
  preferredTokenSigningKeyThumbprint?.toUpperCase() ?? null;

/** Graph keeps no order in lists (O22). */
const inOrder = ({
  keyCredentials,
  passwordCredentials,
  preferredTokenSigningKeyThumbprint,
}: Credentials) => {
  const sorted = <T extends { keyId: string }>(list: T[]) =>
    list.toSorted((a, b) => a.keyId.localeCompare(b.keyId));
  return JSON.stringify([
    sorted(keyCredentials),
    sorted(passwordCredentials),
    preferredTokenSigningKeyThumbprint ?? null,
  ]);
};

type Lists = Pick<Credentials, 'keyCredentials' | 'passwordCredentials'>;

/**
 * Writes both lists, with what `change` makes of them, after two reads that lie `settleMs` apart have shown the same:
 * whoever writes credentials at the same time is not overwritten. Writes nothing if `change` leaves all as it is.
 */
export async function replaceCredentials(
  graph: GraphClient,
  servicePrincipalId: string,
  settleMs: number,
  change: (found: Credentials) => Lists,
): Promise<void> {
  const first = await readCredentials(graph, servicePrincipalId);
  stillAtWork();
  await sleep(settleMs);
  const found = await readCredentials(graph, servicePrincipalId);
  if (inOrder(found) !== inOrder(first)) {
    throw new NotYetVisibleError('the credentials of the service principal are being changed');
  }
  const wanted = change(found);
  const kept = (list: Lists) => JSON.stringify([list.keyCredentials, list.passwordCredentials]);
  if (kept(wanted) === kept(found)) return;
  await graph.patch(
    '/servicePrincipals/{id}',
    { id: servicePrincipalId },
    {
      keyCredentials: wanted.keyCredentials.map((item) =>
        found.keyCredentials.includes(item) ? { ...item, key: null } : item,
      ),
      passwordCredentials: wanted.passwordCredentials.map((item) =>
        found.passwordCredentials.includes(item) ? { ...item, secretText: null } : item,
      ),
    },
  );
}
