/**
 * Who is signed in to the console: kept by their browser, sealed, for an hour, so that a role that is taken away counts
 * soon. Who it was is known for longer: the same person, signed in again, goes on with the same forms.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { WebSettings } from '../../config.js';
import { mayOperate, mayRead } from '../api/roles.js';
import { csrfToken } from '../csrf.js';
import { seal, unseal } from '../sealed.js';

const SECONDS = 60 * 60;
const KNOWN_SECONDS = 24 * 60 * 60;
const PURPOSE = 'operator session';

const session = z.object({
  /** Of this sign-in, and of those by which the same person goes on. */
  id: z.string(),
  /** Of the user, as their ID token has it. */
  sub: z.string(),
  name: z.string(),
  roles: z.array(z.string()),
});
type Session = z.infer<typeof session>;

export type Operator = {
  /** For the record, such as `Olga Operator (olga@operators.example)`. */
  name: string;
  /** Else they may only look. */
  mayOperate: boolean;
  /** For their forms. */
  csrf: string;
  /** Whom the forms are for. */
  subject: string;
};

type Settings = Pick<WebSettings, 'publicUrl' | 'linkKey'>;

const isHttps = ({ publicUrl }: Settings) => publicUrl.startsWith('https:');
const cookieName = (settings: Settings) => (isHttps(settings) ? '__Host-operator' : 'operator');

export async function signIn(reply: FastifyReply, settings: Settings, who: Session): Promise<void> {
  // Lax: with Strict the redirect back from Entra ID, and any link in a chat, would arrive signed out.
  void reply.setCookie(cookieName(settings), await seal(settings.linkKey, PURPOSE, who, SECONDS), {
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
export const lastSession = (request: FastifyRequest, settings: Settings): Promise<Session | undefined> =>
  unseal(settings.linkKey, PURPOSE, request.cookies[cookieName(settings)], session, new Date(0));

/** Undefined for whoever is not signed in, or may not even look. */
export async function operatorOf(request: FastifyRequest, settings: Settings): Promise<Operator | undefined> {
  const kept = request.cookies[cookieName(settings)];
  const found = await unseal(settings.linkKey, PURPOSE, kept, session);
  if (found === undefined || !mayRead(found.roles)) return undefined;
  const subject = `operator ${found.id}`;
  return {
    name: found.name,
    mayOperate: mayOperate(found.roles),
    csrf: csrfToken(settings.linkKey, subject),
    subject,
  };
}
