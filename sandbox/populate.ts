/** Many users and groups for a tenant, with names and ids that are the same each time. */
import { z } from 'zod';
import { guidOf } from './seed.js';
import type { Tenant } from './world.js';

export const directorySize = z.strictObject({
  users: z.int().min(0).max(100_000).default(0),
  groups: z.int().min(0).max(10_000).default(0),
});

/** `user1@<domain>`, … and `Group 1`, …, besides those that are there. */
export function populate(tenant: Tenant, size: z.infer<typeof directorySize>): void {
  const [domain = ''] = tenant.verifiedDomains;
  for (let n = 1; n <= size.users; n += 1) {
    const userPrincipalName = `user${String(n)}@${domain}`;
    tenant.users.push({
      id: guidOf(`${tenant.id}/${userPrincipalName}`),
      userPrincipalName,
      displayName: `User ${String(n)}`,
      givenName: 'User',
      surname: String(n),
      mail: userPrincipalName,
      userType: 'Member',
      directoryRoles: [],
      eligibleDirectoryRoles: [],
    });
  }
  for (let n = 1; n <= size.groups; n += 1) {
    const displayName = `Group ${String(n)}`;
    tenant.groups.push({ id: guidOf(`${tenant.id}/${displayName}`), displayName, memberIds: [] });
  }
}
