/** What an attacker may send without any key, or with a signed response that was really theirs. */
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SIGN_IN_RULES } from '../../src/onboarding/testSignIn.js';
import { RESPONSE_LIMITS } from '../../src/saml/document.js';
import { readIdpMetadata } from '../../src/saml/metadata.js';
import { verifyResponse } from '../../src/saml/response.js';
import { answeredRequest, MAX_RESPONSE_CHARS } from '../../src/saml/responseDocument.js';
import { CORPUS_NOW } from '../unit/saml/corpus/certificates.js';
import { EXPECTED } from '../unit/saml/corpus/responses.js';

const corpus = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../unit/saml/corpus/${path}`, import.meta.url)));
const { signingCertificates } = readIdpMetadata(corpus('documents/entra.xml'));
const right = corpus('responses/right.xml').toString();

function verify(document: string) {
  const encoded = Buffer.from(document).toString('base64');
  answeredRequest(encoded);
  return verifyResponse(encoded, {
    idp: { entityId: EXPECTED.entityId, certificates: signingCertificates.map(({ pem }) => pem) },
    audience: EXPECTED.audience,
    acsUrl: EXPECTED.acsUrl,
    isOpenRequest: (id) => id === EXPECTED.requestId,
    now: CORPUS_NOW,
  });
}

/** In base64 they have the largest size that is accepted. */
const ROOM = (MAX_RESPONSE_CHARS / 4) * 3 - right.length - 100;
const TAGS = RESPONSE_LIMITS.tags - 100;

const before = (tag: string, content: string) => right.replace(tag, `${content}${tag}`);
const after = (tag: string, content: string) => right.replace(tag, `${tag}${content}`);
const inAssertion = (content: string) => before('</AttributeStatement>', content);
const inValue = (text: string) =>
  inAssertion(`<Attribute Name="a"><AttributeValue>${text}</AttributeValue></Attribute>`);
const many = (count: number, piece: (n: number) => string) =>
  Array.from({ length: Math.floor(count) }, (_, n) => piece(n)).join('');
const nested = (depth: number, content: string) => '<a>'.repeat(depth) + content + '</a>'.repeat(depth);
const fill = (piece: string) => (part: number) => piece.repeat(Math.floor((ROOM * part) / piece.length));

/** Each at any part of the largest size, up to 1. */
const SHAPES: Record<string, (part: number) => string> = {
  'elements in KeyInfo': (part) => after('<KeyInfo>', fill('<a/>')(part)),
  'elements in KeyInfo, as many as are read': (part) => after('<KeyInfo>', '<a/>'.repeat(TAGS * part)),
  'elements in the assertion': (part) => inAssertion(fill('<a/>')(part)),
  'elements in the assertion, as many as are read': (part) => inAssertion('<a/>'.repeat(TAGS * part)),
  'elements beside the assertion': (part) => after('</Issuer>', '<a/>'.repeat(TAGS * part)),
  'elements nested deep': (part) => inAssertion(nested(20, '<b/>'.repeat((TAGS - 40) * part))),
  signatures: (part) =>
    after('</Issuer>', '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>'.repeat(900 * part)),
  references: (part) => after('</Reference>', '<Reference URI="#_a1"/>'.repeat(TAGS * part)),
  transforms: (part) => after('<Transforms>', '<Transform Algorithm="a"/>'.repeat(TAGS * part)),
  'attributes of one element': (part) =>
    inAssertion(`<a ${many((ROOM * part) / 12, (n) => `a${String(n)}="1" `)}/>`),
  'attributes of many elements': (part) => inAssertion(many(1900 * part, (n) => `<a a="${String(n)}"/>`)),
  'namespaces of one element': (part) =>
    inAssertion(`<a ${many((ROOM * part) / 18, (n) => `xmlns:a${String(n)}="u" `)}/>`),
  'namespaces of many elements': (part) =>
    inAssertion(many(900 * part, (n) => `<a xmlns:b="${String(n)}"/>`)),
  'prefixes that are signed too': (part) =>
    right.replace(
      /<CanonicalizationMethod [^>]*\/>/,
      `<CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"><InclusiveNamespaces PrefixList="${fill('a ')(part)}"/></CanonicalizationMethod>`,
    ),
  'one long value': (part) => inValue(fill('v')(part)),
  'one value of references': (part) => inValue(fill('&amp;')(part)),
  'one value of angle brackets': (part) => inValue(fill('>')(part)),
  'one value of bare ampersands': (part) => inValue(fill('&')(part)),
  'one value of line ends': (part) => inValue(fill('\r')(part)),
  'one long attribute': (part) => inAssertion(`<a b="${fill('v')(part)}"/>`),
  'a long signature value': (part) => after('<SignatureValue>', fill('A')(part)),
  'a long certificate': (part) => after('<X509Certificate>', fill('A')(part)),
  'a long ID': (part) => right.replaceAll('_a1', `_${fill('a')(part / 2)}`),
  comments: (part) => inAssertion(fill('<!-- a -->')(part)),
  'comments that do not end': (part) => inAssertion(fill('<!--')(part)),
  'spaces in a tag': (part) => right.replace('<Subject>', `<Subject${fill(' ')(part)}>`),
  'a long status': (part) => right.replace('status:Success', `status:${fill('a')(part)}`),
  'no XML, but words': fill('http://a '),
  'no XML, but one word': fill('A'),
  'nothing but angle brackets': fill('<'),
};

/** Milliseconds of processor time, the least of several: neither what else the machine does nor garbage counts. */
function work(document: string): number {
  const times = Array.from({ length: 5 }, () => {
    const begun = process.cpuUsage();
    verify(document);
    const { user, system } = process.cpuUsage(begun);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

describe('a response', () => {
  it.each(Object.keys(SHAPES))('four times as large takes about four times as long: %s', (shape) => {
    const make = SHAPES[shape]!;
    verify(make(1));
    // Less than a few milliseconds tell nothing.
    const ratio = work(make(1)) / Math.max(3, work(make(0.25)));
    // The square would be 16, and what this was written for took 100 and more.
    expect(ratio).toBeLessThan(10);
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'prototype'])(
    'with elements and attributes that are called %s is judged without an error',
    (name) => {
      const names = [
        'Response',
        'Status',
        'Assertion',
        'Issuer',
        'SignatureMethod',
        'DigestMethod',
        'Attribute',
      ];
      const documents = [
        inAssertion(`<${name}/>`),
        inAssertion(`<a ${name}="1" xmlns:${name}="u" ${name}:b="2"/>`),
        inAssertion(`<Attribute Name="${name}"><AttributeValue>v</AttributeValue></Attribute>`),
        right.replace('#rsa-sha256', name),
        `<${name}/>`,
        ...names.map((from) => right.replaceAll(new RegExp(`(?<=[</:])${from}\\b`, 'g'), name)),
      ];
      for (const document of documents) {
        expect(verify(document).checks).toHaveLength(Object.keys(SIGN_IN_RULES).length);
      }
    },
  );
});
