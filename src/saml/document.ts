/**
 * What a document is, from its bytes: metadata, or one of the many things that people paste in its place. Entities,
 * DTDs, size and depth are refused before the parser and by its configuration, never by luck.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { X509Certificate } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';

/** Real documents are about 10 KB. */
export const MAX_METADATA_BYTES = 256 * 1024;
/** Real documents nest some ten deep and have a few hundred tags. */
export const MAX_DEPTH = 64;
export const MAX_TAGS = 20_000;

/** The document cannot be used as metadata; `message` says what it is instead, `remedy` what to do. */
export class MetadataError extends Error {
  constructor(
    /** Stable, for programs: `url`, `assertion`, `doctype`, … */
    readonly code: string,
    message: string,
    readonly remedy: string = USE_METADATA,
  ) {
    super(message);
  }
}

const USE_METADATA =
  'Use the XML that the identity provider serves as its metadata (Entra ID: the App Federation Metadata Url).';
const FETCH_AGAIN = 'Fetch the metadata again and pass it on as a file, unopened and unedited.';

export type Element = { [name: string]: unknown };
export const isElement = (value: unknown): value is Element =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** All child elements of this name, whatever their namespace prefix. */
export const children = (element: Element | undefined, name: string): Element[] =>
  [element?.[name] ?? []].flat().map((child) => (isElement(child) ? child : { '#text': child }));

export const attribute = (element: Element, name: string): string | undefined =>
  decoded(element[`@_${name}`]);
export const textOf = (element: Element): string | undefined => decoded(element['#text'])?.trim();

const parser = new XMLParser({
  ignoreAttributes: false,
  removeNSPrefix: true,
  // No entity machinery at all: what XML itself defines is decoded below.
  processEntities: false,
  parseTagValue: false,
  parseAttributeValue: false,
  maxNestedTags: MAX_DEPTH,
});

const PREDEFINED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const REFERENCE = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi;

function decoded(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return value.replace(REFERENCE, (whole, name?: string, decimal?: string, hex?: string) => {
    if (name !== undefined) return PREDEFINED[name.toLowerCase()] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

/** The text of the bytes: UTF-8, or UTF-16 by its mark or its zeros, as Windows programs save it. @throws MetadataError */
export function textOfBytes(bytes: Uint8Array): string {
  if (bytes.byteLength > MAX_METADATA_BYTES) {
    throw new MetadataError(
      'too_large',
      `The document has ${String(bytes.byteLength)} bytes; metadata of one identity provider is far below 256 KiB.`,
      'If it is the metadata of a whole federation, take the one EntityDescriptor out of it.',
    );
  }
  const [first = 0, second = 0] = bytes;
  const encoding =
    (first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)
      ? 'utf-16le'
      : (first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)
        ? 'utf-16be'
        : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw binary(bytes);
  }
}

function binary(bytes: Uint8Array): MetadataError {
  try {
    const { subject } = new X509Certificate(bytes);
    return new MetadataError('certificate', `This is a certificate (${oneLine(subject)}), not metadata.`);
  } catch {
    const zip = bytes[0] === 0x50 && bytes[1] === 0x4b;
    const what = zip ? 'a ZIP archive or an Office document' : 'neither UTF-8 nor UTF-16 text';
    return new MetadataError('binary', `The document is ${what}.`, FETCH_AGAIN);
  }
}

/**
 * The root element of a well-formed document and its name, without prefix.
 * @throws MetadataError naming what the document is when it is no XML, or XML that must not be parsed
 */
export function rootOf(text: string): { name: string; namespace: string | undefined; element: Element } {
  // A byte order mark is no part of the document.
  const document = text.replace(/^\uFEFF/, '');
  refuseOtherKinds(document.trim());
  refuseHostile(document);
  const problem = malformation(document);
  if (problem !== undefined) throw notXml(problem);
  let parsed: unknown;
  try {
    parsed = parser.parse(document);
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (/nested tags/.test(message)) {
      throw new MetadataError('too_deep', `Elements are nested more than ${String(MAX_DEPTH)} deep.`);
    }
    throw notXml(message);
  }
  const names = isElement(parsed) ? Object.keys(parsed).filter((key) => !/^[?#]/.test(key)) : [];
  const [name] = names;
  const [element] = isElement(parsed) && name !== undefined ? children(parsed, name) : [];
  if (name === undefined || element === undefined) throw notXml('there is no element');
  if (names.length > 1 || (isElement(parsed) && Array.isArray(parsed[name]))) {
    throw notXml('there is more than one root element');
  }
  return { name, namespace: rootNamespace(document), element };
}

/** The parser drops prefixes, so the root's namespace is read where it must stand: in the root's own tag. */
function rootNamespace(document: string): string | undefined {
  const tag = /<(?:([^\s:<>/?!]+):)?([^\s:<>/?!]+)([^>]*)>/.exec(withoutComments(document));
  const declaration = tag?.[1] === undefined ? 'xmlns' : `xmlns:${tag[1]}`;
  const declared = [...(tag?.[3] ?? '').matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  const found = declared.find(([, attributeName]) => attributeName === declaration);
  return found?.[2] ?? found?.[3];
}

const notXml = (problem: string) =>
  new MetadataError(
    'not_xml',
    `The document is not well-formed XML: ${oneLine(problem).replace(/\.$/, '')}.`,
    FETCH_AGAIN,
  );

/** Parsers quote what they could not read; that may be long, and may steer a terminal. */
const oneLine = (words: string) =>
  words
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .slice(0, 200)
    .trim();

/** What people pass on instead of metadata, told by its beginning. */
function refuseOtherKinds(trimmed: string): void {
  const refuse = (code: string, message: string, remedy?: string): never => {
    throw new MetadataError(code, message, remedy);
  };
  const head = trimmed.slice(0, 2000);
  if (trimmed === '') refuse('empty', 'The document is empty.');
  if (/^https?:\/\/\S+$/i.test(trimmed)) {
    refuse(
      'url',
      'This is a URL, not the XML behind it.',
      'Open the URL, and pass on the XML that it returns.',
    );
  }
  if (/^-----BEGIN /.test(head)) {
    const secret = /^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(head);
    if (secret) {
      const remedy = 'Do not pass it on to anybody; replace it if you already have.';
      refuse('private_key', 'This is a PRIVATE KEY, not metadata.', remedy);
    }
    refuse('pem', 'This is a PEM certificate, not metadata.');
  }
  if (/^(<\?xml[^>]*>\s*)?(<!--[^]{0,500}?-->\s*)?(<!doctype html|<html)/i.test(head)) {
    refuse('html', 'This is an HTML page, perhaps a sign-in page.');
  }
  if (/^This XML file does not appear to have any style information/i.test(head)) {
    const remedy = 'Save the page with "Save as" or download the address; do not copy it from the window.';
    refuse('browser_view', "This is a browser's view of XML, not the XML itself.", remedy);
  }
  if (/^&lt;/.test(head)) {
    refuse('escaped_xml', 'This is XML whose angle brackets were escaped (&lt; for <).', FETCH_AGAIN);
  }
  if (/^\{\\rtf/.test(head)) refuse('rich_text', 'This is a word processor document (RTF).', FETCH_AGAIN);
  if (/^[{[]/.test(head))
    refuse('json', 'This is JSON, perhaps OpenID Connect configuration, not SAML metadata.');
  if (!trimmed.startsWith('<')) refuseEncoded(trimmed);
}

/** Base64 of something, or nothing that we know. */
function refuseEncoded(trimmed: string): never {
  const compact = trimmed.replace(/\s+/g, '').replace(/^SAML(Response|Request)=/, '');
  const unescaped = compact.replace(/%2B/gi, '+').replace(/%2F/gi, '/').replace(/%3D/gi, '=');
  if (unescaped.length < 16 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(unescaped)) {
    throw new MetadataError('not_xml', 'The document is not XML.');
  }
  const what = contentOf(Buffer.from(unescaped, 'base64'));
  const remedy = what === 'metadata' ? 'Decode it, and pass on the XML itself.' : USE_METADATA;
  throw new MetadataError('base64', `This is base64 of ${what}.`, remedy);
}

function contentOf(bytes: Buffer): string {
  try {
    new X509Certificate(bytes);
    return 'a certificate';
  } catch {
    // no certificate
  }
  const texts = [bytes.toString('utf8')];
  try {
    // The HTTP-Redirect binding deflates.
    texts.push(inflateRawSync(bytes, { maxOutputLength: MAX_METADATA_BYTES }).toString('utf8'));
  } catch {
    // not deflated
  }
  for (const text of texts) {
    const root = /^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?<(?:[\w.-]+:)?(\w+)/.exec(text)?.[1];
    if (root !== undefined) return KINDS[root]?.what ?? `XML with the root element <${root.slice(0, 50)}>`;
  }
  return 'something that is not XML';
}

/** Before the parser sees it: a DTD has no place in SAML, and is how entity attacks begin. */
function refuseHostile(document: string): void {
  if (/<!DOCTYPE|<!ENTITY/i.test(document)) {
    throw new MetadataError(
      'doctype',
      'The document has a DOCTYPE or an ENTITY, which is not allowed.',
      'Ask whoever sent it where it is from: no identity provider writes one.',
    );
  }
  let tags = 0;
  for (let at = document.indexOf('<'); at !== -1; at = document.indexOf('<', at + 1)) tags += 1;
  if (tags > MAX_TAGS) {
    throw new MetadataError(
      'too_many_tags',
      `The document has ${String(tags)} tags; metadata has a few hundred.`,
    );
  }
}

/** What keeps the document from being well-formed; the parser takes much that is not. */
function malformation(document: string): string | undefined {
  // The parser alone takes malformed documents. The validator's successor would bring six packages for the same code.
  // eslint-disable-next-line @typescript-eslint/no-deprecated
  const valid = XMLValidator.validate(document);
  if (valid !== true) return `${valid.err.msg} (line ${String(valid.err.line)})`;
  // eslint-disable-next-line no-control-regex
  if (/[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/.test(document)) return 'it has a control character';
  if (/&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));/i.test(document)) {
    return 'it refers to a control character';
  }
  if (!document.trimEnd().endsWith('>')) return 'there is text after the root element';
  const reference = /&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-f]{1,6});)\S{0,10}/i.exec(
    withoutComments(document),
  );
  return reference === null ? undefined : `"${reference[0]}" is no entity that XML defines`;
}

/** Without what is no markup. By searching, since a regular expression would take the square of the length. */
function withoutComments(document: string): string {
  const parts: string[] = [];
  let from = 0;
  const opening = /<!--|<!\[CDATA\[|<\?/g;
  for (let found = opening.exec(document); found !== null; found = opening.exec(document)) {
    const closing = { '<!--': '-->', '<![CDATA[': ']]>' }[found[0]] ?? '?>';
    const end = document.indexOf(closing, opening.lastIndex);
    parts.push(document.slice(from, found.index));
    from = end === -1 ? document.length : end + closing.length;
    opening.lastIndex = from;
  }
  return parts.join('') + document.slice(from);
}

/** Root elements that are known not to be one identity provider's metadata. */
export const KINDS: Record<string, { code: string; what: string }> = {
  EntityDescriptor: { code: 'metadata', what: 'metadata' },
  EntitiesDescriptor: { code: 'entities_descriptor', what: 'metadata of several entities' },
  Assertion: { code: 'assertion', what: 'a SAML assertion' },
  Response: { code: 'response', what: 'a SAML response' },
  AuthnRequest: { code: 'authn_request', what: 'a SAML sign-in request' },
  LogoutRequest: { code: 'logout_message', what: 'a SAML logout request' },
  LogoutResponse: { code: 'logout_message', what: 'a SAML logout response' },
  IDPSSODescriptor: { code: 'metadata_fragment', what: 'a part of metadata' },
  SPSSODescriptor: { code: 'metadata_fragment', what: "a part of a service provider's metadata" },
  X509Data: { code: 'metadata_fragment', what: 'a certificate cut out of metadata' },
  X509Certificate: { code: 'metadata_fragment', what: 'a certificate cut out of metadata' },
  Envelope: { code: 'soap', what: 'a SOAP message' },
  html: { code: 'html', what: 'an HTML page' },
  Error: { code: 'error_reply', what: "a server's error message" },
};
