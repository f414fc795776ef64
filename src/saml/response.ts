/**
 * A SAML response, checked rule by rule. @node-saml/node-saml verifies the signature; what it leaves out (recipient,
 * destination, algorithms, DOCTYPE, several assertions) is checked here, and everything that is believed is read from
 * the signed assertion alone.
 */
import { SAML, ValidateInResponseTo } from '@node-saml/node-saml';
import { DOMParser } from '@xmldom/xmldom';
import {
  SIGN_IN_RULES,
  type SignInCheck,
  type SignInRule,
  type VerifiedSignIn,
} from '../onboarding/testSignIn.js';
import { rootOf } from './document.js';
import { MetadataError } from './metadataError.js';
import { attribute } from './namespaces.js';

/** In base64; real responses are about 10 KB. */
export const MAX_RESPONSE_CHARS = 256 * 1024;

const ALGORITHMS = [
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512',
];
const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const SUCCESS = 'urn:oasis:names:tc:SAML:2.0:status:Success';
const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
const ROLE = 'http://schemas.microsoft.com/ws/2008/06/identity/claims/role';
/** Clocks of two machines differ. */
const SKEW_MS = 60_000;

export type ExpectedResponse = {
  idp: { entityId: string; certificates: readonly string[] };
  /** The service provider's entity ID. */
  audience: string;
  /** The assertion consumer service that the request named. */
  acsUrl: string;
  /** Whether this is the id of a request that was sent and has not been answered. */
  isOpenRequest: (id: string) => boolean;
  now: Date;
};

export type Verdict = {
  checks: SignInCheck[];
  /** Null unless every check passed. */
  signIn: VerifiedSignIn | null;
  requestId: string | null;
  /** The identity provider's own words when it did not sign the user in. */
  refusal: string | null;
};

/** The request that a response says it answers, before anything of it is verified; undefined when it says none. */
export function answeredRequest(encoded: string): string | undefined {
  if (encoded.length > MAX_RESPONSE_CHARS) return undefined;
  try {
    return attribute(rootOf(Buffer.from(encoded, 'base64').toString('utf8')), 'InResponseTo');
  } catch (error) {
    if (error instanceof MetadataError) return undefined;
    throw error;
  }
}

/** Ends the checking: nothing after this can be trusted or even read. */
class Stop extends Error {}

class Checklist {
  private readonly results = new Map<SignInRule, SignInCheck>();

  check(rule: SignInRule, passed: boolean, detail: string): void {
    const result = passed ? 'passed' : 'failed';
    this.results.set(rule, { rule, result, detail: detail.slice(0, 500) });
  }

  /** As `check`, and the end of it when it fails. */
  require(rule: SignInRule, passed: boolean, detail: string): void {
    this.check(rule, passed, detail);
    if (!passed) throw new Stop();
  }

  get all(): SignInCheck[] {
    return (Object.keys(SIGN_IN_RULES) as SignInRule[]).map(
      (rule) => this.results.get(rule) ?? { rule, result: 'notChecked', detail: '' },
    );
  }

  get passed(): boolean {
    return this.all.every(({ result }) => result === 'passed');
  }
}

/** Never throws for anything in the response. @param encoded the form field `SAMLResponse` */
export async function verifyResponse(encoded: string, expected: ExpectedResponse): Promise<Verdict> {
  const list = new Checklist();
  const verdict: Omit<Verdict, 'checks'> = { signIn: null, requestId: null, refusal: null };
  try {
    const response = readResponse(list, encoded);
    verdict.refusal = statusOf(list, response);
    checkShape(list, response);
    const assertion = await signedAssertion(list, encoded, expected);
    verdict.requestId = checkConditions(list, response, assertion, expected);
    const signIn = subjectOf(list, assertion);
    if (list.passed) verdict.signIn = signIn;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
  }
  return { checks: list.all, ...verdict };
}

/** Parsed strictly first, then by the parser that the signature's library uses: both must take it. */
function readResponse(list: Checklist, encoded: string): Element {
  const size = encoded.length;
  list.require('size', size <= MAX_RESPONSE_CHARS, `${String(size)} characters`);
  const xml = Buffer.from(encoded, 'base64').toString('utf8');
  const refuse = (why: string): never => {
    list.require('document', false, why);
    throw new Stop();
  };
  try {
    rootOf(xml);
  } catch (error) {
    if (error instanceof MetadataError) return refuse(error.message);
    throw error;
  }
  // Comments are no part of what is signed, and split the text of a name in two for careless readers.
  if (/<!--|<!\[CDATA\[|<\?(?!xml\s)/.test(xml)) {
    return refuse('It has a comment, CDATA or a processing instruction, which no identity provider writes.');
  }
  const root = parse(xml);
  if (root?.localName !== 'Response' || root.namespaceURI !== PROTOCOL) {
    return refuse(`It is a <${root?.localName ?? '?'}>, not a SAML response.`);
  }
  if (all(root, 'Response').length > 0) return refuse('There is a response inside the response.');
  list.check('document', true, 'one SAML 2.0 response');
  return root;
}

function statusOf(list: Checklist, response: Element): string | null {
  const code = all(response, 'StatusCode')[0]?.getAttribute('Value') ?? 'no status';
  if (code === SUCCESS) {
    list.check('status', true, 'Success');
    return null;
  }
  const message = all(response, 'StatusMessage')[0]?.textContent.trim() ?? code;
  list.check('status', false, message);
  return message.slice(0, 2000);
}

/** What a response must look like before its signature is worth looking at. */
function checkShape(list: Checklist, response: Element): void {
  const assertions = all(response, 'Assertion');
  const encrypted = all(response, 'EncryptedAssertion').length + all(response, 'EncryptedData').length;
  const direct = assertions[0]?.parentNode === response;
  list.require(
    'assertion',
    assertions.length === 1 && direct && encrypted === 0,
    encrypted > 0
      ? 'It is encrypted: switch token encryption off for the application.'
      : `${String(assertions.length)} assertions${direct ? '' : ', not where one belongs'}`,
  );
  const used = [...all(response, 'SignatureMethod'), ...all(response, 'DigestMethod')].map(
    (method) => method.getAttribute('Algorithm') ?? 'none',
  );
  const refused = used.filter((algorithm) => !ALGORITHMS.includes(algorithm));
  const named = [...new Set(refused.length > 0 ? refused : used)].join(', ');
  list.require('algorithms', used.length > 0 && refused.length === 0, named === '' ? 'not signed' : named);
}

/** The assertion as it was signed, and nothing else of the document. */
async function signedAssertion(
  list: Checklist,
  encoded: string,
  { idp }: ExpectedResponse,
): Promise<Element> {
  const saml = new SAML({
    idpCert: [...idp.certificates],
    // The rest is required by the library, and checked here.
    issuer: 'unused',
    callbackUrl: 'https://unused.invalid',
    audience: false,
    acceptedClockSkewMs: -1,
    validateInResponseTo: ValidateInResponseTo.never,
    wantAssertionsSigned: true,
    // Entra ID signs the assertion only.
    wantAuthnResponseSigned: false,
  });
  let assertion: Element | undefined;
  let why = 'no signed assertion';
  try {
    const { profile } = await saml.validatePostResponseAsync({ SAMLResponse: encoded });
    const xml = profile?.getAssertionXml?.();
    assertion = xml === undefined ? undefined : parse(xml);
  } catch (error) {
    why = error instanceof Error ? error.message : String(error);
  }
  if (assertion === undefined) {
    // The library reads the times although it is told not to judge them.
    list.require(why.startsWith('Error parsing Not') ? 'time' : 'signature', false, why);
    throw new Stop();
  }
  list.check('signature', true, `one of ${String(idp.certificates.length)} certificates of the metadata`);
  return assertion;
}

/** Returns the id of the request that it answers. */
function checkConditions(
  list: Checklist,
  response: Element,
  assertion: Element,
  { idp, audience, acsUrl, isOpenRequest, now }: ExpectedResponse,
): string | null {
  const same = (rule: SignInRule, found: string, wanted: string) => {
    list.check(rule, found === wanted, found === wanted ? found : `it is "${found}" instead of "${wanted}"`);
  };
  same('issuer', text(childOf(assertion, 'Issuer')), idp.entityId);
  const audiences = all(assertion, 'Audience').map(text);
  const named = audiences.length === 1 ? (audiences[0] ?? '') : audiences.join(', ');
  same('audience', named, audience);

  const confirmations = all(assertion, 'SubjectConfirmation').filter(
    (confirmation) => confirmation.getAttribute('Method') === BEARER,
  );
  const data = confirmations.map((confirmation) => childOf(confirmation, 'SubjectConfirmationData'));
  const [only] = data;
  const confirmed = data.length === 1 ? only : undefined;
  same('recipient', confirmed?.getAttribute('Recipient') ?? '', acsUrl);
  same('destination', response.getAttribute('Destination') ?? '', acsUrl);

  const inResponseTo = confirmed?.getAttribute('InResponseTo') ?? '';
  const agreed = (response.getAttribute('InResponseTo') ?? '') === inResponseTo;
  const open = inResponseTo !== '' && agreed && isOpenRequest(inResponseTo);
  const unasked = inResponseTo === '' ? 'nobody asked for it' : 'the request is unknown, too old or answered';
  list.check('request', open, open ? inResponseTo : agreed ? unasked : 'it names two different requests');

  const conditions = childOf(assertion, 'Conditions');
  const limits = [conditions, confirmed].flatMap((element) => [
    { name: 'NotBefore', value: element?.getAttribute('NotBefore') ?? '' },
    { name: 'NotOnOrAfter', value: element?.getAttribute('NotOnOrAfter') ?? '' },
  ]);
  const passed = limits.flatMap(({ name, value }) => {
    const limit = Date.parse(value);
    if (value === '') return [];
    const within = name === 'NotBefore' ? now.getTime() + SKEW_MS >= limit : now.getTime() - SKEW_MS < limit;
    return within ? [] : [`${name} is ${value}`];
  });
  const bounded = [conditions, confirmed].every((element) => element?.getAttribute('NotOnOrAfter'));
  const problem = bounded ? [...new Set(passed)].join(', ') : 'it has no end (NotOnOrAfter)';
  list.check('time', problem === '', problem === '' ? now.toISOString() : problem);
  return open ? inResponseTo : null;
}

function subjectOf(list: Checklist, assertion: Element): VerifiedSignIn {
  const names = all(assertion, 'NameID').map(text);
  const nameId = names.length === 1 ? (names[0] ?? '') : '';
  list.check('subject', nameId !== '', nameId === '' ? `${String(names.length)} names` : nameId);
  const claims: VerifiedSignIn['claims'] = {};
  for (const attribute of all(assertion, 'Attribute').slice(0, 200)) {
    const name = attribute.getAttribute('Name') ?? '';
    claims[name] = [...(claims[name] ?? []), ...all(attribute, 'AttributeValue').map(text)].slice(0, 200);
  }
  return { nameId, claims, roles: claims[ROLE] ?? [] };
}

function parse(xml: string): Element | undefined {
  const failures: string[] = [];
  const fail = (message: string) => {
    failures.push(message);
  };
  const parser = new DOMParser({ errorHandler: { warning: fail, error: fail, fatalError: fail } });
  const root = parser.parseFromString(xml, 'text/xml').documentElement;
  return failures.length > 0 ? undefined : root;
}

/** Below this element, whatever their namespace: an attacker chooses that. */
const all = (element: Element, name: string): Element[] =>
  Array.from(element.getElementsByTagNameNS('*', name));

const childOf = (element: Element, name: string): Element | undefined =>
  Array.from(element.childNodes).find((node): node is Element => (node as Element).localName === name);

const text = (element: Element | undefined) => element?.textContent.trim() ?? '';
