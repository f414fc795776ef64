/** Access tokens for an API of one's own: version 2.0, with the app roles that its tenant has assigned. */
import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { guidOf } from '../seed.js';
import { type RegisteredClient, rolesIn, type Tenant, type World } from '../world.js';
import { issuerOf, type TokenKeys } from './tokens.js';

/** The application of this tenant that the scope `api://<client id>/.default` names. */
export function apiOf(world: World, tenant: Tenant, scope: string): RegisteredClient | undefined {
  const clientId = /^api:\/\/([^/]+)\/\.default$/.exec(scope)?.[1];
  return world.clients.find((client) => client.clientId === clientId && client.homeTenantId === tenant.id);
}

const LIFETIME_SECONDS = 3599;

/** The reply of the token endpoint. Without an assigned role there is a token all the same, but no `roles` in it. */
export async function issueApiToken(
  world: World,
  keys: TokenKeys,
  { tenant, client, api }: { tenant: Tenant; client: RegisteredClient; api: RegisteredClient },
): Promise<object> {
  const roles = rolesIn(api, client.clientId);
  const oid = guidOf(`${tenant.id}/${client.clientId}/service principal`);
  const seconds = Math.floor(Date.now() / 1000);
  const token = await new SignJWT({
    azp: client.clientId,
    azpacr: '1',
    oid,
    ...(roles.length === 0 ? {} : { roles }),
    tid: tenant.id,
    uti: randomUUID(),
    ver: '2.0',
  })
    .setProtectedHeader({ alg: 'RS256', kid: keys.kid, typ: 'JWT' })
    .setIssuer(issuerOf(world, tenant.id))
    .setAudience(api.clientId)
    .setSubject(oid)
    .setIssuedAt(seconds)
    .setNotBefore(seconds)
    .setExpirationTime(seconds + LIFETIME_SECONDS)
    .sign(keys.privateKey);
  return {
    token_type: 'Bearer',
    expires_in: LIFETIME_SECONDS,
    ext_expires_in: LIFETIME_SECONDS,
    access_token: token,
  };
}
