/**
 * What people change by hand in the Microsoft Entra admin center, which calls Graph in their name:
 * `/sandbox/tenants/{domain}/portal/{user principal name}/{Graph's path}`.
 */
import type { FastifyInstance } from 'fastify';
import { randomUUID } from 'node:crypto';
import { errorBody, GraphError, type Reply } from './graph/call.js';
import { answer } from './graph/routes.js';
import { type Tenant, tenantOf, type World } from './world.js';

/** Directory roles that may change any application. */
const ADMINISTRATORS = [
  'Global Administrator',
  'Application Administrator',
  'Cloud Application Administrator',
];
const PERMISSIONS = [
  'Application.ReadWrite.All',
  'Application.Read.All',
  'AppRoleAssignment.ReadWrite.All',
  'Policy.Read.All',
  'Policy.ReadWrite.ApplicationConfiguration',
  'AuditLog.Read.All',
  'Directory.Read.All',
];

type Change = { method: string; path: string; body?: unknown };

/** One call of Graph in the name of a user. @throws GraphError */
export function inPortal(world: World, tenant: Tenant, userPrincipalName: string, change: Change): Reply {
  const user = tenant.users.find((candidate) => candidate.userPrincipalName === userPrincipalName);
  if (user?.directoryRoles.some((role) => ADMINISTRATORS.includes(role)) !== true) {
    throw new GraphError(
      403,
      'Authorization_RequestDenied',
      'Insufficient privileges to complete the operation.',
    );
  }
  const url = new URL(change.path, world.origin);
  return answer({
    world,
    // The portal's own client id.
    caller: {
      tenant,
      clientId: 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c',
      servicePrincipalId: user.id,
      roles: PERMISSIONS,
      user,
    },
    method: change.method,
    serviceRoot: `${world.origin}/v1.0`,
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    headers: {},
    body: change.body,
  });
}

export function portal(server: FastifyInstance, world: World): void {
  server.all<{ Params: { tenant: string; user: string; '*': string } }>(
    '/sandbox/tenants/:tenant/portal/:user/*',
    (request, reply) => {
      const tenant = tenantOf(world, request.params.tenant);
      if (tenant === undefined) return reply.code(404).send({ message: 'no such tenant' });
      const { method, body } = request;
      const query = new URL(request.url, world.origin).search;
      try {
        const path = `/${encodeURI(request.params['*'])}${query}`;
        const answered = inPortal(world, tenant, request.params.user, { method, path, body });
        return reply.code(answered.status).send(answered.body);
      } catch (error) {
        if (!(error instanceof GraphError)) throw error;
        return reply.code(error.status).send(errorBody(error, world.now(), randomUUID(), randomUUID()));
      }
    },
  );
}
