/**
 * Federation metadata: is this the document the Hub needs, and is it this tenant's? Pure: bytes in, facts or one
 * named refusal out. Entities, DTDs, size and depth are bounded before and by the parser.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { createHash, X509Certificate } from 'node:crypto';

/** Real documents are about 10 KB. */
export const MAX_METADATA_BYTES = 1024 * 1024;

export type MetadataCertificate = { thumbprint: string; validFrom: Date; validTo: Date };

export type IdpMetadata = {
  entityId: string;
  singleSignOnUrl: string;
  singleLogoutUrl: string | null;
  signingCertificates: MetadataCertificate[];
  sha256: string;
};

/** The document cannot be used; `message` says what it is instead and what to do. */
export class MetadataError extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const parser = new XMLParser({
  ignoreAttributes: false,
  removeNSPrefix: true,
  processEntities: false,
  parseTagValue: false,
  parseAttributeValue: false,
  isArray: (name) =>
    ['KeyDescriptor', 'SingleSignOnService', 'SingleLogoutService', 'X509Certificate'].includes(name),
});

type Node = { [name: string]: unknown };
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const nodes = (value: unknown): Node[] =>
  Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [];
const text = (value: unknown): string | undefined =>
  typeof value === 'string'
    ? value
    : isNode(value) && typeof value['#text'] === 'string'
      ? value['#text']
      : undefined;

/**
 * Reads a SAML identity provider's metadata.
 * @throws MetadataError naming what the document is when it is something else
 */
export function parseIdpMetadata(document: string): IdpMetadata {
  const bytes = Buffer.byteLength(document);
  if (bytes > MAX_METADATA_BYTES) {
    throw new MetadataError(
      'too_large',
      `The document has ${String(bytes)} bytes; metadata is far below 1 MiB.`,
    );
  }
  refuseOtherKinds(document.trim());
  // The parser alone takes malformed documents. The validator's successor would bring six packages for the same code.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const valid = XMLValidator.validate(document);
  if (valid !== true) {
    throw new MetadataError('not_xml', `The document is not well-formed XML: ${valid.err.msg}`);
  }
  const root = rootElement(document);
  const entity = root.element['EntityDescriptor'];
  if (root.name !== 'EntityDescriptor' || !isNode(entity)) throw wrongRoot(root.name);
  const idp = nodes(entity['IDPSSODescriptor'])[0];
  if (idp === undefined) {
    const what =
      'SPSSODescriptor' in entity ? "a service provider's metadata" : 'metadata without SAML 2.0 sign-in';
    throw new MetadataError(
      'no_idp_descriptor',
      `The document is ${what} (EntityDescriptor without IDPSSODescriptor); use Entra ID's federation metadata.`,
    );
  }
  const entityId = text(entity['@_entityID']);
  if (entityId === undefined)
    throw new MetadataError('no_entity_id', 'The EntityDescriptor has no entityID.');
  return {
    entityId,
    singleSignOnUrl: endpoint(idp['SingleSignOnService']) ?? refuseWithoutSignOn(),
    singleLogoutUrl: endpoint(idp['SingleLogoutService']) ?? null,
    signingCertificates: signingCertificates(idp),
    sha256: createHash('sha256').update(document).digest('hex'),
  };
}

/** What people paste instead of metadata, told by its beginning. */
function refuseOtherKinds(trimmed: string): void {
  const refuse = (code: string, what: string): never => {
    throw new MetadataError(code, `${what} Use the XML that the App Federation Metadata Url returns.`);
  };
  if (trimmed === '') refuse('empty', 'The document is empty.');
  if (/^https?:\/\/\S+$/i.test(trimmed)) refuse('url', 'This is a URL, not the XML behind it.');
  if (/^-----BEGIN /.test(trimmed)) refuse('pem', 'This is a PEM certificate, not metadata.');
  if (/^(<!doctype html|<html)/i.test(trimmed))
    refuse('html', 'This is an HTML page, perhaps a sign-in page.');
  // Before the parser sees it: a DTD has no place in metadata and is how entity attacks begin.
  if (/<!DOCTYPE|<!ENTITY/i.test(trimmed))
    refuse('doctype', 'The document has a DOCTYPE, which is not allowed.');
  if (!trimmed.startsWith('<') && !trimmed.startsWith('\uFEFF<'))
    refuse('not_xml', 'The document is not XML.');
}

function rootElement(document: string): { name: string; element: Node } {
  let parsed: unknown;
  try {
    parsed = parser.parse(document);
  } catch (error) {
    throw new MetadataError(
      'not_xml',
      `The document cannot be read: ${error instanceof Error ? error.message : ''}`,
    );
  }
  const name = isNode(parsed) ? Object.keys(parsed).find((key) => !key.startsWith('?')) : undefined;
  if (!isNode(parsed) || name === undefined) throw new MetadataError('empty', 'The document has no element.');
  return { name, element: parsed };
}

function wrongRoot(name: string): MetadataError {
  const known: Record<string, string> = {
    Assertion: 'a SAML assertion',
    Response: 'a SAML response',
    EntitiesDescriptor: 'a collection of several entities',
    AuthnRequest: 'a sign-in request',
    html: 'an HTML page',
  };
  const what = known[name] ?? 'another document';
  return new MetadataError(
    'wrong_root',
    `The root element is <${name}>: this is ${what}. Metadata has the root element <EntityDescriptor>.`,
  );
}

function refuseWithoutSignOn(): never {
  throw new MetadataError(
    'no_sign_on_url',
    'The metadata names no SingleSignOnService over HTTP-Redirect or HTTP-POST.',
  );
}

function endpoint(value: unknown): string | undefined {
  const supported = nodes(value).filter((node) =>
    /:HTTP-(Redirect|POST)$/.test(text(node['@_Binding']) ?? ''),
  );
  return supported
    .map((node) => text(node['@_Location']))
    .find((url) => url?.startsWith('https://') === true);
}

function signingCertificates(idp: Node): MetadataCertificate[] {
  const keys = nodes(idp['KeyDescriptor']).filter((key) => (text(key['@_use']) ?? 'signing') === 'signing');
  const encoded = keys.flatMap((key) => {
    const data = nodes(nodes(key['KeyInfo'])[0]?.['X509Data']);
    return data.flatMap((entry) => {
      const list = entry['X509Certificate'];
      return Array.isArray(list) ? list.map(text).filter((value) => value !== undefined) : [];
    });
  });
  const unique = [...new Set(encoded.map((value) => value.replace(/\s+/g, '')))];
  if (unique.length === 0)
    throw new MetadataError('no_certificate', 'The metadata has no signing certificate.');
  return unique.map((value) => {
    try {
      const certificate = new X509Certificate(Buffer.from(value, 'base64'));
      return {
        thumbprint: certificate.fingerprint.replaceAll(':', ''),
        validFrom: new Date(certificate.validFrom),
        validTo: new Date(certificate.validTo),
      };
    } catch {
      throw new MetadataError('bad_certificate', 'A signing certificate in the metadata cannot be read.');
    }
  });
}

/**
 * Holds the metadata against what it must be: the tenant's, with our certificate, not expired.
 * Returns one sentence per problem, the worst first.
 */
export function metadataProblems(
  metadata: IdpMetadata,
  expected: { tenantId: string; thumbprint: string; now: Date },
): { code: 'wrong_tenant' | 'certificate_missing' | 'certificate_expired'; message: string }[] {
  const problems: ReturnType<typeof metadataProblems> = [];
  // The issuer's host differs between clouds, so the tenant's id in it is what is compared.
  if (!metadata.entityId.toLowerCase().includes(expected.tenantId)) {
    const message = `The entity ID ${metadata.entityId} is not tenant ${expected.tenantId}'s.`;
    problems.push({ code: 'wrong_tenant', message });
  }
  const ours = metadata.signingCertificates.find(
    (certificate) => certificate.thumbprint.toLowerCase() === expected.thumbprint.toLowerCase(),
  );
  if (ours === undefined) {
    const message = `The certificate ${expected.thumbprint} is not among the metadata's signing certificates.`;
    problems.push({ code: 'certificate_missing', message });
  } else if (ours.validTo <= expected.now) {
    const message = `The certificate ${expected.thumbprint} expired on ${ours.validTo.toISOString()}.`;
    problems.push({ code: 'certificate_expired', message });
  }
  return problems;
}
