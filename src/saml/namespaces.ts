/** The elements of a document with their namespaces, from what the parser gives: prefixes mean nothing by themselves. */

export const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';
export const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
/** XML signatures, and the keys and certificates in them. */
export const DSIG = 'http://www.w3.org/2000/09/xmldsig#';

export type Element = {
  /** Without prefix. */
  name: string;
  namespace: string | undefined;
  /** Those without prefix: one with a prefix is another attribute, whatever its name. */
  attributes: Map<string, string>;
  children: Element[];
  text: string;
};

/** All child elements of this name in this namespace, in the document's order. */
export const children = (element: Element, namespace: string, name: string): Element[] =>
  element.children.filter((child) => child.name === name && child.namespace === namespace);

export const attribute = (element: Element, name: string): string | undefined => element.attributes.get(name);

export const textOf = (element: Element): string => element.text.trim();

/** Of fast-xml-parser with `preserveOrder`: one key names the element and holds its nodes, `:@` the attributes. */
type ParsedNode = Record<string, unknown>;

/** Linked, not copied: declarations may be many, and elements within them too. */
type Scope = { declared: Map<string, string>; outer: Scope | undefined };

const OUTERMOST: Scope = {
  declared: new Map([
    ['xml', 'http://www.w3.org/XML/1998/namespace'],
    ['xmlns', 'http://www.w3.org/2000/xmlns/'],
  ]),
  outer: undefined,
};

export type Resolved = {
  /** At the outermost level: one in a well-formed document. */
  elements: Element[];
  /** A prefix that is used, and declared nowhere around. */
  undeclared: string | undefined;
};

/** @param parsed by fast-xml-parser with `preserveOrder`, without a prefix for attributes */
export function resolveNamespaces(parsed: unknown): Resolved {
  const resolved: Resolved = { elements: [], undeclared: undefined };

  const namespaceOf = (prefix: string, scope: Scope): string | undefined => {
    for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
      const found = at.declared.get(prefix);
      // xmlns="" takes the default namespace away.
      if (found !== undefined) return found === '' ? undefined : found;
    }
    if (prefix !== '') resolved.undeclared ??= prefix;
    return undefined;
  };

  const elementOf = (qualified: string, node: ParsedNode, outer: Scope): Element => {
    const attributes = Object.entries(isNode(node[':@']) ? node[':@'] : {}).map(([key, value]) => ({
      ...split(key),
      value: decoded(String(value)),
    }));
    const declared = attributes.flatMap(({ prefix, name, value }): [string, string][] =>
      prefix === 'xmlns' ? [[name, value]] : prefix === '' && name === 'xmlns' ? [['', value]] : [],
    );
    const scope = declared.length === 0 ? outer : { declared: new Map(declared), outer };
    for (const { prefix } of attributes) namespaceOf(prefix, scope);
    const { prefix, name } = split(qualified);
    const nodes = nodesIn(node[qualified]);
    return {
      name,
      namespace: namespaceOf(prefix, scope),
      attributes: new Map(
        attributes.filter((one) => one.prefix === '').map((one): [string, string] => [one.name, one.value]),
      ),
      children: elementsIn(nodes, scope),
      text: decoded(nodes.map((child) => ('#text' in child ? String(child['#text']) : '')).join('')),
    };
  };

  const elementsIn = (nodes: ParsedNode[], scope: Scope): Element[] =>
    nodes.flatMap((node) => {
      const name = Object.keys(node).find((key) => key !== ':@');
      return name === undefined || /^[?#]/.test(name) ? [] : [elementOf(name, node, scope)];
    });

  resolved.elements = elementsIn(nodesIn(parsed), OUTERMOST);
  return resolved;
}

const isNode = (value: unknown): value is ParsedNode => typeof value === 'object' && value !== null;
const nodesIn = (value: unknown): ParsedNode[] => (Array.isArray(value) ? value.filter(isNode) : []);

function split(qualified: string): { prefix: string; name: string } {
  const colon = qualified.indexOf(':');
  return { prefix: qualified.slice(0, Math.max(0, colon)), name: qualified.slice(colon + 1) };
}

const PREDEFINED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const REFERENCE = /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi;

/** What XML itself defines; the parser is told to decode nothing. */
function decoded(text: string): string {
  return text.replace(REFERENCE, (whole, name?: string, decimal?: string, hex?: string) => {
    if (name !== undefined) return PREDEFINED[name.toLowerCase()] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
