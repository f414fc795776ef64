/** Real certificates for the corpus, valid around its fixed time. */
import forge from 'node-forge';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';

/** The instant at which every document of the corpus is judged. */
export const CORPUS_NOW = new Date('2026-12-01T00:00:00Z');

export type Signer = { privateKeyPem: string; certificatePem: string };

export function rsaCertificate(
  name: string,
  {
    bits = 2048,
    from = '2026-01-01',
    to = '2029-01-01',
    digest = 'sha256',
  }: { bits?: number; from?: string; to?: string; digest?: 'sha1' | 'sha256' } = {},
): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: bits,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = '01';
  certificate.validity.notBefore = new Date(`${from}T00:00:00Z`);
  certificate.validity.notAfter = new Date(`${to}T00:00:00Z`);
  certificate.setSubject([{ name: 'commonName', value: name }]);
  certificate.setIssuer([{ name: 'commonName', value: name }]);
  certificate.sign(forge.pki.privateKeyFromPem(privateKey), forge.md[digest].create());
  return { certificatePem: forge.pki.certificateToPem(certificate), privateKeyPem: privateKey };
}

/** An authority, and two certificates that it issued: one valid, one that has expired. In base64. */
export function issuedCertificate(): Record<'authority' | 'leaf' | 'oldLeaf', string> {
  const authority = rsaCertificate('authority', { to: '2036-01-01' });
  const issued = (name: string, from: string, to: string) => {
    const certificate = forge.pki.certificateFromPem(rsaCertificate(name, { from, to }).certificatePem);
    certificate.setIssuer([{ name: 'commonName', value: 'authority' }]);
    certificate.sign(forge.pki.privateKeyFromPem(authority.privateKeyPem), forge.md.sha256.create());
    return body(forge.pki.certificateToPem(certificate));
  };
  return {
    authority: body(authority.certificatePem),
    leaf: issued('leaf', '2026-01-01', '2029-01-01'),
    oldLeaf: issued('old leaf', '2020-01-01', '2023-01-01'),
  };
}

/** node-forge makes RSA only. Valid for ten years from today. */
export function ellipticCertificate(name: string): string {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', '/dev/null'];
  return execFileSync('openssl', ['req', '-x509', ...key, '-days', '3650', '-subj', `/CN=${name}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

export const body = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, '');
