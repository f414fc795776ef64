/**
 * Whether a signature holds. xml-crypto decides it, but takes more than linear time of a document and begins with what
 * is not verified yet. So it gets only what was found right before, with its own canonicalisation: the signature
 * value first, which nobody can make without the key and which covers a few hundred bytes, then the digest.
 */
import { DOMParser } from '@xmldom/xmldom';
import { ExclusiveCanonicalization, SignedXml } from 'xml-crypto';
import { createHash, verify as verifyBytes } from 'node:crypto';
import { ASSERTION, DSIG } from './namespaces.js';

/** What the shape of the signature has shown. */
export type Covered = {
  /** Of Node's `crypto`. */
  signatureDigest: 'sha256' | 'sha512';
  referenceDigest: 'sha256' | 'sha512';
  /** In base64. */
  signatureValue: string;
  digestValue: string;
  /** Namespace prefixes that are signed although nothing uses them. */
  prefixesOfInfo: string[];
  prefixesOfReference: string[];
};

/**
 * The assertion's canonical XML, as one of the certificates has signed it; undefined when none has.
 * @param document whose signature has the shape that `signature.ts` asks for
 */
export function verified(
  document: string,
  covered: Covered,
  certificates: readonly string[],
): string | undefined {
  // XML: line ends are normalised before anything is computed of them.
  const xml = document.replace(/\r\n?/g, '\n');
  const parts = partsOf(xml);
  if (parts === undefined) return undefined;
  const signedInfo = Buffer.from(canonical(parts.signedInfo, covered.prefixesOfInfo));
  const value = Buffer.from(covered.signatureValue, 'base64');
  const by = certificates.find((pem) => holds(covered.signatureDigest, signedInfo, pem, value));
  if (by === undefined) return undefined;
  parts.assertion.removeChild(parts.signature);
  const content = canonical(parts.assertion, covered.prefixesOfReference);
  const digest = createHash(covered.referenceDigest).update(content).digest('base64');
  return digest === covered.digestValue ? byLibrary(xml, by) : undefined;
}

function holds(digest: string, signed: Buffer, publicCert: string, value: Buffer): boolean {
  try {
    return verifyBytes(digest, signed, publicCert, value);
  } catch {
    return false;
  }
}

/** The last word. What comes here was signed by the identity provider. */
function byLibrary(xml: string, publicCert: string): string | undefined {
  const parts = partsOf(xml);
  if (parts === undefined) return undefined;
  try {
    const check = new SignedXml({ publicCert, getCertFromKeyInfo: () => null });
    check.loadSignature(parts.signature);
    if (!check.checkSignature(xml)) return undefined;
    const [signed, ...more] = check.getSignedReferences();
    return more.length === 0 ? signed : undefined;
  } catch {
    return undefined;
  }
}

function canonical(element: Element, inclusiveNamespacesPrefixList: string[]): string {
  const ancestorNamespaces = inclusiveNamespacesPrefixList.length === 0 ? [] : namespacesAround(element);
  return new ExclusiveCanonicalization().process(element, {
    inclusiveNamespacesPrefixList,
    ancestorNamespaces,
  });
}

/** The innermost declaration of each prefix. */
function namespacesAround(element: Element): { prefix: string; namespaceURI: string }[] {
  const found = new Map<string, string>();
  for (let at = element.parentNode; at !== null; at = at.parentNode) {
    if (at.nodeType !== at.ELEMENT_NODE) continue;
    for (const { prefix, localName, value } of Array.from((at as Element).attributes)) {
      if (prefix === 'xmlns' && !found.has(localName)) found.set(localName, value);
    }
  }
  return [...found].map(([prefix, namespaceURI]) => ({ prefix, namespaceURI }));
}

function partsOf(xml: string): { assertion: Element; signature: Element; signedInfo: Element } | undefined {
  const root = domOf(xml);
  const assertion = root && childOf(root, ASSERTION, 'Assertion');
  const signature = assertion && childOf(assertion, DSIG, 'Signature');
  const signedInfo = signature && childOf(signature, DSIG, 'SignedInfo');
  if (assertion === undefined || signature === undefined || signedInfo === undefined) return undefined;
  return { assertion, signature, signedInfo };
}

/** By the parser that xml-crypto uses; undefined when it complains of anything. */
function domOf(xml: string): Element | undefined {
  const failures: string[] = [];
  const fail = (message: string) => {
    failures.push(message);
  };
  try {
    const parser = new DOMParser({ errorHandler: { warning: fail, error: fail, fatalError: fail } });
    const root = parser.parseFromString(xml, 'text/xml').documentElement;
    return failures.length > 0 ? undefined : root;
  } catch {
    return undefined;
  }
}

const childOf = (element: Element, namespace: string, name: string) =>
  Array.from(element.childNodes).find(
    (node): node is Element =>
      (node as Element).localName === name && (node as Element).namespaceURI === namespace,
  );
