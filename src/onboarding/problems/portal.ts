/** Pages of Microsoft's portal, with blanks for the ids of what they show. */

const ENTERPRISE_APPLICATION = '#view/Microsoft_AAD_IAM/ManagedAppMenuBlade/~';
const OF_SERVICE_PRINCIPAL = 'objectId/{servicePrincipalId}/appId/{appId}';
const REGISTRATION = '#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~';

export const BLADES = {
  enterpriseApplications: '#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview',
  properties: `${ENTERPRISE_APPLICATION}/Properties/${OF_SERVICE_PRINCIPAL}`,
  singleSignOn: `${ENTERPRISE_APPLICATION}/SignOn/${OF_SERVICE_PRINCIPAL}`,
  registrations: '#view/Microsoft_AAD_IAM/ActiveDirectoryMenuBlade/~/RegisteredApps',
  registration: `${REGISTRATION}/Overview/appId/{appId}`,
  appRoles: `${REGISTRATION}/AppRoles/appId/{appId}`,
  conditionalAccess: '#view/Microsoft_AAD_ConditionalAccess/ConditionalAccessBlade/~/Policies',
} as const;
export type Blade = keyof typeof BLADES;
