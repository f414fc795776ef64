/** The way into the tenant that the owner named, and into no other. */
import { createSecureContext, rootCertificates } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import type { readTenantSettings } from '../src/config/tenant.js';
import { EntraId } from '../src/graph/entra.js';
import { REQUIRED_PERMISSIONS } from '../src/onboarding/permissions.js';
import type { Connection } from './send.js';

export type Connected = {
  connection: Connection;
  permissions: string[];
  missing: string[];
  /** How many tokens had none of the permissions, before one had. */
  tokensWithoutRoles: number;
};

/** Tokens that are asked for before it is believed that the tenant has consented to nothing. */
const MOST_TOKENS = 10;

/**
 * @param tenant its id or a verified domain
 * @param patienceMs how long consent given a moment ago may take to reach the tokens
 * @throws GraphRequestError
 */
export async function connectToTenant(
  settings: ReturnType<typeof readTenantSettings>,
  tenant: string,
  patienceMs: number,
): Promise<Connected> {
  const { client, authorityHost, graphBaseUrl, templateId, ca, requestTimeoutMs: timeoutMs } = settings;
  const dispatcher =
    ca === undefined
      ? undefined
      : new Agent({ connect: { secureContext: createSecureContext({ ca: [...rootCertificates, ca] }) } });
  const entra = new EntraId({ authorityHost, graphBaseUrl, ca, dispatcher, timeoutMs });
  const tenantId = await entra.resolveTenant(tenant);
  let tokensWithoutRoles = 0;
  // Also sees to it that the token is for this tenant.
  let permissions = await entra.grantedPermissions(tenantId, client);
  while (permissions.length === 0 && tokensWithoutRoles < MOST_TOKENS) {
    tokensWithoutRoles += 1;
    await sleep(patienceMs / MOST_TOKENS);
    permissions = await entra.grantedPermissions(tenantId, client);
  }
  const credential = entra.credential(tenantId, client);
  return {
    connection: { tenantId, graphBaseUrl, authorityHost, templateId, credential, dispatcher, timeoutMs },
    permissions,
    tokensWithoutRoles,
    missing: REQUIRED_PERMISSIONS.full
      .map(({ permission }) => permission)
      .filter((permission) => !permissions.includes(permission)),
  };
}
