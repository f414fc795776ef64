/**
 * What each collection answers: its properties, and which of them a query may filter, search and sort by. From Microsoft's
 * "Advanced query capabilities on Microsoft Entra ID objects" and the resources' own pages.
 */

export type Kind = 'string' | 'boolean' | 'date' | 'number' | 'guid' | 'strings' | 'objects';

/** With `+`: only as an advanced query (header `ConsistencyLevel: eventual` and `$count=true`). */
export type Filterable = { kind: Kind; operators: readonly string[] };

export type EntitySet = {
  /** Of its objects, without `microsoft.graph.`. */
  type: string;
  /** Every property, also those that the sandbox does not have. */
  names: readonly string[];
  /** In beta besides. */
  betaNames: readonly string[];
  /** Directory objects know advanced queries; `in`, `ne` and `not` follow from `eq`. */
  isDirectory: boolean;
  filterable: Readonly<Partial<Record<string, Filterable>>>;
  searchable: readonly string[];
  sortable: Readonly<Partial<Record<string, 'default' | 'advanced'>>>;
  /** For `$expand`: navigations that the sandbox has as an address, and others that Graph has. */
  navigations: readonly string[];
  otherNavigations: readonly string[];
};

type Row = readonly [kind: Kind, operators: string, names: string];

function entitySet(
  type: string,
  names: string,
  options: {
    betaNames?: string;
    isDirectory?: boolean;
    filters?: readonly Row[];
    searchable?: string;
    sortable?: EntitySet['sortable'];
    navigations?: string;
    otherNavigations?: string;
  } = {},
): EntitySet {
  const words = (text = '') => text.split(' ').filter((word) => word !== '');
  const filterable = (options.filters ?? []).flatMap(([kind, operators, named]) =>
    words(named).map((name) => [name, { kind, operators: words(operators) }] as const),
  );
  return {
    type,
    names: words(names),
    betaNames: words(options.betaNames),
    isDirectory: options.isDirectory ?? true,
    filterable: Object.fromEntries(filterable),
    searchable: words(options.searchable),
    sortable: options.sortable ?? {},
    navigations: words(options.navigations),
    otherNavigations: words(options.otherNavigations),
  };
}

const APPLICATION =
  'id deletedDateTime addIns api appId applicationTemplateId appRoles authenticationBehaviors certification createdByAppId createdDateTime defaultRedirectUri description disabledByMicrosoftStatus displayName groupMembershipClaims identifierUris info isDeviceOnlyAuthSupported isDisabled isFallbackPublicClient keyCredentials logo nativeAuthenticationApisEnabled notes oauth2RequirePostResponse optionalClaims parentalControlSettings passwordCredentials publicClient publisherDomain requestSignatureVerification requiredResourceAccess samlMetadataUrl serviceManagementReference servicePrincipalLockConfiguration signInAudience spa tags tokenEncryptionKeyId uniqueName verifiedPublisher web';
const SERVICE_PRINCIPAL =
  'id deletedDateTime accountEnabled addIns alternativeNames appDescription appDisplayName appId applicationTemplateId appOwnerOrganizationId appRoleAssignmentRequired appRoles createdByAppId createdDateTime customSecurityAttributes description disabledByMicrosoftStatus displayName homepage info isDisabled keyCredentials loginUrl logoutUrl notes notificationEmailAddresses oauth2PermissionScopes passwordCredentials preferredSingleSignOnMode preferredTokenSigningKeyThumbprint replyUrls resourceSpecificApplicationPermissions samlSingleSignOnSettings servicePrincipalNames servicePrincipalType signInAudience tags tokenEncryptionKeyId verifiedPublisher';
const GROUP =
  'id deletedDateTime classification createdDateTime creationOptions description displayName expirationDateTime groupTypes isAssignableToRole mail mailEnabled mailNickname membershipRule membershipRuleProcessingState onPremisesDomainName onPremisesLastSyncDateTime onPremisesNetBiosName onPremisesProvisioningErrors onPremisesSamAccountName onPremisesSecurityIdentifier onPremisesSyncEnabled preferredDataLocation preferredLanguage proxyAddresses renewedDateTime resourceBehaviorOptions resourceProvisioningOptions securityEnabled securityIdentifier serviceProvisioningErrors theme uniqueName visibility';
const USER =
  'id deletedDateTime aboutMe accountEnabled ageGroup assignedLicenses assignedPlans birthday businessPhones city companyName consentProvidedForMinor country createdDateTime creationType customSecurityAttributes department displayName employeeHireDate employeeId employeeLeaveDateTime employeeOrgData employeeType externalUserState externalUserStateChangeDateTime faxNumber givenName hireDate identities imAddresses interests isManagementRestricted isResourceAccount jobTitle lastPasswordChangeDateTime legalAgeGroupClassification mail mailboxSettings mailNickname mobilePhone mySite officeLocation onPremisesDistinguishedName onPremisesDomainName onPremisesExtensionAttributes onPremisesImmutableId onPremisesLastSyncDateTime onPremisesProvisioningErrors onPremisesSamAccountName onPremisesSecurityIdentifier onPremisesSyncEnabled onPremisesUserPrincipalName otherMails passwordPolicies passwordProfile pastProjects postalCode preferredDataLocation preferredLanguage preferredName provisionedPlans proxyAddresses responsibilities schools securityIdentifier serviceProvisioningErrors showInAddressList signInActivity signInSessionsValidFromDateTime skills state streetAddress surname usageLocation userPrincipalName userType';
const POLICY = 'id deletedDateTime definition description displayName isOrganizationDefault';

/** Of several types: each of their properties may be named. */
const DIRECTORY_OBJECT = [
  ...new Set([APPLICATION, SERVICE_PRINCIPAL, GROUP, USER].flatMap((names) => names.split(' '))),
].join(' ');

const BY_DATE = 'eq ge le gt lt';
const BY_TEXT = 'eq ge le startswith';

const applications = entitySet('application', APPLICATION, {
  betaNames: 'isManagementRestricted onPremisesPublishing',
  filters: [
    [
      'string',
      'eq',
      'id appId applicationTemplateId signInAudience createdByAppId disabledByMicrosoftStatus',
    ],
    ['string', 'eq startswith', 'displayName'],
    ['string', BY_TEXT, 'description publisherDomain'],
    ['strings', BY_TEXT, 'identifierUris tags'],
    ['date', 'eq ge le', 'createdDateTime deletedDateTime'],
  ],
  searchable: 'displayName description',
  sortable: { displayName: 'advanced', createdDateTime: 'advanced', deletedDateTime: 'advanced' },
  navigations: 'owners tokenIssuancePolicies',
  otherNavigations:
    'appManagementPolicies createdOnBehalfOf extensionProperties federatedIdentityCredentials homeRealmDiscoveryPolicies synchronization tokenLifetimePolicies',
});

const servicePrincipals = entitySet('servicePrincipal', SERVICE_PRINCIPAL, {
  betaNames:
    'errorUrl isAuthorizationServiceEnabled isManagementRestricted passwordSingleSignOnSettings preferredTokenSigningKeyEndDateTime publishedPermissionScopes publisherName samlMetadataUrl',
  filters: [
    ['boolean', 'eq', 'accountEnabled appRoleAssignmentRequired'],
    ['string', 'eq', 'id preferredSingleSignOnMode servicePrincipalType signInAudience createdByAppId'],
    ['string', 'eq startswith', 'displayName appId applicationTemplateId homepage'],
    ['guid', 'eq ge le', 'appOwnerOrganizationId'],
    ['strings', BY_TEXT, 'alternativeNames servicePrincipalNames tags'],
    ['date', 'eq ge le', 'createdDateTime deletedDateTime'],
  ],
  searchable: 'displayName description',
  sortable: { displayName: 'advanced', createdDateTime: 'advanced', deletedDateTime: 'advanced' },
  navigations: 'owners appRoleAssignedTo appRoleAssignments claimsMappingPolicies tokenIssuancePolicies',
  otherNavigations:
    'appManagementPolicies createdObjects delegatedPermissionClassifications endpoints federatedIdentityCredentials homeRealmDiscoveryPolicies memberOf oauth2PermissionGrants ownedObjects remoteDesktopSecurityConfiguration synchronization tokenLifetimePolicies transitiveMemberOf',
});

const policies = (type: string) =>
  entitySet(type, POLICY, { otherNavigations: type === 'claimsMappingPolicy' ? 'appliesTo' : '' });

export const SETS = {
  applications,
  // Unconfirmed: that deleted ones are found as the living are.
  'directory/deletedItems/microsoft.graph.application': { ...applications, navigations: [] },
  appRoles: entitySet('appRole', 'allowedMemberTypes description displayName id isEnabled origin value', {
    isDirectory: false,
  }),
  servicePrincipals,
  'directory/deletedItems/microsoft.graph.servicePrincipal': { ...servicePrincipals, navigations: [] },
  groups: entitySet('group', GROUP, {
    filters: [
      ['boolean', 'eq', 'isAssignableToRole mailEnabled securityEnabled onPremisesSyncEnabled'],
      ['string', 'eq', 'id'],
      ['string', 'eq startswith', 'displayName'],
      ['string', BY_TEXT, 'description mail mailNickname'],
      ['strings', 'eq', 'groupTypes'],
      ['strings', `${BY_TEXT} endswith`, 'proxyAddresses'],
    ],
    searchable: 'displayName description mail',
    sortable: { displayName: 'default', deletedDateTime: 'advanced' },
    navigations: 'members appRoleAssignments',
    otherNavigations:
      'acceptedSenders calendar createdOnBehalfOf drive events memberOf owners settings sites team transitiveMemberOf transitiveMembers',
  }),
  users: entitySet('user', USER, {
    filters: [
      ['boolean', 'eq', 'accountEnabled onPremisesSyncEnabled'],
      ['string', 'eq', 'id userType creationType ageGroup externalUserState'],
      ['string', 'eq startswith', 'displayName employeeId'],
      ['string', 'eq ge le', 'jobTitle'],
      ['string', BY_TEXT, 'givenName surname city country department mailNickname state usageLocation'],
      ['string', `${BY_TEXT} endswith`, 'mail userPrincipalName'],
      [
        'string',
        '+eq +ge +le +startswith',
        'companyName mobilePhone officeLocation postalCode preferredLanguage streetAddress',
      ],
      ['strings', `${BY_TEXT} endswith`, 'otherMails proxyAddresses'],
      ['date', 'eq ge le', 'createdDateTime deletedDateTime'],
    ],
    searchable: 'displayName givenName surname mail userPrincipalName',
    sortable: {
      displayName: 'default',
      userPrincipalName: 'default',
      createdDateTime: 'advanced',
      deletedDateTime: 'advanced',
    },
    navigations: 'memberOf appRoleAssignments',
    otherNavigations:
      'directReports licenseDetails manager oauth2PermissionGrants ownedDevices ownedObjects registeredDevices transitiveMemberOf transitiveReports',
  }),
  directoryObjects: entitySet('directoryObject', DIRECTORY_OBJECT),
  appRoleAssignments: entitySet(
    'appRoleAssignment',
    'id deletedDateTime appRoleId createdDateTime principalDisplayName principalId principalType resourceDisplayName resourceId',
    {
      filters: [
        ['string', 'eq startswith', 'principalDisplayName'],
        ['guid', 'eq', 'resourceId'],
      ],
    },
  ),
  'policies/claimsMappingPolicies': policies('claimsMappingPolicy'),
  'policies/tokenIssuancePolicies': policies('tokenIssuancePolicy'),
  'policies/defaultAppManagementPolicy': entitySet(
    'tenantAppManagementPolicy',
    'id deletedDateTime applicationRestrictions description displayName isEnabled servicePrincipalRestrictions',
  ),
  directoryRoles: entitySet('directoryRole', 'id deletedDateTime description displayName roleTemplateId', {
    filters: [['string', 'eq', 'id displayName roleTemplateId']],
    otherNavigations: 'members scopedMembers',
  }),
  domains: entitySet(
    'domain',
    'id authenticationType availabilityStatus isAdminManaged isDefault isInitial isRoot isVerified model passwordNotificationWindowInDays passwordValidityPeriodInDays state supportedServices',
    { isDirectory: false },
  ),
  organization: entitySet(
    'organization',
    'id deletedDateTime assignedPlans branding businessPhones city country countryLetterCode createdDateTime defaultUsageLocation displayName isMultipleDataLocationsForServicesEnabled marketingNotificationEmails mobileDeviceManagementAuthority onPremisesLastSyncDateTime onPremisesSyncEnabled partnerTenantType postalCode preferredLanguage privacyProfile provisionedPlans securityComplianceNotificationMails securityComplianceNotificationPhones state street technicalNotificationMails tenantType verifiedDomains',
  ),
  subscribedSkus: entitySet(
    'subscribedSku',
    'accountId accountName appliesTo capabilityStatus consumedUnits id prepaidUnits servicePlans skuId skuPartNumber subscriptionIds',
    { isDirectory: false },
  ),
  'auditLogs/directoryAudits': entitySet(
    'directoryAudit',
    'activityDateTime activityDisplayName additionalDetails category correlationId id initiatedBy loggedByService operationType result resultReason targetResources userAgent',
    {
      isDirectory: false,
      filters: [
        ['date', BY_DATE, 'activityDateTime'],
        ['string', 'eq startswith', 'activityDisplayName targetResources/displayName'],
        ['string', 'eq', 'id category correlationId loggedByService result targetResources/id'],
        ['string', 'eq', 'initiatedBy/app/appId initiatedBy/app/displayName initiatedBy/user/id'],
        ['string', 'eq startswith', 'initiatedBy/user/displayName initiatedBy/user/userPrincipalName'],
        ['objects', '', 'targetResources'],
      ],
      sortable: { activityDateTime: 'default' },
    },
  ),
  'auditLogs/signIns': entitySet(
    'signIn',
    'appDisplayName appId appliedConditionalAccessPolicies clientAppUsed conditionalAccessStatus correlationId createdDateTime deviceDetail id ipAddress isInteractive location resourceDisplayName resourceId riskDetail riskEventTypes riskEventTypes_v2 riskLevelAggregated riskLevelDuringSignIn riskState status userDisplayName userId userPrincipalName',
    {
      isDirectory: false,
      filters: [
        ['date', BY_DATE, 'createdDateTime'],
        ['string', 'eq', 'id appId conditionalAccessStatus correlationId userId'],
        ['string', 'eq startswith', 'appDisplayName ipAddress userDisplayName userPrincipalName'],
        ['number', 'eq', 'status/errorCode'],
      ],
      sortable: { createdDateTime: 'default' },
    },
  ),
} as const satisfies Record<string, EntitySet>;

export type SetName = keyof typeof SETS;

export const setOf = (name: SetName): EntitySet => SETS[name];
