/**
 * Settings that stop or change a sign-in without being part of what an onboarding sets: told, and never fought over,
 * since an administrator may have meant them.
 */
import { z } from 'zod';
import type { GraphClient } from '../../graph/client.js';
import { GraphRequestError } from '../../graph/requestError.js';
import type { Difference } from '../../onboarding/drift.js';

export const gateApplication = z.object({
  isDisabled: z.boolean().nullish(),
  tokenEncryptionKeyId: z.string().nullish(),
  requestSignatureVerification: z.object({ isSignedRequestRequired: z.boolean().nullish() }).nullish(),
});
export const gateServicePrincipal = z.object({
  accountEnabled: z.boolean().nullish(),
  tokenEncryptionKeyId: z.string().nullish(),
});
export const GATE_APPLICATION_FIELDS = Object.keys(gateApplication.shape);
export const GATE_SERVICE_PRINCIPAL_FIELDS = Object.keys(gateServicePrincipal.shape);

export const issuancePolicy = z.object({
  id: z.guid(),
  displayName: z.string().nullish(),
  definition: z.array(z.string()).default([]),
});
type IssuancePolicy = z.infer<typeof issuancePolicy>;

/** Of the application and of its service principal; either counts. */
export async function issuancePoliciesOf(
  graph: GraphClient,
  ids: { applicationId: string; servicePrincipalId: string },
): Promise<IssuancePolicy[]> {
  const [ofApplication, ofServicePrincipal] = await Promise.all([
    graph.list(issuancePolicy, '/applications/{id}/tokenIssuancePolicies', { id: ids.applicationId }),
    graph.list(issuancePolicy, '/servicePrincipals/{id}/tokenIssuancePolicies', {
      id: ids.servicePrincipalId,
    }),
  ]);
  return [...ofApplication, ...ofServicePrincipal];
}

/** Unconfirmed: that every cloud's Graph knows `isDisabled`; an unknown name in `$select` is refused. */
export async function withoutUnknown<T>(read: (fields: readonly string[]) => Promise<T>, fields: string[]) {
  try {
    return await read(fields);
  } catch (error) {
    const unknown =
      error instanceof GraphRequestError && error.status === 400 && /isDisabled/.test(error.detail);
    if (!unknown) throw error;
    return read(fields.filter((field) => field !== 'isDisabled'));
  }
}

const SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
const definitionShape = z.object({
  TokenIssuancePolicy: z.looseObject({
    SigningAlgorithm: z.string().nullish(),
    TokenResponseSigningPolicy: z.string().nullish(),
    SamlTokenVersion: z.string().nullish(),
  }),
});

/** Entra ID itself may add a policy with its defaults beside a new certificate: only what the Hub cannot take counts. */
function issuanceDifferences(policies: readonly IssuancePolicy[]): Difference[] {
  return policies.flatMap(({ displayName, id, definition }) => {
    const found = definitionOf(definition[0]);
    if (found === undefined) return [];
    const { SigningAlgorithm, TokenResponseSigningPolicy, SamlTokenVersion } = found;
    const field = (name: string) => `tokenIssuancePolicies["${displayName ?? id}"].${name}`;
    return [
      ...differs(field('SigningAlgorithm'), SHA256, SigningAlgorithm ?? SHA256),
      ...(TokenResponseSigningPolicy === 'ResponseOnly'
        ? differs(field('TokenResponseSigningPolicy'), 'TokenOnly', TokenResponseSigningPolicy)
        : []),
      ...differs(field('SamlTokenVersion'), '2.0', SamlTokenVersion ?? '2.0'),
    ];
  });
}

function definitionOf(text: string | undefined) {
  try {
    return definitionShape.safeParse(JSON.parse(text ?? '')).data?.TokenIssuancePolicy;
  } catch {
    return undefined;
  }
}

const differs = (field: string, agreed: string | null, found: string | null): Difference[] =>
  agreed === found ? [] : [{ class: 'signIn', field, kind: 'changed', agreed, found }];

export function signInDifferences(found: {
  application: z.infer<typeof gateApplication>;
  servicePrincipal: z.infer<typeof gateServicePrincipal>;
  issuancePolicies: readonly IssuancePolicy[];
}): Difference[] {
  const { application, servicePrincipal, issuancePolicies } = found;
  const signed = application.requestSignatureVerification?.isSignedRequestRequired === true;
  // Either names the key; the two mirror each other.
  const key = servicePrincipal.tokenEncryptionKeyId ?? application.tokenEncryptionKeyId ?? null;
  return [
    ...differs('accountEnabled', 'true', String(servicePrincipal.accountEnabled ?? true)),
    ...differs('isDisabled', 'false', String(application.isDisabled ?? false)),
    ...differs('tokenEncryptionKeyId', null, key),
    ...differs('requestSignatureVerification.isSignedRequestRequired', 'false', String(signed)),
    ...issuanceDifferences(issuancePolicies),
  ];
}
