/**
 * The test sign-in: a user is sent to Entra ID with a request that names our assertion consumer service, and what
 * comes back is checked here. The response never leaves this process: until it expires it could let its bearer in.
 * What it is held against comes from the workflow, and the workflow counts each request once.
 */
import type { FastifyInstance } from 'fastify';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { serviceProviderOf } from '../../onboarding/request.js';
import { LINKED, type LinkedWorkflow, permits } from '../../onboarding/links.js';
import { acsUrl, type TestSignIn } from '../../onboarding/testSignIn.js';
import {
  entraErrorFinding,
  notByActiveCertificate,
  refusalFinding,
  signInFindings,
} from '../../saml/findings.js';
import type { MetadataCertificate } from '../../saml/certificates.js';
import { readIdpMetadata, singleSignOnUrl } from '../../saml/metadata.js';
import { verifyResponse } from '../../saml/response.js';
import { answeredRequest, MAX_RESPONSE_CHARS } from '../../saml/responseDocument.js';
import { signInUrl } from '../../saml/signInRequest.js';
import type { WebDeps } from '../deps.js';
import { stream } from '../live.js';
import { partFor, sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { redirect } from '../redirect.js';
import { codeFor, isCodeFor, type Keys } from '../sealed.js';
import { accessBy, watchAccessBy } from './access.js';
import { visitOn } from './scope.js';
import { SignIn, StillOpen } from './signInPage.js';
import { handoverFor, subjectOf, type Visit, visitBy } from './visit.js';

const responseForm = z.looseObject({ SAMLResponse: z.string(), RelayState: z.string().max(200) });

/** Encoded as forms are. The user comes from Entra ID, without a cookie: the response is what proves anything. */
const RESPONSE_LIMIT = 2 * MAX_RESPONSE_CHARS;

/** From the start of a test to the answer. */
const ANSWER_WITHIN_MS = 60 * 60_000;

export function signInPage(scope: FastifyInstance, deps: WebDeps): void {
  const { settings } = deps;
  const acs = acsUrl(settings.publicUrl);
  const options = { config: { purpose: 'signIn' } } as const;

  scope.get('/signIn', options, (request, reply) => sendPage(reply, <SignIn visit={visitOn(request)} />));

  // Somebody else may be signing in, with a link of their own: the page is loaded anew when there is a result.
  scope.get('/signIn/live', options, (request, reply) => {
    const visit = visitOn(request);
    const { customerId } = visit.request;
    return stream(reply, {
      viewer: `${customerId}: ${visit.link.contact}`,
      subject: `test sign-ins ${visit.of} ${customerId}`,
      ask: () => deps.temporal.ask(subjectOf(visit), 'progress'),
      render: (progress) => {
        const known = 'artefacts' in progress ? (progress.artefacts.testSignIns ?? []) : progress.testSignIns;
        return known.at(-1)?.at === visit.testSignIns.at(-1)?.at
          ? partFor(request, <StillOpen />)
          : undefined;
      },
      isOver: ({ execution }) => execution !== 'RUNNING',
    });
  });

  // A GET: it changes nothing, and a form could not be redirected to wherever the tenant signs in.
  scope.get('/signIn/start', options, async (request, reply) => {
    const visit = visitOn(request);
    const { metadata } = await identityProviderOf(deps, visit);
    const id = `_${randomBytes(16).toString('hex')}`;
    const relay = { of: visit.of, customerId: visit.request.customerId, linkId: visit.link.id };
    const url = await signInUrl({
      id,
      singleSignOnUrl: singleSignOnUrl(metadata) ?? '',
      issuer: serviceProviderOf(visit.request).entityId,
      acsUrl: acs,
      relayState: relayState(
        settings.sessionKeys,
        { ...relay, expiresAt: Date.now() + ANSWER_WITHIN_MS },
        id,
      ),
    });
    return redirect(reply, url);
  });

  scope.post('/signIn/error', options, async (request, reply) => {
    const visit = visitOn(request);
    const { error } = z.looseObject({ error: z.string().max(5000) }).parse(request.body);
    const finding = entraErrorFinding(/^\d+$/.test(error.trim()) ? `AADSTS${error.trim()}` : error);
    if (finding === undefined) return sendPage(reply, <SignIn visit={visit} notUnderstood={error} />, 400);
    const report = { by: visit.link.contact, checks: [], findings: [finding] };
    await deps.temporal.tell(subjectOf(visit), 'reportTestSignIn', report);
    return redirect(reply, `${visit.home}/signIn`);
  });
}

/** Where Entra ID posts its responses. */
export function signInAnswers(server: FastifyInstance, deps: WebDeps): void {
  const { settings, logger } = deps;
  const acs = acsUrl(settings.publicUrl);

  server.post(
    '/test-sign-in/acs',
    { bodyLimit: RESPONSE_LIMIT, config: { strangersLimit: RESPONSE_LIMIT } },
    async (request, reply) => {
      const posted = responseForm.safeParse(request.body).data;
      const relay = posted && readRelayState(posted.RelayState);
      const isOpenRequest = (id: string) =>
        relay !== undefined &&
        relay.expiresAt > Date.now() &&
        isRelayStateOf(settings.sessionKeys, relay, id, posted?.RelayState ?? '');
      const answered = posted && answeredRequest(posted.SAMLResponse);
      // Links' ids are no secret: what answers no request of ours is reported to nobody.
      if (posted === undefined || relay === undefined || answered === undefined || !isOpenRequest(answered)) {
        logger.warn({ ip: request.ip }, 'test sign-in refused: it answers no request');
        throw new HttpProblem(400, 'callbackRefused');
      }
      const look = relay.of === 'onboarding' ? accessBy : watchAccessBy;
      const visit = visitBy(await look(deps, request, relay));
      if (!permits(visit.link, 'signIn')) throw new HttpProblem(403, 'otherPurpose');
      const { metadata, entityId } = await identityProviderOf(deps, visit);
      const verifyBy = (certificates: MetadataCertificate[]) =>
        verifyResponse(posted.SAMLResponse, {
          idp: { entityId, certificates: certificates.map(({ pem }) => pem) },
          audience: serviceProviderOf(visit.request).entityId,
          acsUrl: acs,
          isOpenRequest,
          now: new Date(),
        });
      const all = metadata.signingCertificates;
      const report = reportOf(verifyBy(all), visit);
      const { tested } = visit;
      if (report.signIn !== undefined && tested !== undefined) {
        const active = all.filter(({ thumbprint }) => thumbprint === tested);
        const isByIt = active.length > 0 && verifyBy(active).signIn !== null;
        if (!isByIt) report.findings.push(notByActiveCertificate);
      }
      const { customerId } = visit.request;
      const findings = report.findings.map(({ code }) => code);
      logger.info({ customerId, signedIn: report.signIn !== undefined, findings }, 'test sign-in');
      await deps.temporal.tell(subjectOf(visit), 'reportTestSignIn', report);
      return redirect(reply, `${visit.home}/signIn`);
    },
  );
}

function reportOf(
  { checks, signIn, requestId, refusal }: ReturnType<typeof verifyResponse>,
  { request, link }: Visit,
): TestSignIn {
  const answered = requestId === null ? {} : { requestId };
  if (signIn === null) {
    const entra = refusal === null ? undefined : entraErrorFinding(refusal);
    const finding = entra ?? refusalFinding(checks, request);
    return { by: link.contact, ...answered, checks, findings: finding === undefined ? [] : [finding] };
  }
  const { nameId, roles } = signIn;
  const findings = signInFindings(signIn, {
    emailDomains: request.hub.emailDomains,
    claims: request.claims,
    nameId: request.nameId,
    roles: request.appRoles.map(({ value }) => value),
  });
  return { by: nameId, ...answered, checks, signIn: { nameId, roles }, findings };
}

/** The tenant's, as it is handed over to the Hub. @throws HttpProblem before there is any */
async function identityProviderOf(deps: WebDeps, visit: Visit) {
  const handover = await handoverFor(deps, visit);
  if (handover === null) throw new HttpProblem(503, 'unavailable');
  const metadata = readIdpMetadata(handover.metadataXml);
  return { metadata, entityId: metadata.entityId ?? '' };
}

/** SAML: a RelayState has at most 80 bytes. */
const LETTERS = { onboarding: 's', watch: 'w' } as const satisfies Record<LinkedWorkflow, string>;

type Relay = { of: LinkedWorkflow; customerId: string; linkId: string; expiresAt: number };

/** Travels through Entra ID and binds the request's id to the workflow, so that nothing need be kept meanwhile. */
function relayState(keys: Keys, relay: Relay, requestId: string): string {
  const text = relayText(relay);
  return `${text}.${codeFor(keys, RELAY, `${text}.${requestId}`)}`;
}

function isRelayStateOf(keys: Keys, relay: Relay, requestId: string, given: string): boolean {
  const text = relayText(relay);
  const code = given.slice(text.length + 1);
  return given === `${text}.${code}` && isCodeFor(keys, RELAY, `${text}.${requestId}`, code);
}

const RELAY = 'test sign-in';

const relayText = ({ of, customerId, linkId, expiresAt }: Relay) =>
  `${LETTERS[of]}.${customerId}.${linkId}.${Math.floor(expiresAt / 1000).toString(36)}`;

function readRelayState(text: string): Relay | undefined {
  const [, letter, customerId, linkId, seconds] =
    /^([sw])\.([^.]+)\.([^.]+)\.([0-9a-z]{1,9})\.[\w-]{22}$/.exec(text) ?? [];
  const of = LINKED.find((candidate) => LETTERS[candidate] === letter);
  if (of === undefined || customerId === undefined || linkId === undefined || seconds === undefined)
    return undefined;
  return { of, customerId, linkId, expiresAt: Number.parseInt(seconds, 36) * 1000 };
}
