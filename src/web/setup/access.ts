/**
 * Who may see which page. A link's address, short or long, is opened once and its secret then kept in a cookie for that
 * link's pages alone, so that it stays out of the address bar, of histories and of what people paste.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type HeldLink,
  heldLink,
  LINKED,
  type LinkedWorkflow,
  linkId,
  type SetupLink,
} from '../../onboarding/links.js';
import {
  LINK_PATHS,
  linkOfShort,
  linkToken,
  type LinkToken,
  readLinkToken,
  readShortToken,
} from '../../onboarding/linkToken.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import { OnboardingNotFoundError } from '../../temporal/customerWorkflow.js';
import type { Onboarding, Watch } from '../../temporal/port.js';
import { csrfToken } from '../csrf.js';
import type { WebDeps } from '../deps.js';
import { HttpProblem } from '../problems.js';
import { readBy } from '../readers.js';
import { redirect } from '../redirect.js';
import type { Keys } from '../sealed.js';
import type { Asking, Invitation } from './frame.js';

/** A link of an onboarding that is good, and all that its pages show. */
export type Access = {
  link: HeldLink;
  onboarding: Onboarding;
  request: OnboardingRequest;
  /** For the forms of its pages. */
  csrf: string;
  asking: Asking;
};

/** The same of a watch. */
export type WatchAccess = {
  link: HeldLink;
  watch: Watch;
  request: OnboardingRequest;
  csrf: string;
  asking: Asking;
};

/** Where the pages of a link are, by its id. */
export const PAGES = { onboarding: '/setup', watch: '/watch' } as const satisfies Record<
  LinkedWorkflow,
  string
>;

/** Of one address, per minute: enough for people, too few for guessing. */
export const OPENINGS_PER_MINUTE = 60;

export function openLinks(server: FastifyInstance, deps: WebDeps): void {
  const { settings, logger } = deps;
  const secure = settings.publicUrl.startsWith('https:');
  for (const of of LINKED) {
    server.get<{ Params: { token: string } }>(
      `${LINK_PATHS[of]}/:token`,
      { config: { rateLimit: { max: OPENINGS_PER_MINUTE, timeWindow: '1 minute' } } },
      async (request, reply) => {
        const long = (await longTokenOf(deps, request.params.token, of)) ?? request.params.token;
        const token = readLinkToken(settings.linkKeys, long, of);
        if (token === undefined) {
          logger.warn({ ip: request.ip }, 'a setup link that was never made was opened');
          throw new HttpProblem(404, 'linkUnknown');
        }
        if (token.expiresAt.getTime() <= Date.now()) throw new HttpProblem(410, 'linkExpired');
        const home = `${PAGES[of]}/${token.linkId}`;
        void reply.setCookie(cookieName(settings.publicUrl), long, {
          path: home,
          httpOnly: true,
          sameSite: 'lax',
          secure,
          expires: token.expiresAt,
        });
        return redirect(reply, home);
      },
    );
  }
}

async function longTokenOf(deps: WebDeps, token: string, of: LinkedWorkflow): Promise<string | undefined> {
  const found = await linkByShort(deps, token, of);
  return found && linkToken(deps.settings.linkKeys[0], found.customerId, found.link, of);
}

/** Undefined for what is no short one. @throws HttpProblem when it is of no link that the workflow has now */
export async function linkByShort(
  { settings: { linkKeys }, temporal }: WebDeps,
  token: string,
  of: LinkedWorkflow,
): Promise<{ customerId: string; link: SetupLink; optedOut: readonly string[] } | undefined> {
  const short = readShortToken(linkKeys, token, of);
  if (short === undefined) return undefined;
  const { customerId } = short;
  const subject = { kind: of, customerId };
  const { links, optedOut } = await temporal.ask(subject, 'progress').catch(withoutWorkflow);
  const link = linkOfShort(linkKeys, short, links, of);
  if (link === undefined) throw new HttpProblem(410, 'linkOver');
  return { customerId, link, optedOut };
}

/** @param home the address of the link's first page */
export const forgetLink = (reply: FastifyReply, { publicUrl }: WebDeps['settings'], home: string) =>
  reply.clearCookie(cookieName(publicUrl), { path: home, secure: publicUrl.startsWith('https:') });

const cookieName = (publicUrl: string) => (publicUrl.startsWith('https:') ? '__Secure-link' : 'link');

type LinkRequest = FastifyRequest<{ Params: { linkId: string } }>;

/** What this browser was given when the link was opened. @throws HttpProblem with what is wrong with it */
export function keptToken({ settings }: WebDeps, request: LinkRequest, of: LinkedWorkflow): LinkToken {
  const kept = request.cookies[cookieName(settings.publicUrl)];
  const token = kept === undefined ? undefined : readLinkToken(settings.linkKeys, kept, of);
  if (token === undefined || token.linkId !== request.params.linkId) {
    throw new HttpProblem(401, linkId.safeParse(request.params.linkId).success ? 'linkAgain' : 'notFound');
  }
  if (token.expiresAt.getTime() <= Date.now()) throw new HttpProblem(410, 'linkExpired');
  return token;
}

type Checked = Pick<LinkToken, 'customerId' | 'linkId'>;

/** For one whose token was checked before. @throws HttpProblem when the link was revoked since, or is of another onboarding */
export async function accessBy(
  { temporal, settings }: WebDeps,
  reader: FastifyRequest,
  { customerId, linkId: id }: Checked,
): Promise<Access> {
  const { progress: onboarding, request } = await temporal
    .view({ kind: 'onboarding', customerId })
    .catch(withoutWorkflow);
  const link = keptLink(onboarding.links, id, 'onboarding');
  readBy(reader, request, link.contact);
  const csrf = csrfFor(settings.sessionKeys, id);
  const { startedBy } = onboarding;
  return {
    link,
    onboarding,
    request,
    csrf,
    asking: askingOf(settings, request, { link, csrf, startedBy, home: `${PAGES.onboarding}/${id}` }),
  };
}

/** Who asks, and whom. */
export function askingOf(
  { brands }: Pick<WebDeps['settings'], 'brands'>,
  { companyName, serviceProvider: { profile } }: OnboardingRequest,
  invitation: Omit<Invitation, 'companyName'>,
): Asking {
  return { profile, brand: brands[profile], invitation: { companyName, ...invitation } };
}

/** Likewise. */
export async function watchAccessBy(
  { temporal, settings }: WebDeps,
  reader: FastifyRequest,
  { customerId, linkId: id }: Checked,
): Promise<WatchAccess> {
  const { progress: watch, request } = await temporal
    .view({ kind: 'watch', customerId })
    .catch(withoutWorkflow);
  const link = keptLink(watch.links, id, 'watch');
  readBy(reader, request, link.contact);
  const csrf = csrfFor(settings.sessionKeys, id);
  const home = `${PAGES.watch}/${id}`;
  return {
    link,
    watch,
    request,
    csrf,
    asking: askingOf(settings, request, { link, csrf, home, startedBy: null }),
  };
}

/** The link as its workflow has it. @throws HttpProblem when it was revoked, or is of another one */
function keptLink(links: readonly SetupLink[], id: string, of: LinkedWorkflow): HeldLink {
  const link = heldLink(links, id, of);
  if (link === undefined) throw new HttpProblem(410, 'linkOver');
  if (link.revokedAt !== undefined) throw new HttpProblem(410, 'linkRevoked');
  return link;
}

/** A workflow that is not there any more has no pages. */
function withoutWorkflow(error: unknown): never {
  throw error instanceof OnboardingNotFoundError ? new HttpProblem(410, 'linkOver') : error;
}

/** For the forms of a link's pages. */
export const csrfFor = (keys: Keys, id: string) => csrfToken(keys, formSubject(id));

/** Of the forms of a link's pages. */
export const formSubject = (linkIdOfPage: string) => `link ${linkIdOfPage}`;
