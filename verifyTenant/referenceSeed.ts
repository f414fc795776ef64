/** A world for the sandbox with one tenant, which has as many users, groups and rights as the one that is verified. */
import type { Facts } from './recording.js';

const DOMAIN = 'reference.example';

/** The same for the same number, so that a seed can be made again. */
const guid = (kind: string, n: number) => `00000000-0000-4000-8${kind}-${String(n).padStart(12, '0')}`;

export function referenceSeed(facts: Facts, tenantId: string, client: { clientId: string; secret: string }) {
  const users = Array.from({ length: facts.users }, (_, i) => ({
    id: guid('001', i + 1),
    userPrincipalName: `user${String(i + 1)}@${DOMAIN}`,
    displayName: `Reference User ${String(i + 1)}`,
    givenName: 'Reference',
    surname: `User ${String(i + 1)}`,
    mail: `user${String(i + 1)}@${DOMAIN}`,
  }));
  const groups = Array.from({ length: facts.groups }, (_, i) => ({
    id: guid('002', i + 1),
    displayName: `Reference Group ${String(i + 1)}`,
    memberIds: users.slice(0, 1).map(({ id }) => id),
  }));
  const tenant = {
    id: tenantId,
    displayName: 'Reference Tenant',
    verifiedDomains: [DOMAIN],
    hasP1: facts.p1,
    maxCertificateDays: facts.maxCertificateDays,
    users,
    groups,
    applications: [],
  };
  return {
    clients: [
      {
        clientId: client.clientId,
        clientSecret: client.secret,
        displayName: 'Reference Client',
        redirectUris: [],
        requestedPermissions: facts.permissions,
      },
    ],
    messages: { apiKey: 'unused', apiSecret: 'unused' },
    webhook: { secret: 'unused' },
    hubAccounts: [],
    tenants: [tenant] as [typeof tenant],
  };
}
