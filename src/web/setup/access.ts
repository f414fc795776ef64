/**
 * Who may see which page. A link's address is opened once and its secret then kept in a cookie for that link's pages
 * alone, so that it stays out of the address bar, of histories and of what people paste.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { linkId, permits, type LinkPurpose, type SetupLink } from '../../onboarding/links.js';
import { type LinkToken, readLinkToken } from '../../onboarding/linkToken.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import {
  type Onboarding,
  OnboardingNotFoundError,
  onboardingOf,
  requestOf,
} from '../../temporal/onboardings.js';
import { csrfToken } from '../csrf.js';
import type { WebDeps } from '../deps.js';
import { HttpProblem } from '../problems.js';

/** A link that is good, and all that its pages show. */
export type Access = {
  link: SetupLink;
  onboarding: Onboarding;
  request: OnboardingRequest;
  /** For the forms of its pages. */
  csrf: string;
};

/** Of one address, per minute: enough for people, too few for guessing. */
const OPENINGS_PER_MINUTE = 60;

export function openLinks(server: FastifyInstance, { settings, logger }: WebDeps): void {
  const secure = settings.publicUrl.startsWith('https:');
  server.get<{ Params: { token: string } }>(
    '/s/:token',
    { config: { rateLimit: { max: OPENINGS_PER_MINUTE, timeWindow: '1 minute' } } },
    (request, reply) => {
      const token = readLinkToken(settings.linkKey, request.params.token);
      if (token === undefined) {
        logger.warn({ ip: request.ip }, 'a setup link that was never made was opened');
        throw new HttpProblem(404, 'linkUnknown');
      }
      if (token.expiresAt.getTime() <= Date.now()) throw new HttpProblem(410, 'linkExpired');
      void reply.setCookie(cookieName(settings.publicUrl), request.params.token, {
        path: `/setup/${token.linkId}`,
        httpOnly: true,
        sameSite: 'lax',
        secure,
        expires: token.expiresAt,
      });
      return redirect(reply, `/setup/${token.linkId}`);
    },
  );
}

const cookieName = (publicUrl: string) => (publicUrl.startsWith('https:') ? '__Secure-link' : 'link');

/** 303: whatever the request was, the next one is a GET. */
export const redirect = (reply: FastifyReply, url: string) =>
  reply.header('Cache-Control', 'no-store').redirect(url, 303);

/** @throws HttpProblem with what is wrong with the link */
export async function accessTo(
  deps: WebDeps,
  request: FastifyRequest<{ Params: { linkId: string } }>,
  purpose?: Exclude<LinkPurpose, 'all'>,
): Promise<Access> {
  const { settings } = deps;
  const kept = request.cookies[cookieName(settings.publicUrl)];
  const token = kept === undefined ? undefined : readLinkToken(settings.linkKey, kept);
  if (token === undefined || token.linkId !== request.params.linkId) {
    throw new HttpProblem(401, linkId.safeParse(request.params.linkId).success ? 'linkAgain' : 'notFound');
  }
  if (token.expiresAt.getTime() <= Date.now()) throw new HttpProblem(410, 'linkExpired');
  const access = await accessBy(deps, token);
  if (purpose !== undefined && !permits(access.link, purpose)) throw new HttpProblem(403, 'otherPurpose');
  return access;
}

/** For one whose token was checked before. @throws HttpProblem when the link was revoked since, or is of another onboarding */
export async function accessBy(
  { temporal, settings }: WebDeps,
  { customerId, linkId: id }: Pick<LinkToken, 'customerId' | 'linkId'>,
): Promise<Access> {
  const [onboarding, request] = await Promise.all([
    onboardingOf(temporal, customerId),
    requestOf(temporal, customerId),
  ]).catch((error: unknown) => {
    throw error instanceof OnboardingNotFoundError ? new HttpProblem(410, 'linkOver') : error;
  });
  const link = onboarding.links.find((candidate) => candidate.id === id);
  if (link === undefined) throw new HttpProblem(410, 'linkOver');
  if (link.revokedAt !== undefined) throw new HttpProblem(410, 'linkRevoked');
  return { link, onboarding, request, csrf: csrfToken(settings.linkKey, `link ${id}`) };
}

/** Of the forms of a link's pages. */
export const formSubject = (linkIdOfPage: string) => `link ${linkIdOfPage}`;
