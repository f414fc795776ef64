/** Who is signed in to the console: kept by their browser, sealed, for a working day. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { WebSettings } from '../../config.js';
import { mayOperate, mayRead } from '../api/roles.js';
import { csrfToken } from '../csrf.js';
import { seal, unseal } from '../sealed.js';

const SECONDS = 8 * 60 * 60;
const PURPOSE = 'operator session';

const session = z.object({
  /** Of this sign-in. */
  id: z.string(),
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
    maxAge: SECONDS,
  });
}

export const signOut = (reply: FastifyReply, settings: Settings) =>
  reply.clearCookie(cookieName(settings), { path: '/', secure: isHttps(settings) });

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
