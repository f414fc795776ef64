/** The elements of a document by their namespaces: prefixes mean nothing by themselves. */

export const METADATA = 'urn:oasis:names:tc:SAML:2.0:metadata';
export const ASSERTION = 'urn:oasis:names:tc:SAML:2.0:assertion';
/** SAML requests and responses. */
export const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
/** XML signatures, and the keys and certificates in them. */
export const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
/** Of attributes that declare a prefix. */
export const XMLNS = 'http://www.w3.org/2000/xmlns/';

export type Element = {
  /** Without prefix. */
  name: string;
  namespace: string | undefined;
  /** Those without prefix: one with a prefix is another attribute, whatever its name. */
  attributes: Map<string, string>;
  /** Those with a prefix, by `namespace name`; declarations are none of them. */
  foreign: Map<string, string>;
  children: Element[];
  /** Its own text, without that of its children. */
  text: string;
};

/** All child elements of this name in this namespace, in the document's order. */
export const children = (element: Element, namespace: string, name: string): Element[] =>
  element.children.filter((child) => child.name === name && child.namespace === namespace);

/** Every element below this one in the document's order, whatever their namespace: an attacker chooses that. */
export function descendants(element: Element): Element[] {
  const found: Element[] = [];
  const visit = (parent: Element) => {
    for (const child of parent.children) {
      found.push(child);
      visit(child);
    }
  };
  visit(element);
  return found;
}

export const attribute = (element: Element, name: string): string | undefined => element.attributes.get(name);

export const foreignAttribute = (element: Element, namespace: string, name: string): string | undefined =>
  element.foreign.get(`${namespace} ${name}`);

export const textOf = (element: Element): string => element.text.trim();
