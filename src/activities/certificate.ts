/** Step 3.5: the SAML signing certificate, added once and then made the active one. */
import { activityInfo } from '@temporalio/activity';
import { z } from 'zod';
import type { GraphClient } from '../graph/client.js';
import { certificateName, isCertificateOf } from '../onboarding/names.js';
import type { Artefacts } from '../onboarding/progress.js';
import type { Deps, Scope } from './deps.js';
import { findSettled } from './settle.js';

const keyCredential = z.object({
  displayName: z.string().nullish(),
  usage: z.string().nullish(),
  customKeyIdentifier: z.string().nullish(),
  endDateTime: z.string().nullish(),
});
const addedCertificate = z.object({
  thumbprint: z.string(),
  displayName: z.string(),
  endDateTime: z.string(),
});

export const signingServicePrincipal = z.object({
  keyCredentials: z.array(keyCredential).default([]),
  preferredTokenSigningKeyThumbprint: z.string().nullish(),
});
export const SIGNING_FIELDS = Object.keys(signingServicePrincipal.shape);

type Certificate = NonNullable<Artefacts['certificate']>;

/** A certificate that has less time left is not taken over from an earlier onboarding. */
const LEAST_REMAINING_MS = 60 * 86_400_000;

/** Graph stores the identifier as 20 bytes or as their hex in ASCII, base64-encoded either way. Upper-case hex. */
export function thumbprintOf(customKeyIdentifier: string): string {
  const bytes = Buffer.from(customKeyIdentifier, 'base64');
  const ascii = bytes.toString('latin1');
  return (/^[0-9a-f]{40}$/i.test(ascii) ? ascii : bytes.toString('hex')).toUpperCase();
}

type CertificateInput = Scope & { servicePrincipalId: string; generation: number };

export function certificateActivities(deps: Deps) {
  return {
    /** Adds the certificate of this onboarding, or finds it, and makes it the active one. */
    async setSigningCertificate(input: CertificateInput): Promise<Certificate> {
      const graph = deps.graphFor(input);
      const certificate = await addCertificate(deps, input);
      await activateCertificate(graph, input.servicePrincipalId, certificate.thumbprint);
      return certificate;
    },
  };
}

/**
 * Graph adds another one at each call, so the certificate's name is the key. Global cloud only: the action does not
 * exist in the national clouds.
 */
async function addCertificate(deps: Deps, input: CertificateInput): Promise<Certificate> {
  const graph = deps.graphFor(input);
  const id = { id: input.servicePrincipalId };
  const name = certificateName(input.customerId, input.onboardingId, input.generation);
  const find = async (): Promise<Certificate | undefined> => {
    const found = await graph.get(signingServicePrincipal, '/servicePrincipals/{id}', id, {
      select: SIGNING_FIELDS,
    });
    const usable = found.keyCredentials.flatMap(({ displayName, usage, customKeyIdentifier, endDateTime }) =>
      usage === 'Verify' && displayName && customKeyIdentifier && endDateTime
        ? [{ name: displayName, thumbprint: thumbprintOf(customKeyIdentifier), expiresAt: endDateTime }]
        : [],
    );
    const lasting = (certificate: Certificate) =>
      Date.parse(certificate.expiresAt) - Date.now() > LEAST_REMAINING_MS &&
      certificate.thumbprint.toLowerCase() === found.preferredTokenSigningKeyThumbprint?.toLowerCase();
    return (
      usable.find((certificate) => certificate.name === name) ??
      usable.find(
        (certificate) => isCertificateOf(input.customerId, certificate.name) && lasting(certificate),
      )
    );
  };
  const mayHaveWritten = input.retried || activityInfo().attempt > 1;
  const found = await findSettled(find, { mayHaveWritten, settleMs: deps.settleMs });
  if (found !== undefined) return found;
  // Graph's default life is its longest: three years.
  const added = await graph.post(addedCertificate, '/servicePrincipals/{id}/addTokenSigningCertificate', id, {
    displayName: name,
  });
  return { name, thumbprint: added.thumbprint.toUpperCase(), expiresAt: added.endDateTime };
}

/** Whether the first certificate is active by itself is unconfirmed, so it is always set. Stored lower-case. */
async function activateCertificate(
  graph: GraphClient,
  servicePrincipalId: string,
  thumbprint: string,
): Promise<void> {
  const id = { id: servicePrincipalId };
  const found = await graph.get(signingServicePrincipal, '/servicePrincipals/{id}', id, {
    select: SIGNING_FIELDS,
  });
  const wanted = thumbprint.toLowerCase();
  if (found.preferredTokenSigningKeyThumbprint?.toLowerCase() === wanted) return;
  await graph.patch('/servicePrincipals/{id}', id, { preferredTokenSigningKeyThumbprint: wanted });
}
