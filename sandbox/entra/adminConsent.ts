/** Entra ID's admin consent: the page an administrator is sent to, and what their answer does. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { newApplication, newServicePrincipal, guidOf } from '../seed.js';
import { escape, hidden, page } from '../page.js';
import { isRegistered, unregistered } from './redirectUris.js';
import { type RegisteredClient, type Tenant, tenantOf, type User, type World } from '../world.js';

const query = z.object({
  client_id: z.string(),
  redirect_uri: z.string(),
  scope: z.string().optional(),
  state: z.string().optional(),
});
const answer = query.extend({ user: z.string(), decision: z.enum(['accept', 'cancel']) });

/** Cloud and Application Administrators cannot consent to Graph's application permissions. */
const MAY_CONSENT = ['Global Administrator', 'Privileged Role Administrator'];
const mayConsent = (user: User) => user.directoryRoles.some((role) => MAY_CONSENT.includes(role));

/** Records a consent; the client's service principal appears in the tenant. */
export function consent(tenant: Tenant, client: RegisteredClient, permissions: string[]): void {
  const servicePrincipalId = guidOf(`${tenant.id}/${client.clientId}/service principal`);
  if (tenant.servicePrincipals.get(servicePrincipalId) === undefined) {
    const application = newApplication(guidOf(client.clientId), client.clientId, client.displayName);
    tenant.servicePrincipals.put(newServicePrincipal(servicePrincipalId, application));
  }
  tenant.consents.set(client.clientId, { permissions, servicePrincipalId });
}

/**
 * What administrators do who have changed their minds: the permissions go, or the whole application. The tokens that
 * were issued before expire with it.
 */
export function revokeConsents(world: World, remove: 'permissions' | 'application'): void {
  world.tokens.expired = world.tokens.issued;
  for (const tenant of world.tenants) {
    for (const given of tenant.consents.values()) given.permissions = [];
    if (remove === 'application') tenant.consents.clear();
  }
}

export function adminConsent(server: FastifyInstance, world: World): void {
  const path = '/:tenant/v2.0/adminconsent';
  /** Who asks, for which tenant; or what Entra ID shows instead of redirecting to an address it does not know. */
  const understood = (tenantName: string, asked: z.infer<typeof query>) => {
    const tenant = tenantOf(world, tenantName);
    if (tenant === undefined) return `AADSTS90002: Tenant '${tenantName}' not found.`;
    const client = world.clients.find(({ clientId }) => clientId === asked.client_id);
    if (client === undefined)
      return `AADSTS700016: Application with identifier '${asked.client_id}' was not found.`;
    if (!isRegistered(client, asked.redirect_uri)) return unregistered(asked.client_id, asked.redirect_uri);
    return { tenant, client };
  };

  server.get<{ Params: { tenant: string } }>(path, (request, reply) => {
    void reply.type('text/html');
    const asked = query.safeParse(request.query);
    if (!asked.success)
      return reply.code(400).send(page('Sign-in error', '<p>AADSTS900144: a parameter is missing.</p>'));
    const found = understood(request.params.tenant, asked.data);
    if (typeof found === 'string')
      return reply.code(400).send(page('Sign-in error', `<p>${escape(found)}</p>`));
    const { tenant, client } = found;
    const buttons = tenant.users
      .filter(({ directoryRoles }) => directoryRoles.length > 0)
      .map(
        (user) => `<form method="post">${hidden(asked.data)}${hidden({ user: user.id })}
<article><p><b>${escape(user.displayName)}</b><br/><small>${escape(user.directoryRoles.join(', '))}</small></p>
<p><button class="primary" name="decision" value="accept">Accept</button> <button name="decision" value="cancel">Cancel</button></p></article></form>`,
      );
    const permissions = client.requestedPermissions
      .map((permission) => `<li>${escape(permission)}</li>`)
      .join('');
    const body = `<p>${escape(client.displayName)} asks ${escape(tenant.displayName)} for:</p><ul>${permissions}</ul>
<h2>Answer as</h2>${buttons.join('\n')}`;
    return reply.send(page('Permissions requested', body));
  });

  server.post<{ Params: { tenant: string } }>(path, (request, reply) => {
    void reply.type('text/html');
    const parsed = answer.safeParse(request.body);
    if (!parsed.success)
      return reply.code(400).send(page('Sign-in error', '<p>AADSTS900144: a parameter is missing.</p>'));
    const found = understood(request.params.tenant, parsed.data);
    if (typeof found === 'string')
      return reply.code(400).send(page('Sign-in error', `<p>${escape(found)}</p>`));
    const { tenant, client } = found;
    const user = tenant.users.find(({ id }) => id === parsed.data.user);
    if (user === undefined || !mayConsent(user)) {
      const text = `<p>${escape(client.displayName)} needs permission that only an administrator can grant (Privileged Role Administrator or Global Administrator).</p>`;
      return reply.code(403).send(page('Need admin approval', text));
    }
    const redirect = new URL(parsed.data.redirect_uri);
    // Entra ID: a refusal carries admin_consent=True as well.
    redirect.searchParams.set('admin_consent', 'True');
    if (parsed.data.state !== undefined) redirect.searchParams.set('state', parsed.data.state);
    if (parsed.data.decision === 'cancel') {
      redirect.searchParams.set('error', 'access_denied');
      redirect.searchParams.set(
        'error_description',
        'AADSTS65004: User declined to consent to access the app.',
      );
      redirect.searchParams.set('error_uri', `${world.origin}/error?code=65004`);
    } else {
      consent(tenant, client, client.requestedPermissions);
      redirect.searchParams.set('tenant', tenant.id);
      redirect.searchParams.set('scope', parsed.data.scope ?? '');
    }
    return reply.redirect(redirect.href);
  });

  server.get('/sandbox/consented', (request, reply) => {
    const { error_description: error } = z
      .object({ error_description: z.string().optional() })
      .parse(request.query);
    const text = error ?? 'Consent recorded. Now the onboarding must be told: signal grantConsent.';
    return reply.type('text/html').send(page('Sandbox', `<p>${escape(text)}</p>`));
  });
}
