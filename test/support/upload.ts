/** A signing certificate of the customer's own. */
import forge from 'node-forge';
import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import { makeCertificate } from '../../sandbox/tls.js';

/** `hashed`: its identifier is what Microsoft's guide to a signing key of one's own says, a SHA-256 of the thumbprint. */
type Changes = { signType?: string; password?: string; days?: number; hashed?: boolean };

/** Both halves of a certificate, as their owner would upload them. */
export function upload(changes: Changes = {}) {
  const { signType = 'X509CertAndPassword', password = 'correct', days = 365, hashed = false } = changes;
  const notBefore = new Date();
  const notAfter = new Date(notBefore.getTime() + days * 86_400_000);
  const { certificatePem, privateKeyPem } = makeCertificate({ commonName: 'Own', notBefore, notAfter });
  const pfx = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(privateKeyPem),
    [forge.pki.certificateFromPem(certificatePem)],
    'correct',
  );
  const { raw, fingerprint } = new X509Certificate(certificatePem);
  const thumbprint = fingerprint.replaceAll(':', '');
  const common = {
    customKeyIdentifier: hashed
      ? createHash('sha256').update(thumbprint).digest('base64')
      : Buffer.from(thumbprint, 'hex').toString('base64'),
    startDateTime: notBefore.toISOString(),
    endDateTime: notAfter.toISOString(),
  };
  const keyId = randomUUID();
  const key = forge.util.encode64(forge.asn1.toDer(pfx).getBytes());
  return {
    thumbprint,
    keyCredentials: [
      { ...common, displayName: 'CN=Own', keyId, type: signType, usage: 'Sign', key },
      {
        ...common,
        displayName: 'CN=Own',
        keyId: randomUUID(),
        type: 'AsymmetricX509Cert',
        usage: 'Verify',
        key: raw.toString('base64'),
      },
    ],
    passwordCredentials: [{ ...common, keyId, secretText: password }],
  };
}
