/** Entra ID's sign-in: the authorization endpoint with a choice of users, and the codes that it gives out. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { accountButton, escape, hidden, page } from '../page.js';
import { type RegisteredClient, type Tenant, tenantOf, type User, type World } from '../world.js';
import { isRegistered, unregistered } from './redirectUris.js';

const query = z.object({
  client_id: z.string(),
  redirect_uri: z.string(),
  response_type: z.string(),
  scope: z.string(),
  response_mode: z.string().optional(),
  state: z.string().optional(),
  nonce: z.string().optional(),
  code_challenge: z.string().optional(),
  code_challenge_method: z.string().optional(),
  login_hint: z.string().optional(),
  prompt: z.string().optional(),
});
type Asked = z.infer<typeof query>;

export type IssuedCode = {
  tenant: Tenant;
  client: RegisteredClient;
  user: User;
  redirectUri: string;
  scope: string;
  nonce: string | undefined;
  challenge: string | undefined;
  expiresAt: number;
  redeemed: boolean;
};
/** By their text; Entra ID's live for 10 minutes. */
export type Codes = Map<string, IssuedCode>;
const CODE_LIFETIME_MS = 10 * 60_000;

export function authorize(server: FastifyInstance, world: World, codes: Codes): void {
  const path = '/:tenant/oauth2/v2.0/authorize';

  server.get<{ Params: { tenant: string } }>(path, (request, reply) => {
    void reply.type('text/html');
    const found = understood(world, request.params.tenant, request.query);
    if (typeof found === 'string') return reply.code(400).send(problem(found));
    const { asked, tenant, client } = found;
    const refused = protocolProblem(asked);
    if (refused !== undefined) return reply.redirect(answerTo(asked, refused));
    const accounts = tenant.users.map(
      (user) =>
        `<form method="post">${hidden(asked)}${hidden({ user: user.id })}
${accountButton(user.displayName, [user.userPrincipalName, ...user.directoryRoles].join(', '))}</form>`,
    );
    const body = `<p>to sign in to ${escape(client.displayName)} with an account of ${escape(tenant.displayName)}</p>
${accounts.join('\n')}
<form method="post">${hidden(asked)}<button name="cancel" value="yes">Cancel</button></form>`;
    return reply.send(page('Pick an account', body));
  });

  server.post<{ Params: { tenant: string } }>(path, (request, reply) => {
    void reply.type('text/html');
    const found = understood(world, request.params.tenant, request.body);
    if (typeof found === 'string') return reply.code(400).send(problem(found));
    const { asked, tenant, client } = found;
    const picked = z.object({ user: z.guid() }).safeParse(request.body).data;
    const user = tenant.users.find(({ id }) => id === picked?.user);
    if (user === undefined) {
      const cancelled = { error: 'access_denied', error_subcode: 'cancel' };
      return reply.redirect(answerTo(asked, cancelled));
    }
    const code = `1.${randomBytes(32).toString('base64url')}`;
    codes.set(code, {
      tenant,
      client,
      user,
      redirectUri: asked.redirect_uri,
      scope: asked.scope,
      nonce: asked.nonce,
      challenge: asked.code_challenge,
      expiresAt: world.now() + CODE_LIFETIME_MS,
      redeemed: false,
    });
    return reply.redirect(answerTo(asked, { code, session_state: randomUUID() }));
  });
}

/** What cannot be told to the application, because it is not known which it is, is shown to the user. */
function understood(
  world: World,
  tenantName: string,
  input: unknown,
): { asked: Asked; tenant: Tenant; client: RegisteredClient } | string {
  const parsed = query.safeParse(input);
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0]);
    return `AADSTS900144: The request body must contain the following parameter: '${field}'.`;
  }
  const asked = parsed.data;
  const tenant = tenantOf(world, tenantName);
  if (tenant === undefined) return `AADSTS90002: Tenant '${tenantName}' not found.`;
  const client = world.clients.find(({ clientId }) => clientId === asked.client_id);
  if (client === undefined || (client.homeTenantId ?? tenant.id) !== tenant.id) {
    return `AADSTS700016: Application with identifier '${asked.client_id}' was not found in the directory '${tenant.displayName}'.`;
  }
  if (!isRegistered(client, asked.redirect_uri)) return unregistered(asked.client_id, asked.redirect_uri);
  return { asked, tenant, client };
}

function protocolProblem(asked: Asked): Record<string, string> | undefined {
  const invalid = (description: string) => ({ error: 'invalid_request', error_description: description });
  if (asked.response_type !== 'code') {
    const description = `AADSTS700054: response_type '${asked.response_type}' is not enabled for the application.`;
    return { error: 'unsupported_response_type', error_description: description };
  }
  if (!asked.scope.split(' ').includes('openid')) {
    return {
      error: 'invalid_scope',
      error_description: "AADSTS70011: The provided value for the input parameter 'scope' is not valid.",
    };
  }
  if (asked.response_mode !== undefined && asked.response_mode !== 'query') {
    return invalid('AADSTS901002: The response_mode is not supported.');
  }
  const { code_challenge: challenge, code_challenge_method: method } = asked;
  if (challenge !== undefined && (method !== 'S256' || !/^[\w-]{43}$/.test(challenge))) {
    return invalid('AADSTS9002325: Proof Key for Code Exchange is malformed.');
  }
  return undefined;
}

function answerTo({ redirect_uri: redirectUri, state }: Asked, answer: Record<string, string>): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  if (state !== undefined) url.searchParams.set('state', state);
  return url.href;
}

/**
 * The code's content, once.
 * @throws RedemptionError in Entra ID's words
 */
export function redeem(
  codes: Codes,
  now: number,
  proof: {
    code: string;
    clientId: string;
    tenant: Tenant;
    redirectUri: string;
    verifier: string | undefined;
  },
): IssuedCode {
  const issued = codes.get(proof.code);
  if (issued === undefined || issued.client.clientId !== proof.clientId || issued.tenant !== proof.tenant) {
    throw new RedemptionError(9002313, 'Invalid request. Request is malformed or invalid.');
  }
  if (issued.redeemed) {
    throw new RedemptionError(
      54005,
      'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
    );
  }
  if (now > issued.expiresAt) {
    throw new RedemptionError(70008, 'The provided authorization code or refresh token has expired.');
  }
  if (issued.redirectUri !== proof.redirectUri) {
    throw new RedemptionError(
      500112,
      'The reply address does not match the reply address provided when requesting authorization code.',
    );
  }
  const hash = createHash('sha256')
    .update(proof.verifier ?? '')
    .digest('base64url');
  if (issued.challenge !== undefined && issued.challenge !== hash) {
    throw new RedemptionError(
      50148,
      'The code_verifier does not match the code_challenge supplied in the authorization request for PKCE.',
    );
  }
  issued.redeemed = true;
  return issued;
}

export class RedemptionError extends Error {
  constructor(
    readonly number: number,
    message: string,
  ) {
    super(message);
  }
}

const problem = (text: string) => page('Sign-in error', `<p>${escape(text)}</p>`);
