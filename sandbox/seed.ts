/** The world as it is at the start, from a seed file. */
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { usualBehaviour } from './messages/behaviour.js';
import { Owners } from './owners.js';
import { type Lag, Replicated } from './replica.js';
import type { Rules } from './rules.js';
import type { Application, Cloud, ServicePrincipal, Tenant, World } from './world.js';

const user = z.strictObject({
  id: z.guid(),
  userPrincipalName: z.string(),
  displayName: z.string(),
  givenName: z.string().nullable().default(null),
  surname: z.string().nullable().default(null),
  mail: z.string().nullable(),
  userType: z.enum(['Member', 'Guest']).default('Member'),
  directoryRoles: z.array(z.string()).default([]),
  eligibleDirectoryRoles: z.array(z.string()).default([]),
});

const tenant = z.strictObject({
  id: z.guid(),
  displayName: z.string(),
  verifiedDomains: z.array(z.string()).min(1),
  hasP1: z.boolean(),
  forbidsForeignIdentifierUris: z.boolean().default(false),
  maxCertificateDays: z.int().min(1).nullable().default(null),
  users: z.array(user),
  groups: z.array(z.strictObject({ id: z.guid(), displayName: z.string(), memberIds: z.array(z.guid()) })),
  /** Applications that were there before and must never be touched. */
  applications: z.array(
    z.strictObject({ displayName: z.string(), identifierUris: z.array(z.string()).default([]) }),
  ),
  claimsPolicies: z.array(z.strictObject({ displayName: z.string() })).default([]),
});

const seedSchema = z.strictObject({
  clients: z.array(
    z.strictObject({
      clientId: z.guid(),
      clientSecret: z.string(),
      certificatePems: z.array(z.string()).default([]),
      federatedCredentials: z
        .array(z.strictObject({ issuer: z.string(), subject: z.string(), publicJwk: z.looseObject({}) }))
        .default([]),
      displayName: z.string(),
      redirectUris: z.array(z.url()),
      groupMembershipClaims: z.enum(['None', 'SecurityGroup', 'DirectoryRole', 'All']).default('None'),
      requestedPermissions: z.array(z.string()).default([]),
      homeTenantId: z.guid().nullable().default(null),
      roleAssignments: z.array(z.strictObject({ principalId: z.guid(), role: z.string() })).default([]),
    }),
  ),
  messages: z.strictObject({ apiKey: z.string(), apiSecret: z.string() }),
  webhook: z.strictObject({ secret: z.string() }),
  hubAccounts: z.array(z.strictObject({ accountId: z.string(), ssoFeatureEnabled: z.boolean() })),
  tenants: z.array(tenant),
});

const DEFAULT_SEED = fileURLToPath(new URL('./seed.json', import.meta.url));

/** A GUID that is the same for the same name. */
export function guidOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** `{origin}` in the file stands for the sandbox's own address. */
export function seedWorld(options: {
  origin: string;
  lag: Lag;
  now: () => number;
  cloud: Cloud;
  rules: Rules;
  seedFile?: string;
  aliases?: readonly string[];
}): World {
  const { origin, lag, now, cloud, rules } = options;
  const text = readFileSync(options.seedFile ?? DEFAULT_SEED, 'utf8').replaceAll('{origin}', origin);
  const seed = seedSchema.parse(JSON.parse(text));
  return {
    origin,
    aliases: options.aliases ?? [],
    lag,
    now,
    cloud,
    rules,
    shuffles: 0,
    clients: seed.clients,
    messages: { ...seed.messages, inbox: [], behaviour: usualBehaviour() },
    emails: [],
    webhook: { ...seed.webhook, received: [] },
    tokens: { issued: 0, expired: 0 },
    foreignTid: undefined,
    hub: {
      signIns: [],
      accounts: seed.hubAccounts.map((account) => ({
        ...account,
        emailDomains: [],
        metadataXml: null,
        createUsersAutomatically: false,
        defaultUserRole: 'Basic User',
        accounts: [],
        forceSso: false,
        users: [],
      })),
    },
    tenants: seed.tenants.map((seeded) => seedTenant(seeded, now, lag)),
  };
}

function seedTenant(seeded: z.infer<typeof tenant>, now: () => number, lag: Lag): Tenant {
  const { applications, claimsPolicies, ...rest } = seeded;
  const made: Tenant = {
    ...rest,
    applications: new Replicated(now, lag),
    servicePrincipals: new Replicated(now, lag),
    claimsPolicies: new Replicated(now, lag),
    policyAssignments: new Replicated(now, lag),
    issuancePolicies: new Replicated(now, lag),
    issuanceAssignments: new Replicated(now, lag),
    appRoleAssignments: new Replicated(now, lag),
    owners: new Owners(),
    deletedItems: new Replicated(now, lag),
    signingKeys: new Map(),
    audits: [],
    signIns: [],
    consents: new Map(),
  };
  for (const { displayName, identifierUris } of applications) {
    const key = `${seeded.id}/${displayName}`;
    const application = newApplication(guidOf(`${key}/application`), guidOf(`${key}/app`), displayName);
    made.applications.seed({ ...application, identifierUris });
    made.servicePrincipals.seed(newServicePrincipal(guidOf(`${key}/service principal`), application));
  }
  for (const { displayName } of claimsPolicies) {
    const definition = [
      '{"ClaimsMappingPolicy":{"Version":1,"IncludeBasicClaimSet":"true","ClaimsSchema":[]}}',
    ];
    const id = guidOf(`${seeded.id}/policy/${displayName}`);
    made.claimsPolicies.seed({ id, displayName, definition, isOrganizationDefault: false });
  }
  return made;
}

export const newApplication = (id: string, appId: string, displayName: string): Application => ({
  id,
  appId,
  uniqueName: null,
  applicationTemplateId: null,
  displayName,
  signInAudience: 'AzureADMyOrg',
  tags: [],
  identifierUris: [],
  appRoles: [],
  notes: null,
  isDisabled: null,
  keyCredentials: [],
  passwordCredentials: [],
  tokenEncryptionKeyId: null,
  requestSignatureVerification: null,
  api: { requestedAccessTokenVersion: null, oauth2PermissionScopes: [] },
  web: { redirectUris: [], redirectUriSettings: [], logoutUrl: null, homePageUrl: null },
  createdDateTime: '2024-01-01T00:00:00Z',
  deletedDateTime: null,
});

export const newServicePrincipal = (
  id: string,
  application: Pick<Application, 'appId' | 'displayName' | 'applicationTemplateId'>,
): ServicePrincipal => ({
  id,
  appId: application.appId,
  applicationTemplateId: application.applicationTemplateId,
  displayName: application.displayName,
  appRoleAssignmentRequired: false,
  accountEnabled: true,
  loginUrl: null,
  notificationEmailAddresses: [],
  preferredSingleSignOnMode: null,
  tokenEncryptionKeyId: null,
  preferredTokenSigningKeyThumbprint: null,
  samlSingleSignOnSettings: null,
  tags: [],
  keyCredentials: [],
  passwordCredentials: [],
  deletedDateTime: null,
});
