/** A certificate authority of the sandbox's own, because the real clients insist on https. */
import forge from 'node-forge';
import { constants, generateKeyPairSync, privateEncrypt, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Tls = { caPem: string; certificatePem: string; privateKeyPem: string };

export type NewCertificate = {
  commonName: string;
  notBefore: Date;
  notAfter: Date;
  extensions?: object[];
  issuer?: { certificatePem: string; privateKeyPem: string };
};

export type KeyPair = { privateKey: string; publicKey: string };

export const newKeyPair = (): KeyPair =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });

export const KEY_PAIRS = 8;
const keyPairs: KeyPair[] = [];

/** Pairs that were made before, for processes that start many sandboxes. */
export const useKeyPairs = (made: readonly KeyPair[]): void => void keyPairs.push(...made);

/** A pair takes a good while to make, so a few are used in turn: certificates made in a row never share one. */
export function nextKeyPair(): KeyPair {
  const pair = (keyPairs.length < KEY_PAIRS ? undefined : keyPairs.shift()) ?? newKeyPair();
  keyPairs.push(pair);
  return pair;
}

/** DigestInfo of a SHA-256 digest, up to the digest (RFC 8017, 9.2). */
const SHA256_DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** Node computes the signature in a fraction of the time that forge takes. */
function sign(certificate: forge.pki.Certificate, privateKeyPem: string): void {
  const key = forge.pki.privateKeyFromPem(privateKeyPem);
  const sha256 = forge.md.sha256.create();
  key.sign = () =>
    privateEncrypt(
      { key: privateKeyPem, padding: constants.RSA_PKCS1_PADDING },
      Buffer.concat([SHA256_DIGEST_INFO, Buffer.from(sha256.digest().getBytes(), 'latin1')]),
    ).toString('latin1');
  certificate.sign(key, sha256);
}

/** An RSA-2048 certificate, self-signed unless an issuer is given. */
export function makeCertificate(options: NewCertificate): { certificatePem: string; privateKeyPem: string } {
  const { privateKey, publicKey } = nextKeyPair();
  const certificate = forge.pki.createCertificate();
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = `01${randomBytes(15).toString('hex')}`;
  certificate.validity.notBefore = options.notBefore;
  certificate.validity.notAfter = options.notAfter;
  const subject = [{ name: 'commonName', value: options.commonName }];
  certificate.setSubject(subject);
  const issuer = options.issuer && forge.pki.certificateFromPem(options.issuer.certificatePem);
  certificate.setIssuer(issuer?.subject.attributes ?? subject);
  certificate.setExtensions(options.extensions ?? []);
  sign(certificate, options.issuer?.privateKeyPem ?? privateKey);
  return { certificatePem: forge.pki.certificateToPem(certificate), privateKeyPem: privateKey };
}

const YEAR_MS = 365 * 86_400_000;

/**
 * Made once per data folder, so that clients go on trusting a restarted sandbox. A sandbox with further names has an
 * authority of its own: who trusts the usual one trusts it for this machine alone.
 */
export function loadOrMakeTls(dataDir: string, names: readonly string[] = []): Tls & { caFile: string } {
  mkdirSync(dataDir, { recursive: true });
  const kind = names.length === 0 ? '' : 'names-';
  const file = (name: string) => join(dataDir, `${kind}${name}`);
  const caFile = file('ca.pem');
  if (!existsSync(file('tls.json'))) {
    const notBefore = new Date(Date.now() - 86_400_000);
    const notAfter = new Date(Date.now() + 2 * YEAR_MS);
    const ca = makeCertificate({
      commonName: 'SSO onboarding sandbox CA',
      notBefore,
      notAfter,
      extensions: [
        { name: 'basicConstraints', cA: true, critical: true },
        { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
        { name: 'subjectKeyIdentifier' },
      ],
    });
    const altNames = [
      { type: 2, value: 'localhost' },
      { type: 7, ip: '127.0.0.1' },
      { type: 7, ip: '::1' },
      ...names.map((value) => ({ type: 2, value })),
    ];
    const leaf = makeCertificate({
      commonName: 'localhost',
      notBefore,
      notAfter,
      issuer: ca,
      extensions: [
        { name: 'subjectAltName', altNames },
        { name: 'extKeyUsage', serverAuth: true },
      ],
    });
    const tls: Tls = { caPem: ca.certificatePem, ...leaf };
    writeFileSync(caFile, ca.certificatePem);
    writeFileSync(file('tls.json'), JSON.stringify(tls), { mode: 0o600 });
  }
  return { ...(JSON.parse(readFileSync(file('tls.json'), 'utf8')) as Tls), caFile };
}
