/**
 * Who is signed in to the console: kept by their browser, sealed, for an hour from the sign-in, so that a role that is
 * taken away counts soon. Who it was is known for a day from the first sign-in: the same person, signed in again, goes
 * on with the same forms.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { WebSettings } from '../../config/web.js';
import { mayOperate, mayRead } from '../api/roles.js';
import { csrfToken } from '../csrf.js';
import { seal, unseal } from '../sealed.js';

/** Also how long a sign-out must be remembered. */
export const SESSION_SECONDS = 60 * 60;
const KNOWN_SECONDS = 24 * 60 * 60;
const PURPOSE = 'operator session';

const session = z.object({
  /** Of this sign-in, and of those by which the same person goes on. */
  id: z.string(),
  /** Of the user, as their ID token has it. */
  sub: z.string(),
  /** Their id in the directory, for the record. */
  oid: z.string().default(''),
  name: z.string(),
  roles: z.array(z.string()),
  /** Of the first of these sign-ins, and of this one; in seconds. Whatever the cookie says, ages count from these. */
  firstAt: z.number(),
  signedInAt: z.number(),
});
type Session = z.infer<typeof session>;

export type Operator = {
  /** For the record, such as `Olga Operator (olga@operators.example)`. */
  name: string;
  /** Their id in the directory. */
  oid: string;
  roles: readonly string[];
  /** Else they may only look. */
  mayOperate: boolean;
  /** For their forms. */
  csrf: string;
  /** Whom the forms are for. */
  subject: string;
  /** Of their session: what a sign-out ends. */
  sessionId: string;
};

type Settings = Pick<WebSettings, 'publicUrl' | 'sessionKeys'>;

const seconds = () => Math.floor(Date.now() / 1000);
const isHttps = ({ publicUrl }: Settings) => publicUrl.startsWith('https:');
const cookieName = (settings: Settings) => (isHttps(settings) ? '__Host-operator' : 'operator');

/** The content of a session's cookie. */
export const sealedSession = (settings: Settings, who: Session): Promise<string> =>
  seal(settings.sessionKeys, PURPOSE, who, KNOWN_SECONDS);

/** Whom a session's forms are for. */
export const subjectOf = ({ id }: Pick<Session, 'id'>) => `operator ${id}`;

/** @param last whose forms may go on, if it is the same person's */
export async function signIn(
  reply: FastifyReply,
  settings: Settings,
  who: Pick<Session, 'sub' | 'oid' | 'name' | 'roles'>,
  last: Session | undefined,
): Promise<void> {
  const now = seconds();
  const before = last?.sub === who.sub ? last : { id: randomBytes(16).toString('base64url'), firstAt: now };
  const { id, firstAt } = before;
  // Lax: with Strict the redirect back from Entra ID, and any link in a chat, would arrive signed out.
  const kept = await sealedSession(settings, { ...who, id, firstAt, signedInAt: now });
  void reply.setCookie(cookieName(settings), kept, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isHttps(settings),
    maxAge: KNOWN_SECONDS,
  });
}

export const signOut = (reply: FastifyReply, settings: Settings) =>
  reply.clearCookie(cookieName(settings), { path: '/', secure: isHttps(settings) });

/** The session of this browser, also when its hour is over. */
export async function lastSession(request: FastifyRequest, settings: Settings): Promise<Session | undefined> {
  const kept = request.cookies[cookieName(settings)];
  const found = await unseal(settings.sessionKeys, PURPOSE, kept, session);
  return found !== undefined && seconds() - found.firstAt < KNOWN_SECONDS ? found : undefined;
}

/** Undefined for whoever is not signed in, or may not even look. Whether they have signed out is for signedOut.ts. */
export async function operatorOf(request: FastifyRequest, settings: Settings): Promise<Operator | undefined> {
  const found = await lastSession(request, settings);
  if (found === undefined || seconds() - found.signedInAt >= SESSION_SECONDS) return undefined;
  if (!mayRead(found.roles)) return undefined;
  const subject = subjectOf(found);
  return {
    name: found.name,
    oid: found.oid,
    roles: found.roles,
    mayOperate: mayOperate(found.roles),
    csrf: csrfToken(settings.sessionKeys, subject),
    subject,
    sessionId: found.id,
  };
}
