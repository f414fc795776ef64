/**
 * What clients ask Entra ID and Azure before they ask for a token: which hosts belong together (instance discovery), where
 * a tenant's endpoints are (OpenID), and where a cloud's services are (Azure Resource Manager's metadata).
 */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { originFor, tenantOf, type World } from '../world.js';
import { entraError, tenantUnknown } from './entraError.js';
import type { TokenKeys } from './tokens.js';

/** In place of a tenant: the endpoints of all of them. */
const ANY_TENANT = ['common', 'organizations', 'consumers'];

const instanceQuery = z.object({ authorization_endpoint: z.url(), 'api-version': z.string().optional() });

export function discovery(server: FastifyInstance, world: World, keys: TokenKeys): void {
  server.get<{ Params: { tenant: string } }>(
    '/:tenant/v2.0/.well-known/openid-configuration',
    (request, reply) => {
      const { tenant: named } = request.params;
      const isAny = ANY_TENANT.includes(named);
      const id = isAny ? named : tenantOf(world, named)?.id;
      if (id === undefined) return reply.code(400).send(tenantUnknown(world, named));
      const origin = originFor(world, request.headers.host);
      const base = `${origin}/${id}`;
      return reply.send({
        issuer: `${origin}/${isAny ? '{tenantid}' : id}/v2.0`,
        authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
        token_endpoint: `${base}/oauth2/v2.0/token`,
        jwks_uri: `${base}/discovery/v2.0/keys`,
        token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
        response_types_supported: ['code', 'id_token'],
        subject_types_supported: ['pairwise'],
        id_token_signing_alg_values_supported: ['RS256'],
        tenant_region_scope: isAny ? null : 'OC',
        cloud_instance_name: new URL(origin).host,
      });
    },
  );

  server.get('/:tenant/discovery/v2.0/keys', (_, reply) => reply.send({ keys: [keys.jwk] }));

  // MSAL asks it of an authority that it does not know.
  server.get('/common/discovery/instance', (request, reply) => {
    const asked = instanceQuery.safeParse(request.query);
    const origin = originFor(world, request.headers.host);
    if (!asked.success || new URL(asked.data.authorization_endpoint).origin !== origin) {
      const sentence = 'The authority specified in the request is not recognized.';
      return reply.code(400).send(entraError(world, 'invalid_instance', 50049, sentence));
    }
    const [tenant = 'common'] = new URL(asked.data.authorization_endpoint).pathname.slice(1).split('/');
    const { host } = new URL(origin);
    return reply.send({
      tenant_discovery_endpoint: `${origin}/${tenant}/v2.0/.well-known/openid-configuration`,
      'api-version': asked.data['api-version'] ?? '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    });
  });

  // Terraform's providers and the Azure CLI learn a cloud's addresses from it.
  server.get('/metadata/endpoints', (request, reply) => {
    const { 'api-version': version } = z.object({ 'api-version': z.string() }).parse(request.query);
    const { origin } = world;
    const cloud = {
      portal: origin,
      authentication: {
        loginEndpoint: origin,
        audiences: [origin],
        tenant: 'common',
        identityProvider: 'AAD',
      },
      graphAudience: origin,
      graph: origin,
      microsoftGraphResourceId: origin,
      name: 'Sandbox',
      suffixes: {},
      resourceManager: origin,
      gallery: origin,
    };
    // The version of 2019 has all clouds in a list.
    return reply.send(version === '2019-05-01' ? [cloud] : cloud);
  });
}
