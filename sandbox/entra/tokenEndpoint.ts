/** Entra ID's token endpoint: client credentials, and codes of a sign-in. */
import { randomBytes } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { originsOf, tenantOf, type World } from '../world.js';
import { entraError, tenantUnknown } from './entraError.js';
import { clientProof, refusalOf } from './clientAuthentication.js';
import { apiOf, issueApiToken } from './apiTokens.js';
import { type Codes, redeem, RedemptionError } from './authorize.js';
import { issueAppToken, issueIdToken, type TokenKeys } from './tokens.js';

const form = clientProof.extend({
  grant_type: z.string(),
  client_id: z.string(),
  scope: z.string().default(''),
});
const codeForm = z.object({
  code: z.string(),
  redirect_uri: z.string(),
  code_verifier: z.string().optional(),
});

export function tokenEndpoint(server: FastifyInstance, world: World, keys: TokenKeys, codes: Codes): void {
  server.post<{ Params: { tenant: string } }>('/:tenant/oauth2/v2.0/token', async (request, reply) => {
    const tenant = tenantOf(world, request.params.tenant);
    if (tenant === undefined) return reply.code(400).send(tenantUnknown(world, request.params.tenant));
    const refuse = (status: number, error: string, number: number, sentence: string) =>
      reply.code(status).send(entraError(world, error, number, sentence));
    const parsed = form.safeParse(request.body);
    if (!parsed.success) {
      const field = String(parsed.error.issues[0]?.path[0]);
      return refuse(
        400,
        'invalid_request',
        900144,
        `The request body must contain the following parameter: '${field}'.`,
      );
    }
    const { grant_type: grantType, client_id: clientId, scope } = parsed.data;
    if (grantType !== 'client_credentials' && grantType !== 'authorization_code') {
      return refuse(
        400,
        'unsupported_grant_type',
        70003,
        `The app requested an unsupported grant type '${grantType}'.`,
      );
    }
    const client = world.clients.find((candidate) => candidate.clientId === clientId);
    if (client === undefined || (client.homeTenantId ?? tenant.id) !== tenant.id) {
      const sentence = `Application with identifier '${clientId}' was not found in the directory '${tenant.displayName}'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`;
      return refuse(400, 'unauthorized_client', 700016, sentence);
    }
    const endpoints = originsOf(world).flatMap((origin) =>
      [tenant.id, request.params.tenant].map((named) => `${origin}/${named}/oauth2/v2.0/token`),
    );
    const refusal = await refusalOf(world, client, parsed.data, endpoints);
    if (refusal !== undefined) return refuse(401, 'invalid_client', refusal.number, refusal.sentence);
    if (grantType === 'authorization_code') {
      const asked = codeForm.safeParse(request.body);
      if (!asked.success) {
        const field = String(asked.error.issues[0]?.path[0]);
        const sentence = `The request body must contain the following parameter: '${field}'.`;
        return refuse(400, 'invalid_request', 900144, sentence);
      }
      const { code, redirect_uri: redirectUri, code_verifier: verifier } = asked.data;
      try {
        const {
          user,
          nonce,
          scope: granted,
        } = redeem(codes, world.now(), {
          code,
          clientId,
          tenant,
          redirectUri,
          verifier,
        });
        return await reply.send({
          token_type: 'Bearer',
          scope: granted,
          expires_in: 3599,
          ext_expires_in: 3599,
          // Of the user's, for nothing that the sandbox has.
          access_token: randomBytes(32).toString('base64url'),
          id_token: await issueIdToken(world, keys, { tenant, client, user, nonce }),
        });
      } catch (error) {
        if (!(error instanceof RedemptionError)) throw error;
        return refuse(400, 'invalid_grant', error.number, error.message);
      }
    }
    const api = apiOf(world, tenant, scope);
    if (api !== undefined) return reply.send(await issueApiToken(world, keys, { tenant, client, api }));
    // The authority's clients normalise the scope with a double slash now and then.
    const [resource = ''] = scope.split(' ');
    const audience = originsOf(world).find((origin) => resource.startsWith(`${origin}/`));
    if (!/^https:\/\/.+\/\.default$/.test(resource) || audience === undefined) {
      return refuse(
        400,
        'invalid_scope',
        70011,
        `The provided value for the input parameter 'scope' is not valid.`,
      );
    }
    if (!tenant.consents.has(clientId)) {
      const sentence = `The client application ${clientId} is missing service principal in the tenant ${tenant.id}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119`;
      return refuse(401, 'invalid_client', 7000229, sentence);
    }
    const own = tenant.servicePrincipals.all().find(({ appId }) => appId === clientId);
    if (own?.accountEnabled === false) {
      const sentence = `Application '${clientId}'(${client.displayName}) is disabled.`;
      return refuse(401, 'unauthorized_client', 7000112, sentence);
    }
    const { token, expiresIn } = await issueAppToken(world, keys, { tenant, clientId, audience });
    return reply.send({
      token_type: 'Bearer',
      expires_in: expiresIn,
      ext_expires_in: expiresIn,
      access_token: token,
    });
  });
}
