/**
 * A document's root element, or what the document is instead. Entities, DTDs, tags and depth are refused before the
 * parser and by its configuration, never by luck.
 */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { MetadataError, notXml } from './metadataError.js';
import { type Element, resolveNamespaces } from './namespaces.js';
import { refuseOtherKinds } from './otherKinds.js';

/** Real documents nest some ten deep and have a few hundred tags. */
export const MAX_DEPTH = 64;
export const MAX_TAGS = 20_000;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  preserveOrder: true,
  // No entity machinery at all: what XML itself defines is decoded with the namespaces.
  processEntities: false,
  parseTagValue: false,
  parseAttributeValue: false,
  maxNestedTags: MAX_DEPTH,
});

/**
 * The root element of a well-formed document.
 * @throws MetadataError naming what the document is when it is no XML, or XML that must not be parsed
 */
export function rootOf(text: string): Element {
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
  const { elements, undeclared } = resolveNamespaces(parsed);
  const [root] = elements;
  if (root === undefined) throw notXml('there is no element');
  if (elements.length > 1) throw notXml('there is more than one root element');
  // Of a part that was cut out of a document, its name tells more than this.
  if (root.namespace !== undefined && undeclared !== undefined) {
    throw notXml(`the namespace prefix ${undeclared} is not declared`);
  }
  return root;
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
