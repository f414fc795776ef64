/** What a signed assertion says of itself: by whom, for whom, for which request, and how long. */
import { type Checklist } from './checklist.js';
import { ASSERTION, attribute, children, type Element, textOf } from './namespaces.js';

const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';
/** Clocks of two machines differ. */
const SKEW_MS = 60_000;

export type Wanted = {
  idp: { entityId: string };
  /** The service provider's entity ID. */
  audience: string;
  /** The assertion consumer service that the request named. */
  acsUrl: string;
  /** Whether this is the id of a request that was sent and has not been answered. */
  isOpenRequest: (id: string) => boolean;
  now: Date;
};

/** Returns the id of the request that it answers. */
export function checkConditions(
  list: Checklist,
  response: Element,
  assertion: Element,
  wanted: Wanted,
): string | null {
  checkIssuer(list, response, assertion, wanted.idp.entityId);
  checkAudience(list, assertion, wanted.audience);
  const confirmation = bearerConfirmation(assertion);
  const named = (element: Element | undefined, name: string) => (element && attribute(element, name)) ?? '';
  const toUs = (rule: 'recipient' | 'destination', found: string) => {
    const same = found === wanted.acsUrl;
    list.check(rule, same, same ? found : `it is "${found}" instead of "${wanted.acsUrl}"`);
  };
  toUs('recipient', named(confirmation, 'Recipient'));
  toUs('destination', named(response, 'Destination'));

  const inResponseTo = named(confirmation, 'InResponseTo');
  const agreed = named(response, 'InResponseTo') === inResponseTo;
  const open = inResponseTo !== '' && agreed && wanted.isOpenRequest(inResponseTo);
  const unasked = inResponseTo === '' ? 'nobody asked for it' : 'the request is unknown, too old or answered';
  list.check('request', open, open ? inResponseTo : agreed ? unasked : 'it names two different requests');

  const flaws = [...new Set(timeFlaws(assertion, confirmation, wanted.now))].join(', ');
  list.check('time', flaws === '', flaws === '' ? wanted.now.toISOString() : flaws);
  return open ? inResponseTo : null;
}

/** SAML core 2.2.5: a response need not name its issuer, but one that does must be of the same. */
function checkIssuer(list: Checklist, response: Element, assertion: Element, entityId: string): void {
  const issuers = (element: Element) => children(element, ASSERTION, 'Issuer').map(textOf);
  const [own, whole] = [issuers(assertion), issuers(response)];
  if (own.length !== 1 || own[0] !== entityId) {
    list.check('issuer', false, `it is "${own.join(', ')}" instead of "${entityId}"`);
    return;
  }
  const same = whole.every((issuer) => issuer === entityId);
  list.check('issuer', same, same ? entityId : `that of the response is "${whole.join(', ')}" instead`);
}

/** SAML core 2.5.1.4: of each restriction one audience must be ours, and there must be a restriction. */
function checkAudience(list: Checklist, assertion: Element, audience: string): void {
  const restrictions = children(assertion, ASSERTION, 'Conditions')
    .flatMap((conditions) => children(conditions, ASSERTION, 'AudienceRestriction'))
    .map((restriction) => children(restriction, ASSERTION, 'Audience').map(textOf));
  const meant = restrictions.length > 0 && restrictions.every((audiences) => audiences.includes(audience));
  const named = restrictions.flat().join(', ');
  list.check('audience', meant, meant ? audience : `it is "${named}" instead of "${audience}"`);
}

/** SAML profiles 4.1.4.2: exactly one is looked at; of several nobody says which one counts. */
function bearerConfirmation(assertion: Element): Element | undefined {
  const [only, ...more] = children(assertion, ASSERTION, 'Subject')
    .flatMap((subject) => children(subject, ASSERTION, 'SubjectConfirmation'))
    .filter((confirmation) => attribute(confirmation, 'Method') === BEARER);
  if (only === undefined || more.length > 0) return undefined;
  return children(only, ASSERTION, 'SubjectConfirmationData')[0];
}

/**
 * Conditions need no times of their own (SAML core 2.5.1), but the confirmation of a bearer needs an end (profiles
 * 4.1.4.2); a session that is over lets nobody in (core 2.7.2).
 */
function timeFlaws(assertion: Element, confirmation: Element | undefined, now: Date): string[] {
  const conditions = children(assertion, ASSERTION, 'Conditions');
  const statements = children(assertion, ASSERTION, 'AuthnStatement');
  const limited = [...conditions, ...(confirmation === undefined ? [] : [confirmation])];
  const starts = ['NotBefore', 'IssueInstant', 'AuthnInstant'];
  const ends = ['NotOnOrAfter', 'SessionNotOnOrAfter'];
  const flaws = [assertion, ...limited, ...statements].flatMap((element) =>
    [...starts, ...ends].flatMap((name) => {
      const value = attribute(element, name);
      if (value === undefined) return [];
      const limit = timeOf(value);
      const begun = now.getTime() + SKEW_MS >= limit;
      const over = !(now.getTime() - SKEW_MS < limit);
      return (starts.includes(name) ? !begun : over) ? [`${name} is ${value}`] : [];
    }),
  );
  const hasEnd = confirmation !== undefined && attribute(confirmation, 'NotOnOrAfter') !== undefined;
  return hasEnd ? flaws : [...flaws, 'it has no end (NotOnOrAfter)'];
}

/** An xs:dateTime, which without a zone is of UTC in SAML (core 1.3.3); NaN for anything else. */
export function timeOf(text: string): number {
  const [, time, zone] =
    /^\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,12})?)(Z|[+-]\d\d:\d\d)?\s*$/.exec(text) ?? [];
  return time === undefined ? Number.NaN : Date.parse(`${time.slice(0, 23)}${zone ?? 'Z'}`);
}
