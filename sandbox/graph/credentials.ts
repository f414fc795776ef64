/**
 * The lists of credentials on a service principal, as PATCH replaces them: what stays must come back unchanged and
 * without its secret; what is new is a signing certificate of the caller's own making.
 */
import forge from 'node-forge';
import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { KeyCredential, PasswordCredential, ServicePrincipal, Tenant } from '../world.js';
import { badRequest, GraphError } from './call.js';

const common = {
  customKeyIdentifier: z.base64(),
  displayName: z.string().nullish(),
  startDateTime: z.iso.datetime({ offset: true }),
  endDateTime: z.iso.datetime({ offset: true }),
  keyId: z.guid(),
};
export const keyCredentialBody = z.strictObject({
  ...common,
  key: z.base64().nullish(),
  type: z.string(),
  usage: z.string().transform((usage) => {
    if (usage === 'Sign' || usage === 'Verify') return usage;
    throw badRequest(
      'The value for the property "usage" in one of your credentials is invalid. Acceptable values are Sign, Verify.',
    );
  }),
});
export const passwordCredentialBody = z.strictObject({
  ...common,
  customKeyIdentifier: z.base64().nullable(),
  hint: z.string().nullish(),
  secretText: z.string().nullish(),
});
type KeyBody = z.infer<typeof keyCredentialBody>;
type PasswordBody = z.infer<typeof passwordCredentialBody>;

type Wanted = { keyCredentials?: KeyBody[] | undefined; passwordCredentials?: PasswordBody[] | undefined };

/** A list that is not sent stays as it is. The private halves of new certificates become the tenant's. */
export function replacedCredentials(
  tenant: Tenant,
  principal: ServicePrincipal,
  wanted: Wanted,
): Pick<ServicePrincipal, 'keyCredentials' | 'passwordCredentials'> {
  const passwords = wanted.passwordCredentials ?? [];
  const keys = wanted.keyCredentials?.map((item) => {
    const old = principal.keyCredentials.find(({ keyId }) => keyId === item.keyId);
    return old === undefined
      ? uploaded(tenant, item, wanted.keyCredentials ?? [], passwords)
      : same(old, item);
  });
  const kept = wanted.passwordCredentials?.map((item) => {
    const old = principal.passwordCredentials.find(({ keyId }) => keyId === item.keyId);
    return old === undefined ? ofUpload(item, wanted.keyCredentials ?? []) : same(old, item);
  });
  return {
    keyCredentials: keys ?? principal.keyCredentials,
    passwordCredentials: kept ?? principal.passwordCredentials,
  };
}

/** To the byte, dates with their seven digits. */
function same<T extends KeyCredential | PasswordCredential>(old: T, item: KeyBody | PasswordBody): T {
  const secret = 'usage' in item ? item.key : item.secretText;
  const changed = Object.entries(item).some(
    ([name, value]) =>
      value != null && name !== 'key' && value !== Object.entries(old).find(([n]) => n === name)?.[1],
  );
  if (secret != null) {
    throw new GraphError(
      400,
      'KeyValueMustBeNull',
      `Existing credential with KeyId '${item.keyId}' must be sent back with null value.`,
    );
  }
  if (changed) {
    throw new GraphError(
      400,
      'Request_BadRequest',
      `Update to existing credential with KeyId '${item.keyId}' is not allowed.`,
    );
  }
  return old;
}

const refused = () => badRequest('New password credentials must be generated using service actions.');

const THREE_YEARS_MS = 3 * 366 * 86_400_000;

/** A pair of one certificate: its PFX to sign with, whose password is beside it, and its public half. */
function uploaded(tenant: Tenant, item: KeyBody, keys: KeyBody[], passwords: PasswordBody[]): KeyCredential {
  const pair = keys.filter(({ customKeyIdentifier }) => customKeyIdentifier === item.customKeyIdentifier);
  const sign = pair.find(({ usage }) => usage === 'Sign');
  const verify = pair.find(({ usage }) => usage === 'Verify');
  const password = passwords.find(({ keyId }) => keyId === sign?.keyId)?.secretText;
  if (sign?.type !== 'X509CertAndPassword' || verify?.type !== 'AsymmetricX509Cert') throw refused();
  if (password == null || sign.key == null || verify.key == null) throw refused();
  if (Date.parse(item.endDateTime) - Date.parse(item.startDateTime) > THREE_YEARS_MS) {
    throw badRequest('The credential lifetime exceeds the maximum of three years.');
  }
  const { privateKeyPem, certificate } = opened(sign.key, password);
  if (!certificate.raw.equals(Buffer.from(verify.key, 'base64'))) throw refused();
  tenant.signingKeys.set(certificate.fingerprint.replaceAll(':', ''), {
    privateKeyPem,
    certificatePem: certificate.toString(),
  });
  return { ...item, displayName: item.displayName ?? '', key: item.usage === 'Sign' ? null : verify.key };
}

function ofUpload(item: PasswordBody, keys: KeyBody[]): PasswordCredential {
  if (!keys.some(({ keyId, usage, key }) => keyId === item.keyId && usage === 'Sign' && key != null)) {
    throw refused();
  }
  return { ...item, displayName: item.displayName ?? null, hint: null, secretText: null };
}

function opened(pfx: string, password: string): { privateKeyPem: string; certificate: X509Certificate } {
  try {
    const der = forge.asn1.fromDer(forge.util.decode64(pfx));
    const bags = forge.pkcs12.pkcs12FromAsn1(der, password);
    const ofType = (type: string) => bags.getBags({ bagType: type })[type]?.[0];
    const key = ofType(forge.pki.oids['pkcs8ShroudedKeyBag'] ?? '')?.key;
    const cert = ofType(forge.pki.oids['certBag'] ?? '')?.cert;
    if (key == null || cert == null) throw new Error('the PFX lacks a key or a certificate');
    const certificate = new X509Certificate(forge.pki.certificateToPem(cert));
    return { privateKeyPem: forge.pki.privateKeyToPem(key), certificate };
  } catch {
    throw badRequest("Invalid value specified for property 'key' of resource 'KeyCredential'.");
  }
}
