/** The certificates of an identity provider, as its metadata lists them. */
import forge from 'node-forge';
import { X509Certificate } from 'node:crypto';
import { attribute, children, DSIG, type Element, METADATA, textOf } from './namespaces.js';

export type MetadataCertificate = {
  /** SHA-1 of the DER, upper-case hex: what Entra ID and Graph call it. */
  thumbprint: string;
  subject: string;
  /** Of the key. */
  algorithm: string;
  /** In bits; 0 where the kind of key has no such size. */
  keySize: number;
  /** What the certificate itself was signed with, such as `sha256WithRSAEncryption`; an object identifier if unknown. */
  signatureAlgorithm: string;
  validFrom: Date;
  validTo: Date;
  pem: string;
};

export type MetadataCertificates = {
  /** Each once, in the document's order. */
  signingCertificates: MetadataCertificate[];
  /** Signing certificates that cannot be read. */
  unreadableCertificates: number;
  encryptionCertificates: number;
  /** That stand behind a signing certificate, as those of its issuers do: nothing is verified by them. */
  chainCertificates: ChainCertificate[];
  /** What stands in `use` and is neither `signing` nor `encryption`. */
  unknownUses: string[];
};

export type ChainCertificate = {
  thumbprint: string;
  subject: string;
  /** `issuer`: of one before it, as in a chain. `subject`: was issued by one before it. `unrelated`: neither. */
  relation: 'issuer' | 'subject' | 'unrelated';
};

export function certificatesOf(idp: Element): MetadataCertificates {
  const keys = children(idp, METADATA, 'KeyDescriptor');
  // A key without `use` is for both.
  const signing = keys.filter((key) => (attribute(key, 'use') ?? 'signing') === 'signing');
  const encoded = signing.flatMap((key) =>
    children(key, DSIG, 'KeyInfo')
      .flatMap((info) => children(info, DSIG, 'X509Data'))
      .map((data) => children(data, DSIG, 'X509Certificate').map(bodyOf))
      .filter(({ length }) => length > 0),
  );
  // XML Signature 4.5.4: the certificates of one X509Data belong to one key. Service providers take the first.
  const unique = [...new Set(encoded.flatMap(([first]) => first ?? []))];
  const signingCertificates = unique.flatMap((base64) => certificate(base64) ?? []);
  const isKey = new Set(signingCertificates.map(({ thumbprint }) => thumbprint));
  return {
    signingCertificates,
    unreadableCertificates: unique.length - signingCertificates.length,
    encryptionCertificates: keys.filter((key) => attribute(key, 'use') === 'encryption').length,
    chainCertificates: encoded.flatMap(chainOf).filter(({ thumbprint }) => !isKey.has(thumbprint)),
    unknownUses: [
      ...new Set(
        keys
          .map((key) => attribute(key, 'use') ?? 'signing')
          .filter((use) => use !== 'signing' && use !== 'encryption'),
      ),
    ],
  };
}

const bodyOf = (certificate: Element) => textOf(certificate).replace(/-----[^-]+-----|\s+/g, '');

/** What stands behind the first certificate of an X509Data. Real chains have three or four. */
function chainOf(encoded: string[]): ChainCertificate[] {
  const all = encoded.slice(0, 10).flatMap((base64) => certificate(base64)?.pem ?? []);
  const read = all.map((pem) => new X509Certificate(pem));
  return read.slice(1).map((one, index) => {
    const before = read.slice(0, index + 1);
    const issued = before.some(({ issuer }) => issuer === one.subject);
    const issuer = before.some(({ subject }) => one.issuer === subject);
    return {
      thumbprint: one.fingerprint.replaceAll(':', ''),
      subject: one.subject.replaceAll('\n', ', '),
      relation: issued ? 'issuer' : issuer ? 'subject' : 'unrelated',
    };
  });
}

/** Nothing may be lost on the way: what Node skips in base64, or after the certificate, others refuse. */
function certificate(base64: string): MetadataCertificate | undefined {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.toString('base64') !== base64) return undefined;
  try {
    const x509 = new X509Certificate(bytes);
    if (!x509.raw.equals(bytes)) return undefined;
    const { asymmetricKeyType, asymmetricKeyDetails } = x509.publicKey;
    const [validFrom, validTo] = [new Date(x509.validFrom), new Date(x509.validTo)];
    if (Number.isNaN(validFrom.getTime()) || Number.isNaN(validTo.getTime())) return undefined;
    return {
      thumbprint: x509.fingerprint.replaceAll(':', ''),
      subject: x509.subject.replaceAll('\n', ', '),
      algorithm: asymmetricKeyType ?? 'unknown',
      keySize: asymmetricKeyDetails?.modulusLength ?? 0,
      signatureAlgorithm: signatureAlgorithm(bytes),
      validFrom,
      validTo,
      pem: x509.toString(),
    };
  } catch {
    return undefined;
  }
}

/** Node 20 does not tell it. RFC 5280, 4.1: the certificate's second part begins with it. */
function signatureAlgorithm(der: Buffer): string {
  const parts = (node: forge.asn1.Asn1 | undefined) => (Array.isArray(node?.value) ? node.value : []);
  const [, identifier] = parts(forge.asn1.fromDer(der.toString('binary')));
  const [oid] = parts(identifier);
  if (typeof oid?.value !== 'string') return 'unknown';
  const digits = forge.asn1.derToOid(oid.value);
  return forge.pki.oids[digits] ?? digits;
}
