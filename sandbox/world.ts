/**
 * What exists in the simulated outside world. In memory, inspectable, and deliberately ignorant of the rest of
 * `src`: our mistakes must not agree with themselves here.
 */
import type { MessagesBehaviour } from './messages/behaviour.js';
import type { JWK } from 'jose';
import type {
  KeptOfApi,
  KeptOfApplication,
  KeptOfServicePrincipal,
  KeptOfWeb,
} from './graph/keptProperties.js';
import type { Owners } from './owners.js';
import type { Lag, Replicated } from './replica.js';
import type { Rules } from './rules.js';
import type { CloudEvent } from './webhook/cloudEvent.js';

export type User = {
  id: string;
  userPrincipalName: string;
  displayName: string;
  givenName: string | null;
  surname: string | null;
  mail: string | null;
  userType: 'Member' | 'Guest';
  /** Directory roles that are active, such as `Global Administrator`; they decide who may consent. */
  directoryRoles: string[];
  /** Roles that they may activate for a while (Privileged Identity Management), and have not. */
  eligibleDirectoryRoles: string[];
};

export type Group = { id: string; displayName: string; memberIds: string[] };

export type AppRole = {
  id: string;
  value: string | null;
  displayName: string;
  description: string;
  isEnabled: boolean;
  allowedMemberTypes: string[];
  origin: string;
};

/** What other applications may ask an application for. */
export type PermissionScope = {
  id: string;
  value: string | null;
  type: string;
  isEnabled: boolean;
  adminConsentDisplayName: string | null;
  adminConsentDescription: string | null;
  userConsentDisplayName: string | null;
  userConsentDescription: string | null;
};

/** What it does not have, it has as Graph's default. */
export type Application = {
  id: string;
  appId: string;
  uniqueName: string | null;
  /** The template that it was made from. */
  applicationTemplateId: string | null;
  displayName: string;
  signInAudience: string;
  tags: string[];
  identifierUris: string[];
  appRoles: AppRole[];
  notes: string | null;
  /** The application is deactivated. */
  isDisabled: boolean | null;
  /** Certificates and passwords that it proves itself with. */
  keyCredentials: ApplicationKey[];
  passwordCredentials: PasswordCredential[];
  tokenEncryptionKeyId: string | null;
  requestSignatureVerification: {
    isSignedRequestRequired: boolean;
    allowedWeakAlgorithms: string | null;
  } | null;
  api: {
    requestedAccessTokenVersion: number | null;
    oauth2PermissionScopes: PermissionScope[];
  } & Partial<KeptOfApi>;
  web: {
    redirectUris: string[];
    redirectUriSettings: { uri: string; index: number | null }[];
    logoutUrl: string | null;
    homePageUrl: string | null;
  } & Partial<KeptOfWeb>;
  createdDateTime: string;
  deletedDateTime: string | null;
} & Partial<KeptOfApplication>;

export type ApplicationKey = {
  customKeyIdentifier: string;
  displayName: string | null;
  endDateTime: string;
  key: string | null;
  keyId: string;
  startDateTime: string;
  type: string;
  usage: string;
};

export type KeyCredential = {
  customKeyIdentifier: string;
  displayName: string;
  endDateTime: string;
  key: string | null;
  keyId: string;
  startDateTime: string;
  type: string;
  usage: 'Sign' | 'Verify';
};

/** `secretText` opens the PFX of the key credential with the same `keyId`; Graph never shows it. */
export type PasswordCredential = {
  customKeyIdentifier: string | null;
  displayName: string | null;
  endDateTime: string;
  hint: string | null;
  keyId: string;
  secretText: null;
  startDateTime: string;
};

export type ServicePrincipal = {
  id: string;
  appId: string;
  applicationTemplateId: string | null;
  displayName: string;
  appRoleAssignmentRequired: boolean;
  accountEnabled: boolean;
  loginUrl: string | null;
  notificationEmailAddresses: string[];
  preferredSingleSignOnMode: string | null;
  tokenEncryptionKeyId: string | null;
  preferredTokenSigningKeyThumbprint: string | null;
  samlSingleSignOnSettings: { relayState: string | null } | null;
  tags: string[];
  keyCredentials: KeyCredential[];
  passwordCredentials: PasswordCredential[];
  deletedDateTime: string | null;
} & Partial<KeptOfServicePrincipal>;

export type ClaimsPolicy = {
  id: string;
  displayName: string;
  definition: string[];
  isOrganizationDefault: boolean;
};
/** How tokens are signed. */
export type IssuancePolicy = ClaimsPolicy;
/** That an issuance policy is assigned to an application or a service principal; `id` joins both. */
export type IssuanceAssignment = { id: string; objectId: string; policyId: string };
/** That a policy is assigned to a service principal; `id` joins both. */
export type PolicyAssignment = { id: string; servicePrincipalId: string; policyId: string };
export type AppRoleAssignment = {
  id: string;
  appRoleId: string;
  createdDateTime: string;
  principalId: string;
  principalDisplayName: string;
  principalType: 'User' | 'Group' | 'ServicePrincipal';
  resourceId: string;
  resourceDisplayName: string;
};
/** Restorable for 30 days from `at`; a service principal takes the assignments to it along. */
export type DeletedItem = { id: string; at: number } & (
  { application: Application } | { servicePrincipal: ServicePrincipal; assignments: AppRoleAssignment[] }
);
/** An entry of the audit log, as Graph shows it. */
export type DirectoryAudit = {
  id: string;
  category: string;
  correlationId: string;
  result: string;
  resultReason: string;
  activityDisplayName: string;
  activityDateTime: string;
  loggedByService: string;
  initiatedBy: {
    user: { id: string; displayName: string; userPrincipalName: string; ipAddress: string } | null;
    app: {
      appId: null;
      displayName: string | null;
      servicePrincipalId: string;
      servicePrincipalName: null;
    } | null;
  };
  targetResources: {
    id: string;
    displayName: string;
    type: string;
    modifiedProperties: { displayName: string; oldValue: string | null; newValue: string | null }[];
  }[];
};

/** An entry of the sign-in log, as Graph shows it. */
export type SignInEvent = {
  id: string;
  createdDateTime: string;
  appId: string;
  appDisplayName: string;
  userId: string;
  userPrincipalName: string;
  userDisplayName: string;
  correlationId: string;
  conditionalAccessStatus: 'notApplied';
  isInteractive: boolean;
  status: { errorCode: number; failureReason: string };
};

export type Tenant = {
  id: string;
  displayName: string;
  verifiedDomains: string[];
  /** Entra ID P1: groups can be assigned only with it. */
  hasP1: boolean;
  /** The tenant policy on identifier URIs is on and does not exempt SAML applications. */
  forbidsForeignIdentifierUris: boolean;
  /** The longest life of a certificate, by the tenant's application management policy. */
  maxCertificateDays: number | null;
  users: User[];
  groups: Group[];
  applications: Replicated<Application>;
  servicePrincipals: Replicated<ServicePrincipal>;
  claimsPolicies: Replicated<ClaimsPolicy>;
  policyAssignments: Replicated<PolicyAssignment>;
  issuancePolicies: Replicated<IssuancePolicy>;
  issuanceAssignments: Replicated<IssuanceAssignment>;
  appRoleAssignments: Replicated<AppRoleAssignment>;
  owners: Owners;
  deletedItems: Replicated<DeletedItem>;
  /** Thumbprint, upper-case hex -> the private half, which Graph never shows. */
  signingKeys: Map<string, { privateKeyPem: string; certificatePem: string }>;
  /** Oldest first; of the last 30 days. */
  audits: DirectoryAudit[];
  /** Oldest first. */
  signIns: SignInEvent[];
  /** Client id of a multi-tenant application -> what was consented to here. */
  consents: Map<string, { permissions: string[]; servicePrincipalId: string }>;
};

/** A multi-tenant application of the operator's, registered in the operator's own tenant. */
export type RegisteredClient = {
  clientId: string;
  clientSecret: string;
  /** Certificates whose keys may sign its assertions. */
  certificatePems: string[];
  /** Whose tokens are taken in place of its own proof: workload identity federation. */
  federatedCredentials: { issuer: string; subject: string; publicJwk: JWK }[];
  displayName: string;
  redirectUris: string[];
  /** What is said of groups and directory roles in ID tokens; the claim `wids` needs `DirectoryRole` or `All`. */
  groupMembershipClaims: 'None' | 'SecurityGroup' | 'DirectoryRole' | 'All';
  /** What `.default` asks for. */
  requestedPermissions: string[];
  /** Of a single-tenant application: the only tenant that knows it. */
  homeTenantId: string | null;
  /** App roles that it gives: to users by id, to other applications by client id. */
  roleAssignments: { principalId: string; role: string }[];
};

/** The settings of one Hub account, as its form at Configuration > Single Sign On (SSO) holds them. */
export type HubAccount = {
  accountId: string;
  ssoFeatureEnabled: boolean;
  emailDomains: string[];
  metadataXml: string | null;
  createUsersAutomatically: boolean;
  defaultUserRole: string;
  accounts: string[];
  forceSso: boolean;
  /** Those who may use the account, by e-mail address. */
  users: { email: string; role: string }[];
};

export type HubSignIn = {
  accountId: string;
  nameId: string;
  claims: Record<string, string | string[]>;
  /** Role claims of the assertion. */
  roles: string[];
  /** The user's role in the Hub. */
  hubRole: string;
  initiatedBy: 'sp' | 'idp';
};

export type SentMessage = {
  message_id: string;
  content: string;
  destination_number: string;
  format: string;
  metadata: Record<string, string>;
  status: string;
  callback_url?: string;
};

export type SentEmail = {
  messageId: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Where one click stops such e-mails. */
  stopUrl: string;
  /** Content IDs of the pictures that its page shows. */
  pictures: string[];
};

export const CLOUDS = ['global', 'usgov', 'usdod', 'china'] as const;
export type Cloud = (typeof CLOUDS)[number];

export type World = {
  /** `https://host:port`: authority host, Graph, Hub and Messages all live below it. */
  origin: string;
  /** Names of Microsoft's that lead to it as well, for clients that know no other. */
  aliases: readonly string[];
  lag: Lag;
  rules: Rules;
  /** Lists that have been shown; each is in another order. */
  shuffles: number;
  tenants: Tenant[];
  clients: RegisteredClient[];
  hub: { accounts: HubAccount[]; signIns: HubSignIn[] };
  messages: { apiKey: string; apiSecret: string; inbox: SentMessage[]; behaviour: MessagesBehaviour };
  /** Everybody's mailboxes. */
  emails: SentEmail[];
  cloud: Cloud;
  /** Somebody's system, and what it was told. */
  webhook: { secret: string; received: { id: string; event: CloudEvent; deliveries: number }[] };
  /** Access tokens are numbered as they are issued; those up to `expired` are refused before their time. */
  tokens: { issued: number; expired: number };
  /** What ID tokens say as `tid` in place of the tenant that was signed in to: a client must notice. */
  foreignTid: string | undefined;
  now: () => number;
};

/** Its address, by each of its names. */
export const originsOf = ({ origin, aliases }: World): string[] => [
  origin,
  ...aliases.map((name) => `https://${name}`),
];

/** Where a client sees it: by its own address, or by a name of Microsoft's that leads to it. */
export function originFor({ origin, aliases }: World, host: string | undefined): string {
  return host !== undefined && aliases.includes(host) ? `https://${host}` : origin;
}

/** By id or by verified domain. */
export const tenantOf = (world: World, tenant: string): Tenant | undefined =>
  world.tenants.find(
    ({ id, verifiedDomains }) =>
      id === tenant.toLowerCase() || verifiedDomains.includes(tenant.toLowerCase()),
  );

/** Roles of a user (by id) or of an application (by client id). */
export const rolesIn = (api: RegisteredClient, principalId: string): string[] =>
  api.roleAssignments.filter((assignment) => assignment.principalId === principalId).map(({ role }) => role);
