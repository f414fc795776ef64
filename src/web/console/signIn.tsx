/** Sign-in of operators: OpenID Connect in their own tenant; the role claim says what they may do. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { WebSettings } from '../../config/web.js';
import { mayRead, OPERATE, READ } from '../api/roles.js';
import { audit } from '../audit.js';
import { assertOwnForm } from '../csrf.js';
import type { WebDeps } from '../deps.js';
import { Flows, newState } from '../flows.js';
import { Layout } from '../layout.js';
import { OpenIdSignIn, pendingSignIn, SignInError } from '../openId.js';
import { sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { redirect } from '../redirect.js';
import { sameText } from '../sealed.js';
import { actorOf } from './access.js';
import { isDemo } from './demo.js';
import { lastSession, operatorOf, SESSION_SECONDS, subjectOf, signIn, signOut } from './session.js';
import { SIGN_IN } from '../strings/console.js';

export type Operators = { tenantId: string; clientId: string; clientSecret: string };

const CALLBACK = '/console/signed-in';

/** `isDone`: whoever comes back to it is led on. */
const pending = pendingSignIn.extend({ to: z.string(), isDone: z.boolean().default(false) });

const identity = z.looseObject({
  tid: z.guid().toLowerCase(),
  oid: z.string().default(''),
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
  const flows = new Flows(settings, 'operator-sign-in', pending);
  /** Who is signed in here, and has not signed out, here or elsewhere. */
  const whoIsSignedIn = async (request: FastifyRequest) => {
    const operator = await operatorOf(request, settings);
    if (operator === undefined) return undefined;
    return (await deps.temporal.hasSignedOut(operator.sessionId)) ? undefined : operator;
  };

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
      newState(),
      other === undefined && !isDemo(settings) ? {} : { prompt: 'select_account' },
    );
    await flows.keep(request, reply, begun.state, { ...begun, to: ownPath(settings, to), isDone: false });
    return redirect(reply, url.href);
  });

  server.get('/signed-in', async (request, reply) => {
    const { given, kept } = await flows.keptFor(request);
    if (kept === undefined || kept.isDone || !sameText(given, kept.state)) {
      return cameBack(request, reply, kept?.to ?? '/console');
    }
    const callback = new URL(request.url, settings.publicUrl);
    const claims = await openId.finish(issuer, callback, kept).catch((error: unknown) => {
      if (!(error instanceof SignInError)) throw error;
      flows.forget(reply, kept.state);
      logger.warn({ code: error.code, reason: error.message, ip: request.ip }, 'operator sign-in refused');
      throw new HttpProblem(400, 'callbackRefused');
    });
    const { tid, oid, name, preferred_username: username, roles } = identity.parse(claims);
    if (tid !== tenantId) throw new HttpProblem(403, 'callbackRefused');
    await flows.keep(request, reply, kept.state, { ...kept, isDone: true });
    const who = (username === undefined ? name : `${name ?? ''} (${username})`) ?? claims.sub;
    if (!mayRead(roles)) {
      audit(logger, 'operator.sign_in_refused', { actor: { kind: 'person', id: oid }, ip: request.ip });
      void signOut(reply, settings);
      return sendPage(reply, <NoRole who={who} />, 403);
    }
    const last = await lastSession(request, settings);
    const isOver = last === undefined || (await deps.temporal.hasSignedOut(last.id));
    const operator = { sub: claims.sub, oid, name: who.trim().slice(0, 100), roles };
    await signIn(reply, settings, operator, isOver ? undefined : last);
    audit(logger, 'operator.signed_in', { actor: actorOf(operator), roles, ip: request.ip });
    return redirect(reply, kept.to);
  });

  /** By "back", or loaded again: whoever is signed in is led on. It signs nobody in. */
  const cameBack = async (request: FastifyRequest, reply: FastifyReply, to: string) => {
    if ((await whoIsSignedIn(request)) !== undefined) return redirect(reply, to);
    throw new HttpProblem(400, 'callbackRefused');
  };

  server.post('/sign-out', async (request, reply) => {
    const last = await lastSession(request, settings);
    if (last !== undefined) {
      assertOwnForm(request, settings.sessionKeys, subjectOf(last));
      audit(logger, 'operator.signed_out', { actor: actorOf(last), ip: request.ip });
      await deps.temporal.rememberSignOut({ id: last.id, seconds: SESSION_SECONDS });
    }
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
