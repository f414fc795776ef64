/** Step 3.5: the SAML signing certificate, added once and then made the active one. */
import { activityInfo } from '@temporalio/activity';
import { z } from 'zod';
import type { GraphClient } from '../../graph/client.js';
import { certificateName } from '../../onboarding/names.js';
import type { Artefacts } from '../../onboarding/progress.js';
import { ROLLOVER_DAYS } from '../../onboarding/rollover.js';
import { activeOf, certificatesOf, readCredentials, replaceCredentials } from './credentials.js';
import type { Deps, Scope } from '../deps.js';
import { isLifetimeForbidden, longestLifeMs } from './credentialPolicy.js';
import { makeOwnCertificate } from './ownCertificate.js';
import { findSettled } from './settle.js';

const addedCertificate = z.object({
  thumbprint: z.string(),
  displayName: z.string(),
  endDateTime: z.string(),
});

type Certificate = NonNullable<Artefacts['certificate']>;

/** A certificate that has less time left is not taken over, unless it will be renewed in time. */
const LEAST_REMAINING_MS = ROLLOVER_DAYS * 86_400_000;

type CertificateInput = Scope & { servicePrincipalId: string; generation: number };

export function certificateActivities(deps: Deps) {
  return {
    /**
     * Adds the certificate of this onboarding, or finds it, and makes it the active one.
     * @param input.watched whether certificates are renewed before they expire
     */
    async setSigningCertificate(input: CertificateInput & { watched: boolean }): Promise<Certificate> {
      const graph = deps.graphFor(input);
      const certificate = await addCertificate(deps, input, input.watched ? 0 : LEAST_REMAINING_MS);
      await activateCertificate(graph, input.servicePrincipalId, certificate.thumbprint);
      return certificate;
    },
  };
}

/**
 * Graph adds another one at each call, so the certificate's name is the key.
 * @param leastRemainingMs the active one is taken over, whoever made it, where it has more time left: the Hub may trust
 *   it, and another would end sign-in until the Hub has the new XML
 */
export async function addCertificate(
  deps: Deps,
  input: CertificateInput,
  leastRemainingMs: number,
): Promise<Certificate> {
  const graph = deps.graphFor(input);
  const name = certificateName(input.customerId, input.onboardingId, input.generation);
  const find = async (): Promise<Certificate | undefined> => {
    const found = await readCredentials(graph, input.servicePrincipalId);
    const usable = certificatesOf(found);
    const isTakenOver = ({ thumbprint, expiresAt }: Certificate) =>
      thumbprint === activeOf(found) && Date.parse(expiresAt) - deps.now() > leastRemainingMs;
    const own = usable.find((certificate) => certificate.name === name) ?? usable.find(isTakenOver);
    return own && { name: own.name, thumbprint: own.thumbprint, expiresAt: own.expiresAt };
  };
  const mayHaveWritten = input.retried || activityInfo().attempt > 1;
  const found = await findSettled(find, { mayHaveWritten, settleMs: deps.settleMs });
  if (found !== undefined) return found;
  return deps.makesOwnCertificates ? upload(deps, input, name) : letGraphAdd(graph, input, name, deps.now());
}

async function letGraphAdd(
  graph: GraphClient,
  input: CertificateInput,
  name: string,
  now: number,
): Promise<Certificate> {
  const add = (endDateTime?: string) =>
    graph.post(
      addedCertificate,
      '/servicePrincipals/{id}/addTokenSigningCertificate',
      { id: input.servicePrincipalId },
      { displayName: name, ...(endDateTime === undefined ? {} : { endDateTime }) },
    );
  // Graph's default life is its longest: three years.
  const added = await add().catch(async (error: unknown) => {
    const lifeMs = isLifetimeForbidden(error) ? await longestLifeMs(graph) : undefined;
    if (lifeMs === undefined) throw error;
    return add(new Date(now + lifeMs).toISOString());
  });
  return { name, thumbprint: added.thumbprint.toUpperCase(), expiresAt: added.endDateTime };
}

/** The national clouds' Graph has no such action. */
async function upload(deps: Deps, input: CertificateInput, name: string): Promise<Certificate> {
  const made = await makeOwnCertificate(name, deps.now());
  await replaceCredentials(deps.graphFor(input), input.servicePrincipalId, deps.settleMs, (found) => ({
    keyCredentials: [...found.keyCredentials, ...made.keyCredentials],
    passwordCredentials: [...found.passwordCredentials, ...made.passwordCredentials],
  }));
  return { name, thumbprint: made.thumbprint, expiresAt: made.expiresAt };
}

/** Whether the first certificate is active by itself is unconfirmed, so it is always set. Stored lower-case. */
export async function activateCertificate(
  graph: GraphClient,
  servicePrincipalId: string,
  thumbprint: string,
): Promise<void> {
  if (activeOf(await readCredentials(graph, servicePrincipalId)) === thumbprint.toUpperCase()) return;
  await graph.patch(
    '/servicePrincipals/{id}',
    { id: servicePrincipalId },
    {
      preferredTokenSigningKeyThumbprint: thumbprint.toLowerCase(),
    },
  );
}
