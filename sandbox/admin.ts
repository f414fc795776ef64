/** The sandbox's own API, under /sandbox: what is in it, and what goes wrong in it. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { consent } from './entra/adminConsent.js';
import { faultSchema, type Faults } from './faults.js';
import { directorySize, populate } from './populate.js';
import { rulesSchema } from './rules.js';
import { type Tenant, tenantOf, type World } from './world.js';

const lag = z.strictObject({
  object: z.int().min(0),
  list: z.int().min(0),
  mirror: z.int().min(0),
  metadata: z.int().min(0),
});

const directoryRoles = z.strictObject({
  active: z.array(z.string()),
  eligible: z.array(z.string()).default([]),
});

export function admin(server: FastifyInstance, world: World, faults: Faults): void {
  server.get('/healthz', () => ({ status: 'ok' }));
  server.get('/sandbox/state', () => state(world));

  server.post('/sandbox/faults', (request, reply) => {
    const parsed = faultSchema.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ message: z.prettifyError(parsed.error) });
    faults.add(parsed.data);
    return reply.code(204).send();
  });
  server.delete('/sandbox/faults', (_, reply) => {
    faults.clear();
    return reply.code(204).send();
  });

  server.put('/sandbox/lag', (request, reply) => {
    const parsed = lag.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ message: z.prettifyError(parsed.error) });
    Object.assign(world.lag, parsed.data);
    return reply.code(204).send();
  });

  server.put('/sandbox/rules', (request, reply) => {
    const parsed = rulesSchema.partial().safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ message: z.prettifyError(parsed.error) });
    Object.assign(world.rules, parsed.data);
    return reply.code(204).send();
  });

  /** Users and groups for trials of size: made up, so that no seed file need hold them. */
  server.post<{ Params: { tenant: string } }>('/sandbox/tenants/:tenant/directory', (request, reply) => {
    const tenant = tenantOf(world, request.params.tenant);
    if (tenant === undefined) return reply.code(404).send({ message: 'no such tenant' });
    const parsed = directorySize.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ message: z.prettifyError(parsed.error) });
    populate(tenant, parsed.data);
    return reply.code(204).send();
  });

  /** Who activates the roles that they may have, or whose time with them is over (Privileged Identity Management). */
  server.put<{ Params: { tenant: string; user: string } }>(
    '/sandbox/tenants/:tenant/users/:user/directoryRoles',
    (request, reply) => {
      const user = tenantOf(world, request.params.tenant)?.users.find(({ id }) => id === request.params.user);
      if (user === undefined) return reply.code(404).send({ message: 'no such tenant or user' });
      const parsed = directoryRoles.safeParse(request.body);
      if (!parsed.success) return reply.code(400).send({ message: z.prettifyError(parsed.error) });
      user.directoryRoles = parsed.data.active;
      user.eligibleDirectoryRoles = parsed.data.eligible;
      return reply.code(204).send();
    },
  );

  const consentPath = '/sandbox/tenants/:tenant/consents/:clientId';
  const consentOf = (params: { tenant: string; clientId: string }) => {
    const tenant = tenantOf(world, params.tenant);
    const client = world.clients.find(({ clientId }) => clientId === params.clientId);
    return tenant === undefined || client === undefined ? undefined : { tenant, client };
  };
  /** All that the client asks for, or the given part of it. */
  server.put<{ Params: { tenant: string; clientId: string } }>(consentPath, (request, reply) => {
    const found = consentOf(request.params);
    if (found === undefined) return reply.code(404).send({ message: 'no such tenant or client' });
    const body = z
      .strictObject({ permissions: z.array(z.string()).optional() })
      .safeParse(request.body ?? {});
    if (!body.success) return reply.code(400).send({ message: z.prettifyError(body.error) });
    consent(found.tenant, found.client, body.data.permissions ?? found.client.requestedPermissions);
    return reply.code(204).send();
  });
  server.delete<{ Params: { tenant: string; clientId: string } }>(consentPath, (request, reply) => {
    const found = consentOf(request.params);
    if (found === undefined) return reply.code(404).send({ message: 'no such tenant or client' });
    found.tenant.consents.delete(found.client.clientId);
    return reply.code(204).send();
  });
}

/** Everything but private keys and secrets. */
function state(world: World): object {
  return {
    tenants: world.tenants.map((tenant) => tenantState(tenant)),
    hub: world.hub,
    messages: world.messages.inbox,
    emails: world.emails,
    clients: world.clients.map(({ clientSecret, ...client }) => client),
    lag: world.lag,
    rules: world.rules,
  };
}

function tenantState(tenant: Tenant): object {
  const { id, displayName, verifiedDomains, hasP1, users, groups, consents } = tenant;
  return {
    id,
    displayName,
    verifiedDomains,
    hasP1,
    users,
    groups,
    applications: tenant.applications.all(),
    servicePrincipals: tenant.servicePrincipals.all(),
    claimsPolicies: tenant.claimsPolicies.all(),
    policyAssignments: tenant.policyAssignments.all(),
    appRoleAssignments: tenant.appRoleAssignments.all(),
    deletedItems: tenant.deletedItems.all(),
    consents: Object.fromEntries([...consents].map(([clientId, { permissions }]) => [clientId, permissions])),
  };
}
