/** XML as SAML needs it: parsed without DOCTYPE, signed as Entra ID signs. */
import { DOMParser } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';

/** @throws Error for what is not XML, not well-formed, or has a DOCTYPE */
export function parseXml(text: string): Document {
  if (/<!DOCTYPE/i.test(text)) throw new Error('XML with a DOCTYPE is refused');
  const fail = (message: string) => {
    throw new Error(`not well-formed XML: ${message}`);
  };
  const parser = new DOMParser({ errorHandler: { warning: () => undefined, error: fail, fatalError: fail } });
  const document = parser.parseFromString(text, 'text/xml');
  // Of a text without any element there is none.
  if ((document.documentElement as Element | null) === null) throw new Error('not XML');
  return document;
}

/** The signature after the element `after`; RSA-SHA256, exclusive canonicalisation, the certificate in KeyInfo. */
export function signXml(
  xml: string,
  options: {
    element: string;
    after: string;
    action: 'after' | 'prepend';
    privateKeyPem: string;
    certificatePem: string;
    /** RSA-SHA256, if not given. */
    algorithm?: string | undefined;
  },
): string {
  const signer = new SignedXml({
    privateKey: options.privateKeyPem,
    publicCert: options.certificatePem,
    signatureAlgorithm: options.algorithm ?? 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: 'http://www.w3.org/2001/10/xml-exc-c14n#',
    idAttribute: 'ID',
  });
  signer.addReference({
    xpath: `//*[local-name(.)='${options.element}']`,
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms: [
      'http://www.w3.org/2000/09/xmldsig#enveloped-signature',
      'http://www.w3.org/2001/10/xml-exc-c14n#',
    ],
  });
  const reference = `//*[local-name(.)='${options.element}']${options.action === 'after' ? `/*[local-name(.)='${options.after}']` : ''}`;
  signer.computeSignature(xml, { location: { reference, action: options.action } });
  return signer.getSignedXml();
}

export const certificateBody = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, '');
