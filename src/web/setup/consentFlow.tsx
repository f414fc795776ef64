/**
 * From our consent page through Microsoft's: the administrator signs in, which proves their tenant, then consents.
 * A link alone never grants consent, and neither does a redirect, whose parameters anybody can write. Each way through
 * counts once, however many web processes there are: Entra ID redeems a code once, the onboarding takes an id once.
 * Several run side by side, and who comes back twice is led on.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { mayConsent } from '../../onboarding/permissions.js';
import { RefusedError } from '../../temporal/customerWorkflow.js';
import type { WebDeps } from '../deps.js';
import { Flows, newState } from '../flows.js';
import { OpenIdSignIn, pendingSignIn, SignInError } from '../openId.js';
import { sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { redirect } from '../redirect.js';
import { sameText } from '../sealed.js';
import { useReader } from '../reader.js';
import { type Access, accessBy } from './access.js';
import { Decline, isGiven } from './consent.js';
import { Forward } from './forward.js';
import { SetupPage } from './frame.js';
import { whereIs } from './stages.js';
import { accessOn } from './scope.js';

const link = { customerId: z.string(), linkId: z.string(), tenantId: z.string() };

/** Where somebody is on the way, kept in their browser, sealed. */
const flow = z.discriminatedUnion('phase', [
  pendingSignIn.extend({ phase: z.literal('signIn'), ...link }),
  z.object({
    phase: z.literal('consent'),
    ...link,
    /** Of the sign-in before: whoever goes back to it is led on. */
    signInState: z.string(),
    state: z.string(),
    consentId: z.guid(),
    grantedBy: z.string(),
    consentedAs: z.enum(['administrator', 'signedIn']),
  }),
]);
type Flow = z.infer<typeof flow>;
type Consenting = Extract<Flow, { phase: 'consent' }>;

const identity = z.looseObject({
  tid: z.guid().toLowerCase(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  /** Template ids of the directory roles that are active; absent where our registration does not ask for them. */
  wids: z.array(z.guid().toLowerCase()).optional(),
});

/** What this browser has begun at Microsoft. */
export const consentFlows = (settings: WebDeps['settings']) => new Flows(settings, 'consent', flow);

export const consentWay = (settings: WebDeps['settings']) => ({
  signIn: new OpenIdSignIn(settings.signIn, { ca: settings.ca, timeoutMs: settings.requestTimeoutMs }),
  flows: consentFlows(settings),
  issuerOf: (tenantId: string) => `${settings.authorityHost}/${tenantId}/v2.0`,
});
type Way = ReturnType<typeof consentWay>;

/** From our page to Microsoft's. */
export function consentStart(scope: FastifyInstance, { settings }: WebDeps, way: Way): void {
  scope.post('/consent', { config: { purpose: 'consent' } }, async (request, reply) => {
    const access = accessOn(request);
    const { customerId, artefacts } = access.onboarding;
    if (isGiven(access)) return redirect(reply, `/setup/${access.link.id}`);
    if (artefacts.tenantId === undefined) throw new HttpProblem(503, 'unavailable');
    const { tenantId } = artefacts;
    const callback = `${settings.publicUrl}/signed-in`;
    const { url, pending } = await way.signIn.begin(way.issuerOf(tenantId), callback, newState(), {
      prompt: 'select_account',
    });
    const begun: Flow = { phase: 'signIn', ...pending, customerId, linkId: access.link.id, tenantId };
    await way.flows.keep(request, reply, pending.state, begun);
    return redirect(reply, url.href);
  });
}

/** And back. */
export function consentCallbacks(
  server: FastifyInstance,
  deps: WebDeps,
  { signIn, flows, issuerOf }: Way,
): void {
  const { settings, logger } = deps;

  /** @throws HttpProblem */
  const refuse = (request: FastifyRequest, callback: Flow['phase'], reason: string, customerId?: string) => {
    logger.warn({ callback, reason, customerId, ip: request.ip }, 'callback refused');
    throw new HttpProblem(400, 'callbackRefused');
  };

  /** Where this browser was sent away. @throws HttpProblem, logged, for a callback of anything else */
  const keptBy = async (request: FastifyRequest, callback: Flow['phase']): Promise<Flow> => {
    const { given, kept } = await flows.keptFor(request);
    if (kept === undefined) {
      const begun = flows.hasBegun(request);
      const reason = begun
        ? 'the state is none of those that were sent'
        : 'no sign-in was begun in this browser';
      return refuse(request, callback, reason);
    }
    const { customerId } = kept;
    const isBack = kept.phase === 'consent' && callback === 'signIn';
    if (kept.phase !== callback && !isBack) {
      return refuse(request, callback, 'it belongs to another part of the way', customerId);
    }
    if (!sameText(given, isBack ? kept.signInState : kept.state)) {
      return refuse(request, callback, 'the state is not the one that was sent', customerId);
    }
    return kept;
  };

  server.get('/signed-in', async (request, reply) => {
    const kept = await keptBy(request, 'signIn');
    const { customerId, linkId, tenantId } = kept;
    const access = await accessBy(deps, request, kept);
    // Back from Microsoft's consent page, or loaded again: the code was redeemed, and they go on from there.
    if (kept.phase === 'consent') {
      const isDone = isRecorded(access, kept.consentId) || isGiven(access);
      return redirect(reply, isDone ? `/setup/${linkId}` : consentUrl(deps, access, kept.state));
    }
    const callback = new URL(request.url, settings.publicUrl);
    const claims = await signIn.finish(issuerOf(tenantId), callback, kept).catch((error: unknown) => {
      if (!(error instanceof SignInError)) throw error;
      logger.warn({ customerId, code: error.code, reason: error.message }, 'sign-in refused');
      return undefined;
    });
    if (claims === undefined) {
      flows.forget(reply, kept.state);
      return sendPage(reply, <NotGiven access={access} why="notSignedIn" />, 400);
    }
    const { tid, name, preferred_username: username, wids } = identity.parse(claims);
    if (tid !== tenantId) {
      logger.warn({ customerId, tid }, 'sign-in refused: another tenant');
      flows.forget(reply, kept.state);
      return sendPage(reply, <NotGiven access={access} why="otherTenant" />, 403);
    }
    if (wids !== undefined && !mayConsent(wids)) {
      logger.warn({ customerId, oid: claims['oid'] }, 'sign-in refused: no role that may consent');
      flows.forget(reply, kept.state);
      return sendPage(reply, <NotGiven access={access} why="noRole" />, 403);
    }
    const who = (username === undefined ? name : `${name ?? ''} (${username})`) ?? access.link.contact;
    const consenting: Consenting = {
      phase: 'consent',
      customerId,
      linkId,
      tenantId,
      signInState: kept.state,
      state: newState(kept.state),
      consentId: randomUUID(),
      grantedBy: who.slice(0, 100),
      consentedAs: wids === undefined ? 'signedIn' : 'administrator',
    };
    await flows.keep(request, reply, consenting.state, consenting);
    return redirect(reply, consentUrl(deps, access, consenting.state));
  });

  server.get('/consented', async (request, reply) => {
    const kept = await keptBy(request, 'consent');
    if (kept.phase !== 'consent') throw new HttpProblem(400, 'callbackRefused');
    const access = await accessBy(deps, request, kept);
    const { customerId, consentId } = kept;
    const toOverview = (outcome: 'given' | 'given before') => {
      logger.info({ customerId }, `consent ${outcome}`);
      return redirect(reply, `/setup/${access.link.id}`);
    };
    // Whoever was told that nobody answers loads the page again, and it may have been recorded after all.
    if (isRecorded(access, consentId)) return toOverview('given before');
    const said = z
      .looseObject({
        error: z.string().optional(),
        error_description: z.string().optional(),
        admin_consent: z.string().optional(),
        tenant: z.string().optional(),
      })
      .parse(request.query);
    // Entra ID sends admin_consent=True with an error as well.
    if (said.error !== undefined) {
      const aadsts = /AADSTS\d+/.exec(said.error_description ?? '')?.[0];
      logger.info({ customerId, error: said.error.slice(0, 50), aadsts }, 'consent not given');
      return sendPage(reply, <NotGiven access={access} why="notGiven" />);
    }
    if (said.tenant?.toLowerCase() !== kept.tenantId || said.admin_consent?.toLowerCase() !== 'true') {
      logger.warn({ customerId, tid: said.tenant?.slice(0, 50) }, 'consent refused: another tenant');
      return sendPage(reply, <NotGiven access={access} why="otherTenant" />, 400);
    }
    if (!isGiven(access)) {
      const { tenantId, grantedBy, consentedAs } = kept;
      const answer = { tenantId, grantedBy, consentedAs, consentId };
      const told = deps.temporal.tell({ kind: 'onboarding', customerId }, 'grantConsent', answer);
      await told.catch(async (error: unknown) => {
        // The page loaded again, or another web process, may have told it in the meantime.
        const came =
          error instanceof RefusedError && isRecorded(await accessBy(deps, request, kept), consentId);
        if (!came) throw error;
      });
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

type Why = 'notSignedIn' | 'otherTenant' | 'noRole' | 'notGiven';

function NotGiven({ access, why }: { access: Access; why: Why }) {
  const { words } = useReader();
  const { consent } = words;
  const { title, text } = consent[why];
  return (
    <SetupPage asking={access.asking} title={title} beneath={whereIs(words, access.request, 'approve')}>
      <h1>{title}</h1>
      <p class="lead">{text}</p>
      <div class="actions">
        <a class="button" href={`/setup/${access.link.id}/consent`}>
          {consent.again}
        </a>
      </div>
      <Forward holder={access} task="consent" />
      <Decline access={access} />
    </SetupPage>
  );
}
