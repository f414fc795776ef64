/**
 * Who reads what a request is answered with. The language: what they chose at the foot of a page, else what is said of
 * them in the onboarding's request, else what their browser asks for. The time zone: their browser's, once a page has
 * told it; until then what is said of them.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { isLanguage, type Language, LANGUAGES } from '../onboarding/languages.js';
import { isTimeZone } from '../onboarding/textMessages.js';
import type { OnboardingRequest } from '../onboarding/request.js';
import { newReader, OPERATOR, type Reader } from './reader.js';
import { reads } from './reads.js';
import { redirect } from './redirect.js';

const LANGUAGE_COOKIE = 'language';
/** Set by assets/client.js. */
const ZONE_COOKIE = 'time-zone';
const YEAR_SECONDS = 365 * 24 * 60 * 60;

const readers = new WeakMap<FastifyRequest, Reader>();

export function readerOf(request: FastifyRequest): Reader {
  const reader = readers.get(request) ?? readerWith(request, {});
  readers.set(request, reader);
  return reader;
}

/** Once it is known whose link it is. */
export function readBy(
  request: FastifyRequest,
  { contacts, timeZone }: OnboardingRequest,
  name: string,
): void {
  const contact = contacts.find((one) => one.name === name);
  readers.set(
    request,
    readerWith(request, { language: contact?.language, timeZone: contact?.timeZone ?? timeZone }),
  );
}

export const readByOperator = (request: FastifyRequest): void => {
  readers.set(request, OPERATOR);
};

type Known = { language?: Language | undefined; timeZone?: string | undefined };

function readerWith(request: FastifyRequest, { language, timeZone = 'UTC' }: Known): Reader {
  const chosen = cookieOf(request, LANGUAGE_COOKIE);
  const zone = cookieOf(request, ZONE_COOKIE);
  return newReader(
    isLanguage(chosen) ? chosen : (language ?? askedFor(request)),
    zone !== undefined && isTimeZone(zone) ? zone : timeZone,
    reads(request) && !request.url.includes('?'),
  );
}

/** A request that is refused early has none yet. */
const cookieOf = ({ cookies }: { cookies?: FastifyRequest['cookies'] | null }, name: string) =>
  cookies?.[name];

function askedFor(request: FastifyRequest): Language {
  const [language] = new Negotiator(request).languages([...LANGUAGES]);
  return isLanguage(language) ? language : LANGUAGES[0];
}

/** Of no program and no operator, and of no other host. */
const PAGE = /^\/(?![/\\]|api\b|console\b)/;

/** `?language=de` of any page: the choice is kept, and the page loaded without it. */
export function switchLanguages(server: FastifyInstance, secure: boolean): void {
  server.addHook('onRequest', (request, reply, done) => {
    const [path = '', query] = request.url.split('?');
    const chosen = /^language=(\w+)$/.exec(query ?? '')?.[1];
    if (!reads(request) || !isLanguage(chosen) || !PAGE.test(path)) {
      done();
      return;
    }
    void reply.setCookie(LANGUAGE_COOKIE, chosen, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure,
      maxAge: YEAR_SECONDS,
    });
    void redirect(reply, path);
  });
}
