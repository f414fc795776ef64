/** Entra ID's SAML sign-in: an AuthnRequest, or the user's own start, ends in a response posted to the service provider. */
import { inflateRawSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { accountButton, escape, hidden, page } from '../page.js';
import { type Tenant, tenantOf, type World } from '../world.js';
import { logged } from './signInLog.js';
import { type AuthnContext, NAME_ID_FORMATS, samlResponse, SignInError } from './assertion.js';
import { parseXml } from './xml.js';

const started = z.object({
  SAMLRequest: z.string().max(20_000).optional(),
  RelayState: z.string().optional(),
  /** Of the redirect binding. */
  Signature: z.string().optional(),
  /** Which user signs in, without asking. */
  login_hint: z.string().optional(),
});

export function samlSignIn(server: FastifyInstance, world: World): void {
  const signIn = (tenantName: string, input: unknown, binding: 'redirect' | 'post', reply: FastifyReply) =>
    shown(reply, () => {
      const tenant = tenantOf(world, tenantName);
      if (tenant === undefined) throw new SignInError(90002, `Tenant '${tenantName}' not found.`);
      const { SAMLRequest, RelayState, login_hint: hint, Signature } = started.parse(input);
      if (SAMLRequest === undefined) {
        throw new SignInError(
          750054,
          'SAMLRequest or SAMLResponse must be present as query string parameters in HTTP request for SAML Redirect binding.',
        );
      }
      const context = understand(world, tenant, SAMLRequest, binding, Signature !== undefined);
      const method = binding === 'post' ? 'post' : 'get';
      return respond(world, tenant, context, { method, fields: { SAMLRequest, RelayState } }, hint);
    });

  server.get<{ Params: { tenant: string } }>('/:tenant/saml2', (request, reply) =>
    signIn(request.params.tenant, request.query, 'redirect', reply),
  );
  server.post<{ Params: { tenant: string } }>('/:tenant/saml2', (request, reply) =>
    signIn(request.params.tenant, request.body, 'post', reply),
  );

  // The address of a tile in the user's My Apps.
  server.get<{ Params: { appId: string } }>('/api/signin/:appId', (request, reply) =>
    shown(reply, () => {
      const asked = z
        .object({ tenantId: z.string(), login_hint: z.string().optional() })
        .parse(request.query);
      const tenant = tenantOf(world, asked.tenantId);
      if (tenant === undefined) throw new SignInError(90002, `Tenant '${asked.tenantId}' not found.`);
      const { application, servicePrincipal } = applicationOf(
        tenant,
        (app) => app.appId === request.params.appId,
      );
      if (servicePrincipal.loginUrl !== null) return { redirect: servicePrincipal.loginUrl };
      const urls = application.web.redirectUriSettings.toSorted(
        (a, b) => (a.index ?? 999) - (b.index ?? 999),
      );
      const destination = urls[0]?.uri ?? application.web.redirectUris[0];
      const [audience] = application.identifierUris;
      if (destination === undefined || audience === undefined) {
        throw new SignInError(50011, 'The application has no reply URL or no identifier configured.');
      }
      const context = {
        application,
        servicePrincipal,
        destination,
        inResponseTo: undefined,
        audience,
        nameIdFormat: undefined,
      };
      const relayState = servicePrincipal.samlSingleSignOnSettings?.relayState ?? undefined;
      const start = { method: 'get', fields: { RelayState: relayState, tenantId: tenant.id } } as const;
      return respond(world, tenant, context, start, asked.login_hint);
    }),
  );
}

type Answer = { redirect: string } | { html: string };

function shown(reply: FastifyReply, work: () => Answer): FastifyReply {
  try {
    const answer = work();
    if ('redirect' in answer) return reply.redirect(answer.redirect);
    return reply.type('text/html').send(answer.html);
  } catch (error) {
    if (!(error instanceof SignInError)) throw error;
    // Entra ID shows its sign-in errors with status 200.
    const body = `<p>Sorry, but we're having trouble signing you in.</p><p class="said bad">${escape(error.message)}</p>`;
    return reply.type('text/html').send(page('Sign in', body));
  }
}

/** The choice of a user, or, once chosen, the form that posts the response. */
function respond(
  world: World,
  tenant: Tenant,
  context: AuthnContext,
  start: { method: 'get' | 'post'; fields: Record<string, string | undefined> },
  loginHint: string | undefined,
): Answer {
  if (loginHint === undefined) {
    const users = tenant.users.map(
      (user) =>
        `<form method="${start.method}">${hidden({ ...start.fields, login_hint: user.userPrincipalName })}${accountButton(user.displayName, user.userPrincipalName)}</form>`,
    );
    const to = `<p>of ${escape(tenant.displayName)}, to sign in to ${escape(context.application.displayName)}</p>`;
    return { html: page('Pick an account', `${to}\n${users.join('\n')}`) };
  }
  const user = tenant.users.find(
    (candidate) => candidate.userPrincipalName.toLowerCase() === loginHint.toLowerCase(),
  );
  if (user === undefined) {
    throw new SignInError(
      50034,
      `The user account ${loginHint} does not exist in the ${tenant.displayName} directory.`,
    );
  }
  const response = logged(world, tenant, context.application, user, () =>
    samlResponse(world, tenant, context, user),
  );
  const posted = {
    SAMLResponse: Buffer.from(response).toString('base64'),
    RelayState: start.fields['RelayState'],
  };
  return {
    html: page(
      'Working...',
      `<form method="post" action="${escape(context.destination)}">${hidden(posted)}<button class="primary">Continue</button></form>
<script>document.forms[0].submit()</script>`,
    ),
  };
}

function applicationOf(
  tenant: Tenant,
  wanted: (application: { appId: string; identifierUris: string[] }) => boolean,
) {
  const application = tenant.applications.all().find(wanted);
  const servicePrincipal = tenant.servicePrincipals.all().find((sp) => sp.appId === application?.appId);
  if (application === undefined || servicePrincipal === undefined) return missing(tenant, 'unknown');
  return { application, servicePrincipal };
}

function missing(tenant: Tenant, identifier: string): never {
  throw new SignInError(
    700016,
    `Application with identifier '${identifier}' was not found in the directory '${tenant.displayName}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
  );
}

/** Whether this is where the tenant's users sign in, however the tenant is written. */
function isOurs(world: World, tenant: Tenant, address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { origin, pathname } = new URL(address);
  const [, name = '', rest] = /^\/([^/]+)\/(.+)$/.exec(pathname) ?? [];
  const isNamed = ['common', 'organizations'].includes(name) || tenantOf(world, name)?.id === tenant.id;
  return origin === world.origin && rest === 'saml2' && isNamed;
}

/** @throws SignInError */
function understand(
  world: World,
  tenant: Tenant,
  samlRequest: string,
  binding: 'redirect' | 'post',
  hasSignature: boolean,
): AuthnContext {
  const bytes = Buffer.from(samlRequest, 'base64');
  let text: string;
  let request;
  try {
    text = (binding === 'redirect' ? inflateRawSync(bytes, { maxOutputLength: 100_000 }) : bytes).toString(
      'utf8',
    );
    request = parseXml(text).documentElement;
  } catch {
    throw new SignInError(75005, 'The request is not a valid Saml2 protocol message.');
  }
  if (request.localName !== 'AuthnRequest') {
    throw new SignInError(75005, 'The request is not a valid Saml2 protocol message.');
  }
  const child = (name: string) => request.getElementsByTagNameNS('*', name).item(0);
  if (child('Subject') !== null) throw new SignInError(75005, 'Subject is not supported in an AuthnRequest.');
  const sentTo = request.getAttribute('Destination') ?? '';
  if (sentTo !== '' && !isOurs(world, tenant, sentTo)) {
    throw new SignInError(
      75008,
      'The request from the app was denied since the SAML request had an unexpected destination.',
    );
  }
  const issuer = child('Issuer')?.textContent.trim() ?? '';
  const application = tenant.applications.all().find((app) => app.identifierUris.includes(issuer));
  if (application === undefined) return missing(tenant, issuer);
  const { servicePrincipal } = applicationOf(tenant, (app) => app.appId === application.appId);
  if (servicePrincipal.preferredSingleSignOnMode !== 'saml') {
    throw new SignInError(650056, 'Misconfigured application: SAML is not its single sign-on method.');
  }
  // That there is a signature is looked at, not whose it is.
  const isSigned = binding === 'redirect' ? hasSignature : child('SignatureValue') !== null;
  if (application.requestSignatureVerification?.isSignedRequestRequired === true && !isSigned) {
    throw new SignInError(
      76021,
      'The request sent by client is not signed while the application requires signed requests.',
    );
  }
  const asked = request.getAttribute('AssertionConsumerServiceURL') ?? '';
  const replyUrls = application.web.redirectUris;
  const destination = asked === '' ? replyUrls[0] : asked;
  if (destination === undefined || !replyUrls.includes(destination)) {
    throw new SignInError(
      50011,
      `The reply URL '${destination ?? ''}' specified in the request does not match the reply URLs configured for the application '${issuer}'.`,
    );
  }
  const asksFor = child('NameIDPolicy')?.getAttribute('Format') ?? '';
  const nameIdFormat = asksFor === '' ? undefined : asksFor;
  if (nameIdFormat !== undefined && !NAME_ID_FORMATS.includes(nameIdFormat)) {
    throw new SignInError(750161, `The NameIDPolicy format '${nameIdFormat}' is not supported.`);
  }
  const inResponseTo = request.getAttribute('ID') ?? '';
  return { application, servicePrincipal, destination, inResponseTo, audience: issuer, nameIdFormat };
}
