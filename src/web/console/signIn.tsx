/** Sign-in of operators: OpenID Connect in their own tenant; the role claim says what they may do. */
import type { FastifyInstance } from 'fastify';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { WebSettings } from '../../config.js';
import { mayRead, OPERATE, READ } from '../api/roles.js';
import { assertOwnForm } from '../csrf.js';
import type { WebDeps } from '../deps.js';
import { Layout } from '../layout.js';
import { OpenIdSignIn, pendingSignIn, SignInError } from '../openId.js';
import { sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { redirect } from '../redirect.js';
import { seal, unseal } from '../sealed.js';
import { isDemo } from './demo.js';
import { lastSession, operatorOf, signIn, signOut } from './session.js';
import { SIGN_IN } from '../strings/console.js';

export type Operators = { tenantId: string; clientId: string; clientSecret: string };

const CALLBACK = '/console/signed-in';
/** From the start of a sign-in to the way back. */
const SECONDS = 15 * 60;

const pending = pendingSignIn.extend({ to: z.string() });

const identity = z.looseObject({
  tid: z.guid().toLowerCase(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  roles: z.array(z.string()).default([]),
});

export function signInPages(server: FastifyInstance, deps: WebDeps, operators: Operators): void {
  const { settings, logger } = deps;
  const { tenantId, clientId, clientSecret } = operators;
  const issuer = `${settings.authorityHost}/${tenantId}/v2.0`;
  const openId = new OpenIdSignIn(
    { clientId, clientSecret },
    { ca: settings.ca, timeoutMs: settings.requestTimeoutMs },
  );
  const https = settings.publicUrl.startsWith('https:');
  const cookie = https ? '__Host-operator-sign-in' : 'operator-sign-in';

  server.get('/sign-in', (request, reply) => {
    const { to, signedOut } = z
      .looseObject({ to: z.string().default(''), signedOut: z.string().optional() })
      .parse(request.query);
    const page = <SignIn to={ownPath(settings, to)} demo={isDemo(settings)} out={signedOut !== undefined} />;
    return sendPage(reply, page);
  });

  // A GET: it changes nothing but this browser's cookie.
  server.get('/sign-in/start', async (request, reply) => {
    const { to, other } = z
      .looseObject({ to: z.string().default(''), other: z.string().optional() })
      .parse(request.query);
    const { url, pending: begun } = await openId.begin(
      issuer,
      settings.publicUrl + CALLBACK,
      other === undefined && !isDemo(settings) ? {} : { prompt: 'select_account' },
    );
    const state = await seal(
      settings.linkKey,
      'operator sign-in',
      { ...begun, to: ownPath(settings, to) },
      SECONDS,
    );
    void reply.setCookie(cookie, state, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: https,
      maxAge: SECONDS,
    });
    return redirect(reply, url.href);
  });

  server.get('/signed-in', async (request, reply) => {
    const kept = await unseal(settings.linkKey, 'operator sign-in', request.cookies[cookie], pending);
    if (kept === undefined) throw new HttpProblem(400, 'callbackRefused');
    void reply.clearCookie(cookie, { path: '/', secure: https });
    const callback = new URL(request.url, settings.publicUrl);
    const claims = await openId.finish(issuer, callback, kept).catch((error: unknown) => {
      if (!(error instanceof SignInError)) throw error;
      logger.warn({ code: error.code, reason: error.message, ip: request.ip }, 'operator sign-in refused');
      throw new HttpProblem(400, 'callbackRefused');
    });
    const { tid, name, preferred_username: username, roles } = identity.parse(claims);
    if (tid !== tenantId) throw new HttpProblem(403, 'callbackRefused');
    const who = (username === undefined ? name : `${name ?? ''} (${username})`) ?? claims.sub;
    if (!mayRead(roles)) {
      logger.warn({ oid: claims['oid'] }, 'operator sign-in refused: no role');
      void signOut(reply, settings);
      return sendPage(reply, <NoRole who={who} />, 403);
    }
    const last = await lastSession(request, settings);
    const { sub } = claims;
    await signIn(reply, settings, {
      id: last?.sub === sub ? last.id : randomBytes(16).toString('base64url'),
      sub,
      name: who.trim().slice(0, 100),
      roles,
    });
    return redirect(reply, kept.to);
  });

  server.post('/sign-out', async (request, reply) => {
    const operator = await operatorOf(request, settings);
    if (operator !== undefined) assertOwnForm(request, settings.linkKey, operator.subject);
    void signOut(reply, settings);
    return redirect(reply, '/console/sign-in?signedOut');
  });
}

/** Where to go on after the sign-in: a page of the console, whatever was asked for. */
export function ownPath({ publicUrl }: Pick<WebSettings, 'publicUrl'>, wanted: string): string {
  const url = URL.canParse(wanted, publicUrl) ? new URL(wanted, publicUrl) : undefined;
  const own = url?.origin === publicUrl && /^\/console(\/|$)/.test(url.pathname);
  return own ? url.pathname + url.search : '/console';
}

function SignIn({ to, demo, out }: { to: string; demo: boolean; out: boolean }) {
  return (
    <Layout title={SIGN_IN.title}>
      <h1>{SIGN_IN.title}</h1>
      {out ? (
        <p class="notice good" role="status">
          {SIGN_IN.out}
        </p>
      ) : null}
      <p class="lead">{SIGN_IN.lead}</p>
      {demo ? (
        <section class="notice warn" aria-labelledby="demo">
          <h2 id="demo">{SIGN_IN.demo.title}</h2>
          <p>{SIGN_IN.demo.text}</p>
          <ul>
            {SIGN_IN.demo.people.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </section>
      ) : null}
      <div class="actions">
        <a class="button" href={`/console/sign-in/start?to=${encodeURIComponent(to)}`}>
          {SIGN_IN.button}
        </a>
      </div>
    </Layout>
  );
}

function NoRole({ who }: { who: string }) {
  return (
    <Layout title={SIGN_IN.noRole.title}>
      <h1>{SIGN_IN.noRole.title}</h1>
      <p class="lead">{SIGN_IN.noRole.lead(who)}</p>
      <p>{SIGN_IN.noRole.text(READ, OPERATE)}</p>
      <div class="actions">
        <a class="button" href="/console/sign-in/start?other">
          {SIGN_IN.noRole.other}
        </a>
      </div>
    </Layout>
  );
}
