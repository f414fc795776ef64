/**
 * A signing certificate of our own making, for clouds whose Graph cannot make one. The private key exists in memory
 * alone, on its way to Entra ID.
 */
import forge from 'node-forge';
import { generateKeyPair, randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import type { Credentials } from './credentials.js';

const newKeyPair = promisify(generateKeyPair);

/** Graph: the longest life of a signing certificate is three years. */
const LIFE_MS = 3 * 365 * 86_400_000;

/**
 * Self-signed, RSA 2048, SHA-256, valid for three years from `now`.
 * @param name such as `CN=MessageMedia SSO contoso 01a20b44-2`
 * @returns the credentials as Graph takes them: a PFX to sign with, its password, and the public half
 */
export async function makeOwnCertificate(name: string, now: number) {
  const { privateKey, publicKey } = await newKeyPair('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const key = forge.pki.privateKeyFromPem(privateKey);
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  // Positive, as X.509 wants it.
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  const subject = [{ name: 'commonName', value: name.replace(/^CN=/, '') }];
  certificate.setSubject(subject);
  certificate.setIssuer(subject);
  // X.509 knows whole seconds.
  const start = new Date(Math.floor(now / 1000) * 1000);
  certificate.validity.notBefore = start;
  certificate.validity.notAfter = new Date(start.getTime() + LIFE_MS);
  certificate.sign(key, forge.md.sha256.create());

  const password = randomBytes(32).toString('base64url');
  // Triple DES: every Windows opens it, and the PFX only ever travels inside TLS.
  const pfx = forge.pkcs12.toPkcs12Asn1(key, [certificate], password, { algorithm: '3des' });
  const { raw, fingerprint } = new X509Certificate(forge.pki.certificateToPem(certificate));
  const thumbprint = fingerprint.replaceAll(':', '');
  const common = {
    customKeyIdentifier: Buffer.from(thumbprint, 'hex').toString('base64'),
    displayName: name,
    startDateTime: start.toISOString(),
    endDateTime: certificate.validity.notAfter.toISOString(),
  };
  // Graph: the password belongs to the credential that signs, by the same id.
  const signId = randomUUID();
  const keyCredentials: Credentials['keyCredentials'] = [
    {
      ...common,
      keyId: signId,
      type: 'X509CertAndPassword',
      usage: 'Sign',
      key: forge.util.encode64(forge.asn1.toDer(pfx).getBytes()),
    },
    {
      ...common,
      keyId: randomUUID(),
      type: 'AsymmetricX509Cert',
      usage: 'Verify',
      key: raw.toString('base64'),
    },
  ];
  const passwordCredentials: Credentials['passwordCredentials'] = [
    {
      customKeyIdentifier: common.customKeyIdentifier,
      keyId: signId,
      startDateTime: common.startDateTime,
      endDateTime: common.endDateTime,
      secretText: password,
    },
  ];
  return { thumbprint, expiresAt: common.endDateTime, keyCredentials, passwordCredentials };
}
