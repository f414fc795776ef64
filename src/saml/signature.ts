/** The signature of an assertion: its shape is checked before anything is computed of it. */
import { type Checklist } from './checklist.js';
import { RESPONSE_LIMITS, rootOf } from './document.js';
import { ASSERTION, attribute, children, descendants, DSIG, type Element, textOf } from './namespaces.js';
import { type Covered, verified } from './verify.js';

type Digest = Covered['referenceDigest'];
const SIGNATURES = new Map<string, Digest>([
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha512', 'sha512'],
]);
const DIGESTS = new Map<string, Digest>([
  ['http://www.w3.org/2001/04/xmlenc#sha256', 'sha256'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
]);
const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';

/** A signature with its certificate chain has some twenty. */
const MAX_ELEMENTS = 60;
/** A certificate has some 2,000. */
const MAX_CHARS = 20_000;
const MAX_PREFIX_LIST_CHARS = 500;

/** `refusalFinding` knows the cause of this one. */
export const ONLY_RESPONSE_SIGNED = /^Only the response is signed/;
const ONLY_RESPONSE = 'Only the response is signed, not the assertion in it.';

/** Each algorithm that anything in the response claims to be signed with. */
export function checkAlgorithms(list: Checklist, response: Element): void {
  const named = descendants(response)
    .filter(({ name }) => name === 'SignatureMethod' || name === 'DigestMethod')
    .map((method) => ({ method, algorithm: attribute(method, 'Algorithm') ?? 'none' }));
  const refused = named.filter(
    ({ method, algorithm }) => !(method.name === 'DigestMethod' ? DIGESTS : SIGNATURES).has(algorithm),
  );
  const shown = new Set((refused.length > 0 ? refused : named).map(({ algorithm }) => algorithm));
  const passed = named.length > 0 && refused.length === 0;
  list.require('algorithms', passed, shown.size === 0 ? 'not signed' : [...shown].join(', '));
}

/**
 * The assertion as it was signed, and nothing else of the document.
 * @param certificates any of which may have signed it
 */
export function signedAssertion(
  list: Checklist,
  xml: string,
  { response, assertion }: { response: Element; assertion: Element },
  certificates: readonly string[],
): Element {
  const covered = coveredBy(response, assertion);
  if (typeof covered === 'string') return list.refuse('signature', covered);
  const signed = verified(xml, covered, certificates);
  if (signed === undefined) {
    return list.refuse(
      'signature',
      'It was not made by a certificate of the metadata, or what it signs was changed.',
    );
  }
  const root = rootOf(signed, RESPONSE_LIMITS);
  if (root.name !== 'Assertion' || root.namespace !== ASSERTION) {
    return list.refuse('signature', 'What is signed is not the assertion.');
  }
  list.check('signature', true, `one of ${String(certificates.length)} certificates of the metadata`);
  return root;
}

/** What the signature says that it covers; in words, why it is not even looked at. */
function coveredBy(response: Element, assertion: Element): Covered | string {
  const [signature, ...more] = children(assertion, DSIG, 'Signature');
  const whole = children(response, DSIG, 'Signature');
  if (signature === undefined) return whole.length > 0 ? ONLY_RESPONSE : 'The assertion is not signed.';
  if (more.length > 0 || whole.length > 1) return 'There is more than one signature.';
  for (const one of [signature, ...whole]) {
    const parts = descendants(one);
    if (parts.length > MAX_ELEMENTS) return `A signature has ${String(parts.length)} elements.`;
    if (parts.some(isLong)) return 'A signature has a part that is too long.';
  }
  if (!/^SignedInfo SignatureValue( KeyInfo)?$/.test(namesIn(signature))) {
    return `The signature consists of ${namesIn(signature)}.`;
  }
  const [signedInfo, signatureValue] = signature.children;
  if (signedInfo === undefined || signatureValue === undefined) return 'The signature is empty.';
  if (namesIn(signedInfo) !== 'CanonicalizationMethod SignatureMethod Reference') {
    return `What is signed is ${namesIn(signedInfo)}.`;
  }
  const [canonicalisation, method, reference] = signedInfo.children;
  if (canonicalisation === undefined || method === undefined || reference === undefined)
    return 'It signs nothing.';
  if (algorithmOf(canonicalisation) !== EXCLUSIVE) {
    return `The canonicalisation is ${algorithmOf(canonicalisation)}.`;
  }
  const flaw = flawOfReference(reference, response, assertion);
  if (flaw !== undefined) return flaw;
  const [digestMethod] = children(reference, DSIG, 'DigestMethod');
  const [digestValue] = children(reference, DSIG, 'DigestValue');
  const signatureDigest = SIGNATURES.get(algorithmOf(method));
  const referenceDigest = DIGESTS.get(digestMethod === undefined ? '' : algorithmOf(digestMethod));
  if (signatureDigest === undefined || referenceDigest === undefined || digestValue === undefined) {
    return 'The signature lacks a part.';
  }
  return {
    signatureDigest,
    referenceDigest,
    signatureValue: textOf(signatureValue),
    digestValue: textOf(digestValue),
    prefixesOfInfo: prefixesIn(canonicalisation),
    prefixesOfReference: prefixesIn(reference),
  };
}

/** Lists of prefixes are looked through for each element. */
const isLong = (part: Element) =>
  part.text.length > MAX_CHARS || (attribute(part, 'PrefixList') ?? '').length > MAX_PREFIX_LIST_CHARS;

/** Those in another namespace are told by their whole name: they are none of a signature's. */
const namesIn = (element: Element) =>
  element.children
    .map(({ name, namespace }) => (namespace === DSIG ? name : `{${namespace ?? ''}}${name}`))
    .join(' ');

const algorithmOf = (method: Element) => attribute(method, 'Algorithm') ?? 'not named';

const prefixesIn = (element: Element) =>
  descendants(element)
    .flatMap((part) => (attribute(part, 'PrefixList') ?? '').split(/\s+/))
    .filter((prefix) => prefix !== '');

function flawOfReference(reference: Element, response: Element, assertion: Element): string | undefined {
  const transforms = children(reference, DSIG, 'Transforms').flatMap((all) => all.children);
  const kinds = transforms.map(algorithmOf);
  if (kinds.join(' ') !== `${ENVELOPED} ${EXCLUSIVE}`) return `The transforms are ${kinds.join(', ')}.`;
  const id = attribute(assertion, 'ID') ?? '';
  // The library finds what is signed by it, in an XPath expression.
  if (!/^[\p{L}_][\p{L}\p{N}_.-]{0,255}$/u.test(id)) return 'The assertion has no usable ID.';
  if (attribute(reference, 'URI') !== `#${id}`) return 'The signature is not that of the assertion.';
  const bearers = [response, ...descendants(response)].filter(({ attributes }) =>
    ['ID', 'Id', 'id'].some((name) => attributes.get(name) === id),
  );
  return bearers.length === 1 ? undefined : 'Several elements have the ID of the assertion.';
}
