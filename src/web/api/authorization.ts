/**
 * Who calls the API: an application with an access token of the operators' tenant (OpenID Connect client
 * credentials), for this API, with an app role.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose';
import { Agent, fetch } from 'undici';
import { z } from 'zod';
import type { WebSettings } from '../../config/web.js';
import { senderIsKnown } from '../bodies.js';
import { type AuditActor, customerIn } from '../audit.js';
import { isWithin, scopeOf, setScope } from '../groups.js';
import { reads } from '../reads.js';
import { mayOperate, mayRead, OPERATE, READ } from './roles.js';
import { ApiProblem } from './problemDetails.js';
import { trusting } from '../../trust.js';

/**
 * Entra ID, version 2.0. An ID token has the same issuer and audience, but no `azp`; a token of a user's has `scp`,
 * and is not taken, because the record names applications.
 */
const claims = z.object({
  azp: z.guid(),
  tid: z.guid(),
  ver: z.literal('2.0'),
  roles: z.array(z.string()).default([]),
  scp: z.never().optional(),
  nonce: z.never().optional(),
});

const REALM = 'Bearer realm="sso-onboarding"';
const CLOCK_SKEW_SECONDS = 60;

/** Puts the caller on record as `application <client id>`. */
const callers = new WeakMap<FastifyRequest, string>();

/** @throws TypeError on a route that is not behind `authorize` */
export function callerOf(request: FastifyRequest): string {
  const caller = callers.get(request);
  if (caller === undefined) throw new TypeError('nobody has been authorized');
  return caller;
}

/** For the record; undefined where it is not known who calls. */
export function actorOf(request: FastifyRequest): AuditActor | undefined {
  const caller = callers.get(request);
  return caller === undefined ? undefined : { kind: 'application', id: caller.replace('application ', '') };
}

type Settings = Pick<WebSettings, 'authorityHost' | 'ca' | 'requestTimeoutMs' | 'customerGroups'>;

/** A hook that lets readers read, and operators do the rest. */
export function authorize(
  settings: Settings,
  { tenantId, clientId }: { tenantId: string; clientId: string },
) {
  const authority = `${settings.authorityHost}/${tenantId}`;
  const keys = createRemoteJWKSet(new URL(`${authority}/discovery/v2.0/keys`), {
    timeoutDuration: settings.requestTimeoutMs,
    [customFetch]: fetchTrusting(settings.ca),
  });
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const refuse = (kind: 'unauthorized' | 'forbidden', challenge: string, detail: string) => {
      void reply.header('WWW-Authenticate', challenge);
      return new ApiProblem(kind, detail);
    };
    const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw refuse('unauthorized', REALM, 'Send "Authorization: Bearer <token>".');
    const verified = await jwtVerify(token, keys, {
      issuer: `${authority}/v2.0`,
      audience: clientId,
      algorithms: ['RS256'],
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_SKEW_SECONDS,
    }).catch((error: unknown) => {
      if (isTokensFault(error)) return undefined;
      throw new ApiProblem('unavailable', 'The keys that tokens are checked with cannot be had just now.');
    });
    const caller = claims.safeParse(verified?.payload).data;
    if (caller?.tid !== tenantId) {
      const detail = 'It is not an unexpired access token for this API, issued to an application.';
      throw refuse('unauthorized', `${REALM}, error="invalid_token", error_description="${detail}"`, detail);
    }
    // Also whoever is refused from here on: the record shows what was tried.
    callers.set(request, `application ${caller.azp}`);
    const isRead = reads(request);
    if (!(isRead ? mayRead : mayOperate)(caller.roles)) {
      const needed = isRead ? READ : OPERATE;
      const challenge = `${REALM}, error="insufficient_scope", scope="${needed}"`;
      throw refuse('forbidden', challenge, `The app role ${needed} is needed.`);
    }
    senderIsKnown(request);
    const scope = scopeOf(settings, caller.roles);
    setScope(request, scope);
    const customerId = customerIn(request);
    if (customerId !== undefined && !isWithin(scope, customerId)) {
      throw new ApiProblem('not-found', 'There is no such customer for this application.');
    }
  };
}

/** Not that the keys could not be fetched. */
const isTokensFault = (error: unknown) =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  !(error instanceof errors.JWKSInvalid) &&
  error.code !== 'ERR_JOSE_GENERIC';

/** Fetch that also trusts the configured certificate authority. */
function fetchTrusting(ca: string | undefined) {
  const dispatcher = ca === undefined ? undefined : new Agent({ connect: { secureContext: trusting(ca) } });
  return async (url: string, { headers, method, redirect, signal }: RequestInit): Promise<Response> => {
    const reply = await fetch(url, {
      headers: Object.fromEntries(new Headers(headers)),
      method: method ?? 'GET',
      redirect: redirect ?? 'manual',
      signal: signal ?? null,
      ...(dispatcher === undefined ? {} : { dispatcher }),
    });
    return reply as unknown as Response;
  };
}
