/**
 * Who may ask the codec server: the Temporal UI's access token ("pass access token" in its codec settings), or that of
 * `temporal --codec-auth`, checked against the OpenID provider that issued it.
 */
import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose';
import { Agent, fetch } from 'undici';
import { z } from 'zod';
import { trusting } from '../trust.js';

export type TokenSettings = {
  /** As the token's `iss` has it; its keys are found by OpenID Connect Discovery. */
  issuer: string;
  audience: string;
  /** One that the token's `roles` must have. */
  role?: string | undefined;
  ca?: string | undefined;
};

/** Resolves to why the header is refused, or to undefined. Rejects with TokenKeysUnavailableError. */
export type TokenCheck = (
  authorization: string | undefined,
) => Promise<{ status: 401 | 403; reason: string } | undefined>;

export class TokenKeysUnavailableError extends Error {}

const TIMEOUT_MS = 5_000;
const CLOCK_SKEW_SECONDS = 60;
/** Asymmetric ones: the keys are public. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

const isSafe = (url: string) => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
};
const discovery = z.object({ issuer: z.string(), jwks_uri: z.url().refine(isSafe) });
const claims = z.object({ roles: z.array(z.string()).default([]) });

type Get = (url: string, signal: AbortSignal | null) => Promise<Response>;

/** Trusts the configured certificate authority besides the usual ones. */
function getTrusting(ca: string | undefined): Get {
  const dispatcher = ca === undefined ? undefined : new Agent({ connect: { secureContext: trusting(ca) } });
  return async (url, signal) => {
    const reply = await fetch(url, {
      redirect: 'error',
      signal,
      ...(dispatcher === undefined ? {} : { dispatcher }),
    });
    return reply as unknown as Response;
  };
}

/** @param get for tests */
export function tokenCheck(
  { issuer, audience, role, ca }: TokenSettings,
  get: Get = getTrusting(ca),
): TokenCheck {
  const discover = async () => {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const reply = await get(url, AbortSignal.timeout(TIMEOUT_MS));
    const found = discovery.parse(await reply.json());
    if (found.issuer !== issuer) throw new Error(`its discovery document is of ${found.issuer}`);
    return createRemoteJWKSet(new URL(found.jwks_uri), {
      timeoutDuration: TIMEOUT_MS,
      [customFetch]: (jwks: string, { signal }: { signal?: AbortSignal | null }) => get(jwks, signal ?? null),
    });
  };
  let keys: ReturnType<typeof discover> | undefined;
  const knownKeys = async () => {
    keys ??= discover();
    try {
      return await keys;
    } catch (error) {
      keys = undefined; // asked for again by the next request
      throw unavailable(error);
    }
  };

  return async (authorization) => {
    const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) {
      return {
        status: 401,
        reason:
          'Send "Authorization: Bearer <access token>": switch on "Pass the user access token" in the Temporal UI.',
      };
    }
    const verified = await jwtVerify(token, await knownKeys(), {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp'],
      clockTolerance: CLOCK_SKEW_SECONDS,
    }).catch((error: unknown) => {
      if (isTokensFault(error)) return undefined;
      throw unavailable(error);
    });
    if (verified === undefined) {
      return { status: 401, reason: `It is not an unexpired token of ${issuer} for ${audience}.` };
    }
    const { roles } = claims.safeParse(verified.payload).data ?? { roles: [] };
    if (role === undefined || roles.includes(role)) return undefined;
    return { status: 403, reason: `The role ${role} is needed.` };
  };
}

const unavailable = (error: unknown) =>
  new TokenKeysUnavailableError('The keys that tokens are checked with are not available.', { cause: error });

/** Not that the keys could not be fetched. */
const isTokensFault = (error: unknown) =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout) &&
  !(error instanceof errors.JWKSInvalid) &&
  error.code !== 'ERR_JOSE_GENERIC';
