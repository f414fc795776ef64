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

/** node-forge makes RSA only. Valid for ten years from today. */
export function ellipticCertificate(name: string): string {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', '/dev/null'];
  return execFileSync('openssl', ['req', '-x509', ...key, '-days', '3650', '-subj', `/CN=${name}`], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

export const body = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, '');
