/** Sign-in by OpenID Connect: code flow with PKCE, state and nonce; the ID token's signature is checked. */
import * as openid from 'openid-client';
import { Agent, fetch } from 'undici';
import { z } from 'zod';
import { trusting } from '../trust.js';

export type OpenIdClient = { clientId: string; clientSecret: string };

/** What must be kept until the browser comes back. */
export const pendingSignIn = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() });
export type PendingSignIn = z.infer<typeof pendingSignIn>;

/** The sign-in did not succeed; the message is for the log, and holds nothing secret. */
export class SignInError extends Error {
  constructor(
    message: string,
    /** The provider's own `error`, when it sent one. */
    readonly code: string | undefined,
  ) {
    super(message);
  }
}

/** Where people sign in does not answer, or not as it should; the message is for the log. */
export class NoSignInError extends Error {}

const MAX_ISSUERS = 500;

export class OpenIdSignIn {
  private readonly issuers = new Map<string, Promise<openid.Configuration>>();
  private readonly dispatcher: Agent | undefined;

  constructor(
    private readonly client: OpenIdClient,
    private readonly options: { ca: string | undefined; timeoutMs: number },
  ) {
    const { ca } = options;
    this.dispatcher = ca === undefined ? undefined : new Agent({ connect: { secureContext: trusting(ca) } });
  }

  /**
   * Where to send the browser.
   * @param issuer such as `https://login.microsoftonline.com/<tenant id>/v2.0`
   * @param state unguessable, and of this sign-in alone
   * @throws NoSignInError
   */
  async begin(
    issuer: string,
    redirectUri: string,
    state: string,
    more: Record<string, string> = {},
  ): Promise<{ url: URL; pending: PendingSignIn }> {
    const configuration = await this.discover(issuer);
    const pending = {
      state,
      nonce: openid.randomNonce(),
      verifier: openid.randomPKCECodeVerifier(),
    };
    const url = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: 'openid profile',
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
      ...more,
    });
    return { url, pending };
  }

  /** The claims of the ID token, from the address at which the browser came back. @throws SignInError, NoSignInError */
  async finish(issuer: string, callback: URL, pending: PendingSignIn): Promise<openid.IDToken> {
    const configuration = await this.discover(issuer);
    try {
      const tokens = await openid.authorizationCodeGrant(configuration, callback, {
        pkceCodeVerifier: pending.verifier,
        expectedState: pending.state,
        expectedNonce: pending.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new SignInError('there is no ID token', undefined);
      return claims;
    } catch (error) {
      if (error instanceof openid.AuthorizationResponseError || error instanceof openid.ResponseBodyError) {
        // The description may name the user, and is logged.
        const aadsts = /AADSTS\d+/.exec(error.error_description ?? '')?.[0];
        throw new SignInError(aadsts ?? error.error, error.error);
      }
      if (isNoAnswer(error)) {
        throw new NoSignInError(`${issuer} does not answer: ${reasonOf(error)}`);
      }
      if (error instanceof openid.ClientError) throw new SignInError(error.message, undefined);
      throw error;
    }
  }

  private discover(issuer: string): Promise<openid.Configuration> {
    const known = this.issuers.get(issuer);
    if (known !== undefined) return known;
    const { clientId, clientSecret } = this.client;
    const found = openid
      .discovery(new URL(issuer), clientId, undefined, openid.ClientSecretPost(clientSecret), {
        timeout: this.options.timeoutMs / 1000,
        ...(this.dispatcher === undefined ? {} : { [openid.customFetch]: this.fetch }),
        execute: [openid.enableNonRepudiationChecks],
      })
      .catch((error: unknown) => {
        this.issuers.delete(issuer); // asked again next time
        throw new NoSignInError(`${issuer} does not answer as OpenID Connect says: ${reasonOf(error)}`);
      });
    const [oldest] = this.issuers.keys();
    if (this.issuers.size >= MAX_ISSUERS && oldest !== undefined) this.issuers.delete(oldest);
    this.issuers.set(issuer, found);
    return found;
  }

  private readonly fetch: openid.CustomFetch = async (url, options) => {
    const { body, ...rest } = options;
    const reply = await fetch(url, {
      ...rest,
      ...(body === undefined ? {} : { body: body as string }),
      ...(this.dispatcher === undefined ? {} : { dispatcher: this.dispatcher }),
    });
    return reply as unknown as Response;
  };
}

/** The error, and what the library or the network gave as its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** Of a server that has a fault, or takes too long. */
const NO_ANSWER = ['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON'];

/** Or the network failed, which fetch throws as a TypeError. */
const isNoAnswer = (error: unknown) =>
  error instanceof TypeError || (error instanceof openid.ClientError && NO_ANSWER.includes(error.code ?? ''));
