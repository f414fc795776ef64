/**
 * A document's root element, or what the document is instead. DTDs, entities, and more than a document of its kind has
 * are refused by configuration, never by luck; the time it takes grows with the size and no faster.
 */
import { SaxesParser } from 'saxes';
import { MetadataError, notXml } from './metadataError.js';
import { type Element, XMLNS } from './namespaces.js';
import { refuseOtherKinds } from './otherKinds.js';

export type Limits = {
  depth: number;
  tags: number;
  attributes: number;
  namespaces: number;
  /** Attributes and namespace declarations of one element. */
  ofOneTag: number;
};

/** Real metadata nests some ten deep and has a few hundred tags. */
export const METADATA_LIMITS: Limits = {
  depth: 64,
  tags: 20_000,
  attributes: 40_000,
  namespaces: 20_000,
  ofOneTag: 40_000,
};
/** Entra ID sends at most 150 groups in a response, and some twenty elements besides. */
export const RESPONSE_LIMITS: Limits = {
  depth: 32,
  tags: 4000,
  attributes: 2000,
  namespaces: 1000,
  ofOneTag: 40,
};

/**
 * The root element of a well-formed document.
 * @throws MetadataError naming what the document is when it is no XML, or XML that must not be parsed
 */
export function rootOf(text: string, limits: Limits = METADATA_LIMITS): Element {
  // A byte order mark is no part of the document.
  const document = text.replace(/^\uFEFF/, '');
  refuseOtherKinds(document.trim());
  refuseHostile(document, limits);
  return new Reading(limits).rootOf(document);
}

/** Before the parser sees it: a DTD has no place in SAML, and is how entity attacks begin. */
function refuseHostile(document: string, limits: Limits): void {
  if (/<!DOCTYPE|<!ENTITY/i.test(document)) {
    throw new MetadataError(
      'doctype',
      'The document has a DOCTYPE or an ENTITY, which is not allowed.',
      'Ask whoever sent it where it is from: no identity provider writes one.',
    );
  }
  let tags = 0;
  for (let at = document.indexOf('<'); at !== -1; at = document.indexOf('<', at + 1)) tags += 1;
  if (tags > limits.tags) throw tooMany('tags', tags);
}

const tooMany = (what: 'tags' | 'attributes' | 'namespaces', found: number) =>
  new MetadataError(
    `too_many_${what}`,
    `The document has ${String(found)} ${what === 'namespaces' ? 'namespace declarations' : what}; real ones have a few hundred at most.`,
  );

const UNBOUND = /unbound namespace prefix: "([^"]*)"/;

/** One document as the parser goes through it. */
class Reading {
  // XML 1.0 whatever the document says: 1.1 allows control characters, and strict service providers refuse it.
  private readonly parser = new SaxesParser({ xmlns: true, forceXMLVersion: true, defaultXMLVersion: '1.0' });
  private readonly open: { element: Element; texts: string[] }[] = [];
  private root: Element | undefined;
  private rootPrefix: string | undefined;
  private attributes = 0;
  private namespaces = 0;

  constructor(private readonly limits: Limits) {
    this.parser.on('error', (error) => {
      throw notXml(this.wordsOf(error.message));
    });
    this.parser.on('opentagstart', ({ name }) => {
      // Of a part that was cut out of a document, its name tells more than that its prefix is not declared.
      if (this.open.length > 0 || this.root !== undefined) return;
      this.rootPrefix = name.includes(':') ? name.slice(0, name.indexOf(':')) : undefined;
      this.root = elementOf(name.slice(name.indexOf(':') + 1));
    });
    this.parser.on('attribute', ({ prefix, name }) => {
      if (prefix === 'xmlns' || name === 'xmlns') this.namespaces += 1;
      else this.attributes += 1;
    });
    this.parser.on('opentag', (tag) => {
      const attributes = Object.values(tag.attributes);
      this.refuseTooMany(attributes.length);
      this.begin(tag.local, tag.uri === '' ? undefined : tag.uri, attributes);
    });
    this.parser.on('closetag', () => {
      const closed = this.open.pop();
      if (closed !== undefined) closed.element.text = closed.texts.join('');
    });
    const add = (text: string) => {
      this.open.at(-1)?.texts.push(text);
    };
    this.parser.on('text', add);
    this.parser.on('cdata', add);
  }

  rootOf(document: string): Element {
    try {
      this.parser.write(document).close();
    } catch (error) {
      if (error instanceof CutOut && this.root !== undefined) return this.root;
      throw error;
    }
    if (this.root === undefined) throw notXml('there is no element');
    return this.root;
  }

  private begin(
    name: string,
    namespace: string | undefined,
    attributes: { prefix: string; local: string; name: string; uri: string; value: string }[],
  ): void {
    const element: Element = { ...elementOf(name), namespace };
    for (const { prefix, local, name: qualified, uri, value } of attributes) {
      if (prefix === '' && qualified !== 'xmlns') element.attributes.set(local, value);
      else if (uri !== XMLNS && qualified !== 'xmlns') element.foreign.set(`${uri} ${local}`, value);
    }
    const parent = this.open.at(-1);
    if (parent === undefined) this.root = element;
    else parent.element.children.push(element);
    this.open.push({ element, texts: [] });
    if (this.open.length > this.limits.depth) {
      throw new MetadataError('too_deep', `Elements are nested more than ${String(this.limits.depth)} deep.`);
    }
  }

  private refuseTooMany(ofThis: number): void {
    if (ofThis > this.limits.ofOneTag) throw tooMany('attributes', ofThis);
    if (this.attributes > this.limits.attributes) throw tooMany('attributes', this.attributes);
    if (this.namespaces > this.limits.namespaces) throw tooMany('namespaces', this.namespaces);
  }

  /** The parser's own words, with the line at their end. @throws CutOut */
  private wordsOf(message: string): string {
    const [, line = '?', words = message] = /^(\d+):\d+: (.*)$/s.exec(message) ?? [];
    const prefix = UNBOUND.exec(words)?.[1];
    if (prefix === undefined) return `${words.replace(/\.$/, '')} (line ${line})`;
    if (this.open.length === 0 && prefix === this.rootPrefix) throw new CutOut();
    return `the namespace prefix ${prefix} is not declared (line ${line})`;
  }
}

/** The root element's own prefix is not declared. */
class CutOut extends Error {}

const elementOf = (name: string): Element => ({
  name,
  namespace: undefined,
  attributes: new Map(),
  foreign: new Map(),
  children: [],
  text: '',
});
