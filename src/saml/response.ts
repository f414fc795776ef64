/**
 * A SAML response, checked rule by rule. xml-crypto verifies the signature; everything else is checked here, and
 * everything that is believed is read from the signed assertion alone.
 */
import type { SignInCheck, VerifiedSignIn } from '../onboarding/testSignIn.js';
import { Checklist, Stop } from './checklist.js';
import { checkConditions, type Wanted } from './conditions.js';
import { ASSERTION, attribute, children, descendants, type Element, textOf } from './namespaces.js';
import {
  decodedResponse,
  MAX_RESPONSE_CHARS,
  onlyAssertion,
  readResponse,
  statusOf,
} from './responseDocument.js';
import { checkAlgorithms, signedAssertion } from './signature.js';

const ROLE = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role';
const MAX_ATTRIBUTES = 200;

export type ExpectedResponse = Wanted & { idp: { certificates: readonly string[] } };

export type Verdict = {
  checks: SignInCheck[];
  /** Null unless every check passed. */
  signIn: VerifiedSignIn | null;
  requestId: string | null;
  /** The identity provider's own words when it did not sign the user in. */
  refusal: string | null;
};

/** Never throws for anything in the response. @param encoded the form field `SAMLResponse` */
export function verifyResponse(encoded: string, expected: ExpectedResponse): Verdict {
  const list = new Checklist();
  const verdict: Omit<Verdict, 'checks'> = { signIn: null, requestId: null, refusal: null };
  try {
    list.require('size', encoded.length <= MAX_RESPONSE_CHARS, `${String(encoded.length)} characters`);
    const xml = decodedResponse(encoded);
    const response = readResponse(list, xml);
    verdict.refusal = statusOf(list, response);
    const unverified = onlyAssertion(list, response);
    checkAlgorithms(list, response);
    const parts = { response, assertion: unverified };
    const assertion = signedAssertion(list, xml, parts, expected.idp.certificates);
    verdict.requestId = checkConditions(list, response, assertion, expected);
    const signIn = subjectOf(list, assertion);
    if (list.passed) verdict.signIn = signIn;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
  }
  return { checks: list.all, ...verdict };
}

function subjectOf(list: Checklist, assertion: Element): VerifiedSignIn {
  const elements = children(assertion, ASSERTION, 'Subject').flatMap((subject) =>
    children(subject, ASSERTION, 'NameID'),
  );
  const names = elements.map(textOf);
  const [first] = elements;
  const nameIdFormat = (first && attribute(first, 'Format')) ?? '';
  const nameId = names.length === 1 ? (names[0] ?? '') : '';
  list.check('subject', nameId !== '', nameId === '' ? `${String(names.length)} names` : nameId);
  const claims = claimsOf(assertion);
  return { nameId, nameIdFormat, claims, roles: claims[ROLE] ?? [] };
}

/** Without a prototype: a claim may have any name, `constructor` too. */
function claimsOf(assertion: Element): VerifiedSignIn['claims'] {
  const claims = Object.create(null) as VerifiedSignIn['claims'];
  const attributes = children(assertion, ASSERTION, 'AttributeStatement')
    .flatMap((statement) => children(statement, ASSERTION, 'Attribute'))
    .slice(0, MAX_ATTRIBUTES);
  for (const element of attributes) {
    const name = attribute(element, 'Name') ?? '';
    const values = children(element, ASSERTION, 'AttributeValue').map(wholeText);
    claims[name] = [...(claims[name] ?? []), ...values].slice(0, MAX_ATTRIBUTES);
  }
  return claims;
}

/** A value may itself be an element, such as a NameID. */
const wholeText = (element: Element) => [element, ...descendants(element)].map(textOf).join('').trim();
