/** The way into the tenant that the owner named, and into no other. */
import { createSecureContext, rootCertificates } from 'node:tls';
import { Agent } from 'undici';
import type { readTenantSettings } from '../config.js';
import { EntraId } from '../graph/entra.js';
import { REQUIRED_PERMISSIONS } from '../onboarding/permissions.js';
import type { Connection } from './send.js';

export type Connected = { connection: Connection; permissions: string[]; missing: string[] };

/** @param tenant its id or a verified domain @throws GraphRequestError */
export async function connectToTenant(
  settings: ReturnType<typeof readTenantSettings>,
  tenant: string,
): Promise<Connected> {
  const { client, authorityHost, graphBaseUrl, ca, requestTimeoutMs: timeoutMs } = settings;
  const dispatcher =
    ca === undefined
      ? undefined
      : new Agent({ connect: { secureContext: createSecureContext({ ca: [...rootCertificates, ca] }) } });
  const entra = new EntraId({ authorityHost, graphBaseUrl, ca, dispatcher, timeoutMs });
  const tenantId = await entra.resolveTenant(tenant);
  // Also sees to it that the token is for this tenant.
  const permissions = await entra.grantedPermissions(tenantId, client);
  const credential = entra.credential(tenantId, client);
  return {
    connection: { tenantId, graphBaseUrl, authorityHost, credential, dispatcher, timeoutMs },
    permissions,
    missing: REQUIRED_PERMISSIONS.full
      .map(({ permission }) => permission)
      .filter((permission) => !permissions.includes(permission)),
  };
}
