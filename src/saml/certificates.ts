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
};

export function certificatesOf(idp: Element): MetadataCertificates {
  const keys = children(idp, METADATA, 'KeyDescriptor');
  // A key without `use` is for both.
  const signing = keys.filter((key) => (attribute(key, 'use') ?? 'signing') === 'signing');
  const encoded = signing.flatMap((key) =>
    children(key, DSIG, 'KeyInfo')
      .flatMap((info) => children(info, DSIG, 'X509Data'))
      .flatMap((data) => children(data, DSIG, 'X509Certificate'))
      .map((certificate) => textOf(certificate).replace(/-----[^-]+-----|\s+/g, '')),
  );
  const unique = [...new Set(encoded)];
  const signingCertificates = unique.flatMap((base64) => certificate(base64) ?? []);
  return {
    signingCertificates,
    unreadableCertificates: unique.length - signingCertificates.length,
    encryptionCertificates: keys.filter((key) => attribute(key, 'use') === 'encryption').length,
  };
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
