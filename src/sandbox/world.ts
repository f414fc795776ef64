/**
 * What exists in the simulated outside world. In memory, inspectable, and deliberately ignorant of the rest of
 * `src`: our mistakes must not agree with themselves here.
 *
 * Graph objects are kept as the JSON that Graph would return, so that what a client wrote can be compared with
 * what it reads back.
 */
import type {
  Application,
  AppRoleAssignment,
  ClaimsMappingPolicy,
  Group,
  ServicePrincipal,
  User,
} from '@microsoft/microsoft-graph-types';

/** A directory person who can sign in to the sandbox's Entra ID. */
export type SandboxUser = User & {
  id: string;
  userPrincipalName: string;
  displayName: string;
  /** Directory roles, such as `Global Administrator`; decides who may consent. */
  directoryRoles: string[];
};

export type SandboxGroup = Group & { id: string; displayName: string; memberIds: string[] };

/** The private half of a token-signing certificate, kept apart from `keyCredentials` as Entra ID does. */
export type SigningKey = {
  servicePrincipalId: string;
  /** SHA-1 of the certificate's DER, upper-case hex. */
  thumbprint: string;
  privateKeyPem: string;
  certificatePem: string;
};

export type StoredApplication = Application & { id: string; appId: string; owners: string[] };
export type StoredServicePrincipal = ServicePrincipal & {
  id: string;
  appId: string;
  owners: string[];
  claimsMappingPolicyIds: string[];
};

export type SandboxTenant = {
  id: string;
  displayName: string;
  verifiedDomains: string[];
  /** Microsoft Entra ID P1/P2: groups can be assigned only with it. */
  hasP1: boolean;
  /** Tenant policy "uriAdditionWithoutUniqueTenantIdentifier" is on and does not exempt SAML apps. */
  forbidsForeignIdentifierUris: boolean;
  users: SandboxUser[];
  groups: SandboxGroup[];
  applications: StoredApplication[];
  servicePrincipals: StoredServicePrincipal[];
  claimsMappingPolicies: (ClaimsMappingPolicy & { id: string })[];
  appRoleAssignments: AppRoleAssignment[];
  deletedItems: ((StoredApplication | StoredServicePrincipal) & { deletedDateTime: string })[];
  signingKeys: SigningKey[];
  /** Client id of a multi-tenant application -> Graph application permissions consented to here. */
  consents: Map<string, { permissions: string[]; servicePrincipalId: string }>;
};

/** A multi-tenant application registration of ours: what the operator registers once, in their own tenant. */
export type RegisteredClient = {
  clientId: string;
  clientSecret: string;
  displayName: string;
  redirectUris: string[];
  /** What `.default` asks for. */
  requestedPermissions: string[];
};

/** SSO settings of one Hub account, as its form at Configuration > Single Sign On (SSO) holds them. */
export type HubSso = {
  accountId: string;
  ssoFeatureEnabled: boolean;
  emailDomains: string[];
  identityProvider: 'azure-ad' | 'okta' | null;
  metadataXml: string | null;
  createUsersAutomatically: boolean;
  defaultUserRole: string | null;
  accounts: string[];
  forceSso: boolean;
};

export type HubSignIn = {
  at: string;
  accountId: string;
  nameId: string;
  claims: Record<string, string | string[]>;
  role: string | null;
  initiatedBy: 'sp' | 'idp';
};

export type SentMessage = {
  message_id: string;
  content: string;
  destination_number: string;
  format: string;
  metadata: Record<string, string>;
  status: string;
  submittedAt: string;
};

export type SandboxWorld = {
  /** `https://host:port`, without a trailing slash: authority host, Graph, Hub and Messages all live below it. */
  origin: string;
  tenants: SandboxTenant[];
  clients: RegisteredClient[];
  hub: { accounts: HubSso[]; signIns: HubSignIn[] };
  messages: { apiKey: string; apiSecret: string; inbox: SentMessage[] };
  /** Now, in milliseconds; the one clock of the sandbox. */
  now: () => number;
};
