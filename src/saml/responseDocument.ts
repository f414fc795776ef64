/** A response's document, as far as it can be read before anything of it is verified. */
import { type Checklist } from './checklist.js';
import { RESPONSE_LIMITS, rootOf } from './document.js';
import { MetadataError } from './metadataError.js';
import { attribute, ASSERTION, children, descendants, type Element, PROTOCOL, textOf } from './namespaces.js';

/** In base64; real responses are about 10 KB. */
export const MAX_RESPONSE_CHARS = 256 * 1024;

/** Elements of a response that are not in its assertion: issuer, status, perhaps a signature. */
const MAX_BESIDE = 100;

const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';

export const decodedResponse = (encoded: string) => Buffer.from(encoded, 'base64').toString('utf8');

/** The request that a response says it answers, before anything of it is verified; undefined when it says none. */
export function answeredRequest(encoded: string): string | undefined {
  if (encoded.length > MAX_RESPONSE_CHARS) return undefined;
  try {
    return attribute(rootOf(decodedResponse(encoded), RESPONSE_LIMITS), 'InResponseTo');
  } catch (error) {
    if (error instanceof MetadataError) return undefined;
    throw error;
  }
}

/** Parsed strictly; the parser of the signature's library, which reads it later, must take it too. */
export function readResponse(list: Checklist, xml: string): Element {
  let root: Element;
  try {
    root = rootOf(xml, RESPONSE_LIMITS);
  } catch (error) {
    if (error instanceof MetadataError) return list.refuse('document', error.message);
    throw error;
  }
  // Comments are no part of what is signed, and split the text of a name in two for careless readers.
  if (/<!--|<!\[CDATA\[|<\?(?!xml\s)/.test(xml)) {
    const why = 'It has a comment, CDATA or a processing instruction, which no identity provider writes.';
    return list.refuse('document', why);
  }
  if (root.name !== 'Response' || root.namespace !== PROTOCOL) {
    return list.refuse('document', `It is a <${root.name}>, not a SAML response.`);
  }
  if (descendants(root).some(({ name }) => name === 'Response')) {
    return list.refuse('document', 'There is a response inside the response.');
  }
  list.check('document', true, 'one SAML 2.0 response');
  return root;
}

/** The identity provider's own words when it did not sign the user in. */
export function statusOf(list: Checklist, response: Element): string | null {
  const [status] = children(response, PROTOCOL, 'Status');
  const [code] = status === undefined ? [] : children(status, PROTOCOL, 'StatusCode');
  const value = (code && attribute(code, 'Value')) ?? 'no status';
  if (value === SUCCESS) {
    list.check('status', true, 'Success');
    return null;
  }
  const [said] = status === undefined ? [] : children(status, PROTOCOL, 'StatusMessage');
  const message = said === undefined || textOf(said) === '' ? value : textOf(said);
  list.check('status', false, message);
  return message.slice(0, 2000);
}

/** The only assertion, where one belongs; nothing of it is verified. */
export function onlyAssertion(list: Checklist, response: Element): Element {
  const everything = descendants(response);
  const found = everything.filter(({ name }) => name === 'Assertion');
  if (everything.some(({ name }) => name === 'EncryptedAssertion' || name === 'EncryptedData')) {
    const why = 'It is encrypted: switch token encryption off for the application.';
    return list.refuse('assertion', why);
  }
  const [assertion] = children(response, ASSERTION, 'Assertion');
  const beside = everything.length - (assertion === undefined ? 0 : descendants(assertion).length);
  if (beside > MAX_BESIDE) return list.refuse('assertion', `${String(beside)} elements beside it`);
  const where = assertion === undefined ? ', not where one belongs' : '';
  if (assertion === undefined || found.length !== 1) {
    return list.refuse('assertion', `${String(found.length)} assertions${where}`);
  }
  list.check('assertion', true, '1 assertion');
  return assertion;
}
