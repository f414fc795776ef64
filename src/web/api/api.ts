/** The REST API under /api/v1: the same that the command line does, for programs. */
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { OpenAPIV3, OpenAPIV3_1 } from 'openapi-types';
import { z } from 'zod';
import { customerEventSchema } from '../../onboarding/events.js';
import { readJsonBodies } from '../bodies.js';
import type { WebDeps } from '../deps.js';
import { OPERATE, READ } from './roles.js';
import { auditRequests } from '../audit.js';
import { actorOf, authorize } from './authorization.js';
import { offboardingRoutes } from './offboardings.js';
import { onboardingRoutes } from './onboardings.js';
import { noSuchRoute, sendProblem } from './problemDetails.js';
import { watchRoutes } from './watches.js';

export const API_PREFIX = '/api/v1';

/** Served only where it is known who may call it. */
export async function serveApi(server: FastifyInstance, deps: WebDeps): Promise<void> {
  const { operators } = deps.settings;
  if (operators === undefined) return;
  await server.register(
    async (scope) => {
      const api = scope.withTypeProvider<ZodTypeProvider>();
      readJsonBodies(api);
      api.setValidatorCompiler(validatorCompiler);
      api.setSerializerCompiler(serializerCompiler);
      api.setErrorHandler((error, request, reply) => {
        const sent = sendProblem(reply, error);
        if (sent.statusCode >= 500) {
          const { message } = error as Error;
          deps.logger.error({ route: request.routeOptions.url, error: message }, 'request failed');
        }
        return sent;
      });
      api.setNotFoundHandler((request) => {
        throw noSuchRoute(request);
      });
      await api.register(swagger, {
        openapi: document(deps.settings.publicUrl, deps.settings.authorityHost, operators),
        transform: jsonSchemaTransform,
      });
      api.get('/openapi.json', { schema: { hide: true } }, () => api.swagger());
      await api.register((authorized, _, done) => {
        authorized.addHook('onRequest', authorize(deps.settings, operators));
        auditRequests(authorized, deps.logger, 'api', actorOf);
        const routes = authorized.withTypeProvider<ZodTypeProvider>();
        onboardingRoutes(routes, deps);
        watchRoutes(routes, deps);
        offboardingRoutes(routes, deps);
        done();
      });
    },
    { prefix: API_PREFIX },
  );
}

function document(
  publicUrl: string,
  authorityHost: string,
  { tenantId, clientId }: { tenantId: string; clientId: string },
): Partial<OpenAPIV3_1.Document> {
  const scope = `api://${clientId}/.default`;
  return {
    openapi: '3.1.0',
    info: {
      title: 'MessageMedia SSO onboarding',
      version: '1',
      description: `Every action is recorded with the application that took it. Reading takes the app role ${READ}, all else ${OPERATE}. Errors are problem details (RFC 9457).`,
    },
    servers: [{ url: publicUrl }],
    security: [{ clientCredentials: [scope] }],
    components: {
      securitySchemes: {
        clientCredentials: {
          type: 'oauth2',
          flows: {
            clientCredentials: {
              tokenUrl: `${authorityHost}/${tenantId}/oauth2/v2.0/token`,
              scopes: { [scope]: 'What the app roles of the calling application allow' },
            },
          },
        },
      },
    },
    webhooks: {
      customerEvent: {
        post: {
          summary:
            'How an onboarding, watch or offboarding proceeds, as a CloudEvent, signed as Standard Webhooks says',
          security: [],
          requestBody: {
            content: {
              'application/cloudevents+json': {
                schema: z.toJSONSchema(customerEventSchema) as OpenAPIV3.SchemaObject,
              },
            },
          },
          responses: { '2XX': { description: 'Taken. Anything else is tried again.' } },
        },
      },
    },
  };
}
