/**
 * Properties that the sandbox keeps and shows, and makes nothing of. Other clients set them, and take a missing one for a
 * change (Terraform) or stumble over it; the defaults are those of a new application in Graph's own examples.
 */
import { z } from 'zod';

const text = z.string().nullable();
const flag = z.boolean().nullable();
const uris = z.strictObject({ redirectUris: z.array(z.string()).default([]) });
const claim = z.strictObject({
  name: z.string(),
  source: text.default(null),
  essential: z.boolean().default(false),
  additionalProperties: z.array(z.string()).default([]),
});
const claims = z.array(claim).default([]);

const keptOfApplication = z.strictObject({
  description: z.string().max(1024).nullable(),
  groupMembershipClaims: text,
  isDeviceOnlyAuthSupported: flag,
  isFallbackPublicClient: flag,
  nativeAuthenticationApisEnabled: text,
  serviceManagementReference: text,
  samlMetadataUrl: text,
  defaultRedirectUri: text,
  optionalClaims: z.strictObject({ accessToken: claims, idToken: claims, saml2Token: claims }).nullable(),
  servicePrincipalLockConfiguration: z.looseObject({}).nullable(),
  addIns: z.array(z.looseObject({})),
  info: z.strictObject({
    logoUrl: text.default(null),
    marketingUrl: text.default(null),
    privacyStatementUrl: text.default(null),
    supportUrl: text.default(null),
    termsOfServiceUrl: text.default(null),
  }),
  parentalControlSettings: z.strictObject({
    countriesBlockedForMinors: z.array(z.string()),
    legalAgeGroupRule: z.string(),
  }),
  publicClient: uris,
  spa: uris,
  requiredResourceAccess: z.array(
    z.strictObject({
      resourceAppId: z.string(),
      resourceAccess: z.array(z.strictObject({ id: z.guid(), type: z.enum(['Scope', 'Role']) })),
    }),
  ),
  /** In beta alone. */
  oauth2RequirePostResponse: z.boolean(),
});
export const keptApplicationBody = keptOfApplication.partial();
export type KeptOfApplication = z.output<typeof keptOfApplication>;

export const APPLICATION_DEFAULTS: Omit<KeptOfApplication, 'oauth2RequirePostResponse'> = {
  description: null,
  groupMembershipClaims: null,
  isDeviceOnlyAuthSupported: null,
  isFallbackPublicClient: null,
  nativeAuthenticationApisEnabled: null,
  serviceManagementReference: null,
  samlMetadataUrl: null,
  defaultRedirectUri: null,
  optionalClaims: null,
  servicePrincipalLockConfiguration: null,
  addIns: [],
  info: {
    logoUrl: null,
    marketingUrl: null,
    privacyStatementUrl: null,
    supportUrl: null,
    termsOfServiceUrl: null,
  },
  parentalControlSettings: { countriesBlockedForMinors: [], legalAgeGroupRule: 'Allow' },
  publicClient: { redirectUris: [] },
  spa: { redirectUris: [] },
  requiredResourceAccess: [],
};

export const NO_PUBLISHER = { displayName: null, verifiedPublisherId: null, addedDateTime: null };

const grants = z.strictObject({
  enableAccessTokenIssuance: z.boolean().default(false),
  enableIdTokenIssuance: z.boolean().default(false),
});
export const keptWebBody = z.strictObject({ implicitGrantSettings: grants }).partial();
export type KeptOfWeb = { implicitGrantSettings: z.output<typeof grants> };
export const WEB_DEFAULTS: KeptOfWeb = {
  implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
};

const keptOfApi = z.strictObject({
  acceptMappedClaims: flag,
  knownClientApplications: z.array(z.guid()),
  preAuthorizedApplications: z.array(
    z.strictObject({ appId: z.string(), delegatedPermissionIds: z.array(z.string()) }),
  ),
});
export const keptApiBody = keptOfApi.partial();
export type KeptOfApi = z.output<typeof keptOfApi>;
export const API_DEFAULTS: KeptOfApi = {
  acceptMappedClaims: null,
  knownClientApplications: [],
  preAuthorizedApplications: [],
};

const keptOfServicePrincipal = z.strictObject({
  alternativeNames: z.array(z.string()),
  description: z.string().max(1024).nullable(),
  notes: text,
});
export const keptServicePrincipalBody = keptOfServicePrincipal.partial();
export type KeptOfServicePrincipal = z.output<typeof keptOfServicePrincipal>;
export const SERVICE_PRINCIPAL_DEFAULTS: KeptOfServicePrincipal = {
  alternativeNames: [],
  description: null,
  notes: null,
};
