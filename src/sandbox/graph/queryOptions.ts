/** Query options: what Graph would refuse is refused, and what the sandbox cannot answer is never ignored in silence. */
import { type Call, GraphError } from './call.js';

const ANSWERED = ['$select', '$filter', '$search', '$top', '$skiptoken', '$count'];

const unsupported = (message: string) => new GraphError(400, 'Request_UnsupportedQuery', message);

/** @throws GraphError */
export function refuseUnanswered({
  query,
  headers,
  method,
}: Pick<Call, 'query' | 'headers' | 'method'>): void {
  if (method !== 'GET') return;
  for (const name of query.keys()) {
    if (!name.startsWith('$') || ANSWERED.includes(name)) continue;
    if (name === '$skip') throw unsupported("'$skip' is not supported by the service.");
    if (name === '$orderby') throw unsupported('Sorting not supported for current query.');
    if (name === '$expand') throw unsupported('Expand is not allowed for this property.');
    throw new GraphError(400, 'BadRequest', `The query parameter '${name}' is not supported.`);
  }
  // An advanced query, as `$search` is.
  if (query.get('$count') === 'true' && headers['consistencylevel']?.toLowerCase() !== 'eventual') {
    throw unsupported('$count is not currently supported.');
  }
}

const APPLICATION =
  'id deletedDateTime addIns api appId applicationTemplateId appRoles authenticationBehaviors certification createdByAppId createdDateTime defaultRedirectUri description disabledByMicrosoftStatus displayName groupMembershipClaims identifierUris info isDeviceOnlyAuthSupported isDisabled isFallbackPublicClient keyCredentials logo nativeAuthenticationApisEnabled notes oauth2RequirePostResponse optionalClaims parentalControlSettings passwordCredentials publicClient publisherDomain requestSignatureVerification requiredResourceAccess samlMetadataUrl serviceManagementReference servicePrincipalLockConfiguration signInAudience spa tags tokenEncryptionKeyId uniqueName verifiedPublisher web';
const SERVICE_PRINCIPAL =
  'id deletedDateTime accountEnabled addIns alternativeNames appDescription appDisplayName appId applicationTemplateId appOwnerOrganizationId appRoleAssignmentRequired appRoles createdByAppId customSecurityAttributes description disabledByMicrosoftStatus displayName homepage info isDisabled keyCredentials loginUrl logoutUrl notes notificationEmailAddresses oauth2PermissionScopes passwordCredentials preferredSingleSignOnMode preferredTokenSigningKeyThumbprint replyUrls resourceSpecificApplicationPermissions samlSingleSignOnSettings servicePrincipalNames servicePrincipalType signInAudience tags tokenEncryptionKeyId verifiedPublisher';

/** By the name of a set: every property of its type, also those that the sandbox does not have. */
const PROPERTIES: Partial<Record<string, { type: string; names: readonly string[] }>> = {
  applications: { type: 'application', names: APPLICATION.split(' ') },
  servicePrincipals: { type: 'servicePrincipal', names: SERVICE_PRINCIPAL.split(' ') },
  groups: {
    type: 'group',
    names:
      'id deletedDateTime classification createdDateTime description displayName expirationDateTime groupTypes isAssignableToRole mail mailEnabled mailNickname membershipRule onPremisesSyncEnabled proxyAddresses renewedDateTime securityEnabled securityIdentifier theme uniqueName visibility'.split(
        ' ',
      ),
  },
  users: {
    type: 'user',
    names:
      'id deletedDateTime accountEnabled ageGroup businessPhones city companyName country createdDateTime creationType department displayName employeeId externalUserState givenName identities jobTitle mail mailNickname mobilePhone officeLocation onPremisesSyncEnabled otherMails postalCode preferredLanguage proxyAddresses securityIdentifier state streetAddress surname usageLocation userPrincipalName userType'.split(
        ' ',
      ),
  },
};

/** The names in `$select`; undefined where there is none. @throws GraphError for a name that the type does not have */
export function selected({ query }: Pick<Call, 'query'>, what: string): string[] | undefined {
  const select = query.get('$select');
  if (select === null) return undefined;
  const fields = select.split(',').map((field) => field.trim());
  const known = PROPERTIES[what];
  const unknown = known && fields.find((field) => !known.names.includes(field));
  if (known !== undefined && unknown !== undefined) {
    throw new GraphError(
      400,
      'BadRequest',
      `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type 'microsoft.graph.${known.type}'.`,
    );
  }
  return fields;
}
