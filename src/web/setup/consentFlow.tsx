/**
 * From our consent page through Microsoft's: the administrator signs in, which proves their tenant, then consents.
 * A link alone never grants consent, and neither does a redirect, whose parameters anybody can write. Each way through
 * counts once, however many web processes there are: Entra ID redeems a code once, the onboarding takes an id once.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { RefusedError, tell } from '../../temporal/onboardings.js';
import { assertOwnForm } from '../csrf.js';
import type { WebDeps } from '../deps.js';
import { Layout } from '../layout.js';
import { OpenIdSignIn, pendingSignIn, SignInError } from '../openId.js';
import { sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { redirect } from '../redirect.js';
import { sameText, seal, unseal } from '../sealed.js';
import { CONSENT } from '../strings/setup.js';
import { type Access, accessBy, accessTo, formSubject } from './access.js';
import { Decline, isGiven } from './consent.js';

const SECONDS = 15 * 60;

/** Where somebody is on the way, kept in their browser, sealed. */
const flow = z.discriminatedUnion('phase', [
  pendingSignIn.extend({
    phase: z.literal('signIn'),
    customerId: z.string(),
    linkId: z.string(),
    tenantId: z.string(),
  }),
  z.object({
    phase: z.literal('consent'),
    customerId: z.string(),
    linkId: z.string(),
    tenantId: z.string(),
    state: z.string(),
    consentId: z.guid(),
    administrator: z.string(),
  }),
]);
type Flow = z.infer<typeof flow>;

const identity = z.looseObject({
  tid: z.guid().toLowerCase(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
});

export function consentFlow(server: FastifyInstance, deps: WebDeps): void {
  const { settings, logger } = deps;
  const signIn = new OpenIdSignIn(settings.signIn, { ca: settings.ca, timeoutMs: settings.requestTimeoutMs });
  const secure = settings.publicUrl.startsWith('https:');
  const cookie = secure ? '__Host-consent' : 'consent';
  const issuerOf = (tenantId: string) => `${settings.authorityHost}/${tenantId}/v2.0`;

  const keep = async (reply: FastifyReply, state: Flow): Promise<void> => {
    void reply.setCookie(cookie, await seal(settings.linkKey, 'consent', state, SECONDS), {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure,
      maxAge: SECONDS,
    });
  };
  /** At the end of the way, and not before: who meets a fault on it loads the page again. */
  const forget = (reply: FastifyReply) => void reply.clearCookie(cookie, { path: '/', secure });

  /** @throws HttpProblem */
  const refuse = (request: FastifyRequest, callback: Flow['phase'], reason: string, customerId?: string) => {
    logger.warn({ callback, reason, customerId, ip: request.ip }, 'callback refused');
    throw new HttpProblem(400, 'callbackRefused');
  };

  /** Where this browser was sent away. @throws HttpProblem, logged, for a callback of anything else */
  const keptBy = async <P extends Flow['phase']>(
    request: FastifyRequest,
    phase: P,
  ): Promise<Extract<Flow, { phase: P }>> => {
    const { state: given } = z.looseObject({ state: z.string().default('') }).parse(request.query);
    const kept = await unseal(settings.linkKey, 'consent', request.cookies[cookie], flow);
    if (kept === undefined) return refuse(request, phase, 'no sign-in was begun in this browser');
    const { customerId } = kept;
    if (kept.phase !== phase) {
      return refuse(request, phase, 'it belongs to another part of the way', customerId);
    }
    if (!sameText(given, kept.state)) {
      return refuse(request, phase, 'the state is not the one that was sent', customerId);
    }
    return kept as Extract<Flow, { phase: P }>;
  };

  server.post<{ Params: { linkId: string } }>('/setup/:linkId/consent', async (request, reply) => {
    const access = await accessTo(deps, request, 'consent');
    assertOwnForm(request, settings.linkKey, formSubject(access.link.id));
    const { customerId, artefacts } = access.onboarding;
    if (isGiven(access)) return redirect(reply, `/setup/${access.link.id}`);
    if (artefacts.tenantId === undefined) throw new HttpProblem(503, 'unavailable');
    const { tenantId } = artefacts;
    const { url, pending } = await signIn.begin(issuerOf(tenantId), `${settings.publicUrl}/signed-in`, {
      prompt: 'select_account',
    });
    await keep(reply, { phase: 'signIn', ...pending, customerId, linkId: access.link.id, tenantId });
    return redirect(reply, url.href);
  });

  server.get('/signed-in', async (request, reply) => {
    const kept = await keptBy(request, 'signIn');
    const { customerId, linkId, tenantId } = kept;
    const access = await accessBy(deps, kept);
    const callback = new URL(request.url, settings.publicUrl);
    const claims = await signIn.finish(issuerOf(tenantId), callback, kept).catch((error: unknown) => {
      if (!(error instanceof SignInError)) throw error;
      logger.warn({ customerId, code: error.code, reason: error.message }, 'sign-in refused');
      return undefined;
    });
    if (claims === undefined) {
      forget(reply);
      return sendPage(reply, <NotGiven access={access} text={CONSENT.notSignedIn} />, 400);
    }
    const { tid, name, preferred_username: username } = identity.parse(claims);
    if (tid !== tenantId) {
      logger.warn({ customerId, tid }, 'sign-in refused: another tenant');
      forget(reply);
      return sendPage(reply, <NotGiven access={access} text={CONSENT.otherTenant} />, 403);
    }
    const administrator =
      (username === undefined ? name : `${name ?? ''} (${username})`) ?? access.link.contact;
    const next = randomBytes(32).toString('base64url');
    await keep(reply, {
      phase: 'consent',
      customerId,
      linkId,
      tenantId,
      state: next,
      consentId: randomUUID(),
      administrator: administrator.slice(0, 100),
    });
    return redirect(reply, consentUrl(deps, access, next));
  });

  server.get('/consented', async (request, reply) => {
    const kept = await keptBy(request, 'consent');
    const access = await accessBy(deps, kept);
    const { customerId, consentId } = kept;
    const toOverview = (outcome: 'given' | 'given before') => {
      forget(reply);
      logger.info({ customerId }, `consent ${outcome}`);
      return redirect(reply, `/setup/${access.link.id}`);
    };
    // Whoever was told that nobody answers loads the page again, and it may have been recorded after all.
    if (isRecorded(access, consentId)) return toOverview('given before');
    const answer = z
      .looseObject({
        error: z.string().optional(),
        error_description: z.string().optional(),
        admin_consent: z.string().optional(),
        tenant: z.string().optional(),
      })
      .parse(request.query);
    // Entra ID sends admin_consent=True with an error as well.
    if (answer.error !== undefined) {
      const aadsts = /AADSTS\d+/.exec(answer.error_description ?? '')?.[0];
      logger.info({ customerId, error: answer.error.slice(0, 50), aadsts }, 'consent not given');
      forget(reply);
      return sendPage(reply, <NotGiven access={access} text={CONSENT.notGiven} />);
    }
    if (answer.tenant?.toLowerCase() !== kept.tenantId || answer.admin_consent?.toLowerCase() !== 'true') {
      return refuse(request, 'consent', 'the consent is for another tenant', customerId);
    }
    if (!isGiven(access)) {
      const { tenantId, administrator: grantedBy } = kept;
      await tell(deps.temporal, customerId, 'grantConsent', { tenantId, grantedBy, consentId }).catch(
        async (error: unknown) => {
          // The page loaded again, or another web process, may have told it in the meantime.
          const came = error instanceof RefusedError && isRecorded(await accessBy(deps, kept), consentId);
          if (!came) throw error;
        },
      );
    }
    return toOverview('given');
  });
}

const isRecorded = ({ onboarding }: Access, consentId: string) =>
  onboarding.actions.some((action) => action.consentId === consentId);

/** Microsoft's page, as the worker knows it, with a state of this browser's own. */
function consentUrl({ settings, logger }: WebDeps, { onboarding }: Access, state: string): string {
  const url = new URL(onboarding.consentUrl ?? 'missing:');
  const wanted = `${settings.publicUrl}/consented`;
  if (url.searchParams.get('redirect_uri') !== wanted) {
    logger.error(`the workers' CONSENT_REDIRECT_URI must be ${wanted}`);
    throw new HttpProblem(503, 'unavailable');
  }
  url.searchParams.set('state', state);
  return url.href;
}

function NotGiven({ access, text }: { access: Access; text: { title: string; text: string } }) {
  return (
    <Layout title={text.title} header={<span class="muted">{access.onboarding.companyName}</span>}>
      <h1>{text.title}</h1>
      <p class="lead">{text.text}</p>
      <div class="actions">
        <a class="button" href={`/setup/${access.link.id}/consent`}>
          {CONSENT.again}
        </a>
      </div>
      <Decline access={access} />
    </Layout>
  );
}
