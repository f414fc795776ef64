/**
 * The test sign-in: a user is sent to Entra ID with a request that names our assertion consumer service, and what
 * comes back is checked here. The response never leaves this process: until it expires it could let its bearer in.
 * What it is held against comes from the workflow, and the workflow counts each request once.
 */
import type { FastifyInstance } from 'fastify';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { serviceProviderOf } from '../../onboarding/request.js';
import { acsUrl, hasSucceeded, SIGN_IN_RULES, type TestSignIn } from '../../onboarding/testSignIn.js';
import { entraErrorFinding, refusalFinding, signInFindings } from '../../saml/findings.js';
import { readIdpMetadata, singleSignOnUrl } from '../../saml/metadata.js';
import { MAX_RESPONSE_CHARS, verifyResponse } from '../../saml/response.js';
import { signInUrl } from '../../saml/signInRequest.js';
import { handoverOf, tell } from '../../temporal/onboardings.js';
import { assertOwnForm } from '../csrf.js';
import type { WebDeps } from '../deps.js';
import { CsrfField, Layout } from '../layout.js';
import { sendPage } from '../page.js';
import { HttpProblem } from '../problems.js';
import { codeFor, sameText } from '../sealed.js';
import { SIGN_IN } from '../strings.js';
import { type Access, accessBy, accessTo, formSubject, redirect } from './access.js';

type LinkRoute = { Params: { linkId: string } };

const responseForm = z.looseObject({ SAMLResponse: z.string(), RelayState: z.string().max(200) });

/** From the start of a test to the answer. */
const ANSWER_WITHIN_MS = 60 * 60_000;

export function testSignIn(server: FastifyInstance, deps: WebDeps): void {
  const { settings, temporal, logger } = deps;
  const acs = acsUrl(settings.publicUrl);

  server.get<LinkRoute>('/setup/:linkId/signIn', async (request, reply) =>
    sendPage(reply, <SignIn access={await accessTo(deps, request, 'signIn')} />),
  );

  // A GET: it changes nothing, and a form could not be redirected to wherever the tenant signs in.
  server.get<LinkRoute>('/setup/:linkId/signIn/start', async (request, reply) => {
    const access = await accessTo(deps, request, 'signIn');
    const { metadata } = await identityProviderOf(deps, access);
    const id = `_${randomBytes(16).toString('hex')}`;
    const relay = { customerId: access.onboarding.customerId, linkId: access.link.id };
    const url = await signInUrl({
      id,
      singleSignOnUrl: singleSignOnUrl(metadata) ?? '',
      issuer: serviceProviderOf(access.request).entityId,
      acsUrl: acs,
      relayState: relayState(settings.linkKey, { ...relay, expiresAt: Date.now() + ANSWER_WITHIN_MS }, id),
    });
    return redirect(reply, url);
  });

  server.post<LinkRoute>('/setup/:linkId/signIn/error', async (request, reply) => {
    const access = await accessTo(deps, request, 'signIn');
    assertOwnForm(request, settings.linkKey, formSubject(access.link.id));
    const { error } = z.looseObject({ error: z.string().max(5000) }).parse(request.body);
    const finding = entraErrorFinding(/^\d+$/.test(error.trim()) ? `AADSTS${error.trim()}` : error);
    if (finding === undefined) return sendPage(reply, <SignIn access={access} notUnderstood />, 400);
    const report = { by: access.link.contact, checks: [], findings: [finding] };
    await tell(temporal, access.onboarding.customerId, 'reportTestSignIn', report);
    return redirect(reply, `/setup/${access.link.id}/signIn`);
  });

  server.post('/test-sign-in/acs', { bodyLimit: 2 * MAX_RESPONSE_CHARS }, async (request, reply) => {
    const posted = responseForm.safeParse(request.body).data;
    const relay = posted && readRelayState(posted.RelayState);
    if (posted === undefined || relay === undefined) throw new HttpProblem(400, 'callbackRefused');
    const access = await accessBy(deps, relay);
    const { metadata, entityId } = await identityProviderOf(deps, access);
    const verdict = await verifyResponse(posted.SAMLResponse, {
      idp: { entityId, certificates: metadata.signingCertificates.map(({ pem }) => pem) },
      audience: serviceProviderOf(access.request).entityId,
      acsUrl: acs,
      isOpenRequest: (id) =>
        relay.expiresAt > Date.now() && sameText(relayState(settings.linkKey, relay, id), posted.RelayState),
      now: new Date(),
    });
    const report = reportOf(verdict, access);
    const { customerId } = access.onboarding;
    const findings = report.findings.map(({ code }) => code);
    logger.info({ customerId, signedIn: report.signIn !== undefined, findings }, 'test sign-in');
    await tell(temporal, customerId, 'reportTestSignIn', report);
    return redirect(reply, `/setup/${access.link.id}/signIn`);
  });
}

function reportOf(
  { checks, signIn, requestId, refusal }: Awaited<ReturnType<typeof verifyResponse>>,
  { request, link }: Access,
): TestSignIn {
  const answered = requestId === null ? {} : { requestId };
  if (signIn === null) {
    const entra = refusal === null ? undefined : entraErrorFinding(refusal);
    const finding = entra ?? refusalFinding(checks);
    return { by: link.contact, ...answered, checks, findings: finding === undefined ? [] : [finding] };
  }
  const { nameId, roles } = signIn;
  const findings = signInFindings(signIn, {
    emailDomains: request.hub.emailDomains,
    claims: request.claims,
    roles: request.appRoles.map(({ value }) => value),
  });
  return { by: nameId, ...answered, checks, signIn: { nameId, roles }, findings };
}

/** The tenant's, as it is handed over to the Hub. @throws HttpProblem before there is any */
async function identityProviderOf({ temporal }: WebDeps, { onboarding }: Access) {
  const handover = await handoverOf(temporal, onboarding.customerId);
  if (handover === null) throw new HttpProblem(503, 'unavailable');
  const metadata = readIdpMetadata(handover.metadataXml);
  return { metadata, entityId: metadata.entityId ?? '' };
}

type Relay = { customerId: string; linkId: string; expiresAt: number };

/** Travels through Entra ID and binds the request's id to the onboarding, so that nothing need be kept meanwhile. */
function relayState(key: Uint8Array, { customerId, linkId, expiresAt }: Relay, requestId: string): string {
  const text = `${customerId}.${linkId}.${Math.floor(expiresAt / 1000).toString(36)}`;
  return `${text}.${codeFor(key, 'test sign-in', `${text}.${requestId}`)}`;
}

function readRelayState(text: string): Relay | undefined {
  const [, customerId, linkId, seconds] = /^([^.]+)\.([^.]+)\.([0-9a-z]{1,9})\.[\w-]{22}$/.exec(text) ?? [];
  if (customerId === undefined || linkId === undefined || seconds === undefined) return undefined;
  return { customerId, linkId, expiresAt: Number.parseInt(seconds, 36) * 1000 };
}

function SignIn({ access, notUnderstood = false }: { access: Access; notUnderstood?: boolean }) {
  const { link, onboarding, csrf } = access;
  const open = onboarding.waitingFor?.signal === 'reportTestSignIn';
  const tests = [...(onboarding.artefacts.testSignIns ?? [])].reverse();
  return (
    <Layout title={SIGN_IN.title} header={<span class="muted">{onboarding.companyName}</span>}>
      <p>
        <a href={`/setup/${link.id}`}>{SIGN_IN.back}</a>
      </p>
      <h1>{SIGN_IN.title}</h1>
      <p class="lead">{open ? SIGN_IN.lead : SIGN_IN.closed}</p>
      {tests.map((test) => (
        <Outcome key={test.at} test={test} />
      ))}
      {open ? (
        <>
          <section class="card">
            <p>{SIGN_IN.who}</p>
            <a class="button" href={`/setup/${link.id}/signIn/start`}>
              {tests.length === 0 ? SIGN_IN.start : SIGN_IN.again}
            </a>
          </section>
          <details class="card" open={notUnderstood}>
            <summary>{SIGN_IN.errorTitle}</summary>
            <form method="post" action={`/setup/${link.id}/signIn/error`}>
              <CsrfField token={csrf} />
              <p>{notUnderstood ? SIGN_IN.notUnderstood : SIGN_IN.errorText}</p>
              <div class="field long">
                <label for="error">{SIGN_IN.errorLabel}</label>
                <input id="error" name="error" maxLength={5000} required />
              </div>
              <button class="quiet">{SIGN_IN.errorButton}</button>
            </form>
          </details>
        </>
      ) : null}
    </Layout>
  );
}

/** One attempt: who was let in or why not, what was found, and every rule it was held against. */
function Outcome({ test }: { test: TestSignIn }) {
  const good = test.findings.length === 0 ? 'good' : 'warn';
  return (
    <section class={`notice ${hasSucceeded(test) ? good : 'bad'}`}>
      <p>
        <strong>
          {test.signIn === undefined
            ? SIGN_IN.refused
            : SIGN_IN.letIn(test.signIn.nameId, test.signIn.roles.join(', '))}
        </strong>
      </p>
      {test.findings.map(({ code, message, remedy }) => (
        <p key={code}>
          {message} <strong>{SIGN_IN.toDo}</strong> {remedy} <span class="muted">({code})</span>
        </p>
      ))}
      {test.checks.length === 0 ? null : (
        <details>
          <summary>{SIGN_IN.checks}</summary>
          <ul>
            {test.checks.map(({ rule, result, detail }) => (
              <li key={rule}>
                {SIGN_IN.results[result]} {SIGN_IN_RULES[rule]} <span class="muted">{detail}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
