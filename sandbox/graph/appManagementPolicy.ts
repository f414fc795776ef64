/** The tenant's default application management policy: what credentials applications may have. */
import { type Call, entity, type Reply, requirePermission } from './call.js';

export function readAppManagementPolicy(call: Call): Reply {
  requirePermission(call, 'Policy.Read.All', 'Policy.ReadWrite.ApplicationConfiguration');
  const { maxCertificateDays: days, forbidsForeignIdentifierUris: forbids } = call.caller.tenant;
  const keyCredentials =
    days === null
      ? []
      : [
          {
            restrictionType: 'asymmetricKeyLifetime',
            state: 'enabled',
            maxLifetime: `P${String(days)}D`,
            restrictForAppsCreatedAfterDateTime: '2019-01-01T00:00:00Z',
          },
        ];
  const restrictions = { passwordCredentials: [], keyCredentials };
  // On in every tenant since the middle of 2025, with these exemptions.
  const uriRestriction = {
    state: 'enabled',
    restrictForAppsCreatedAfterDateTime: null,
    isStateSetByMicrosoft: !forbids,
    excludeAppsReceivingV2Tokens: true,
    excludeSaml: !forbids,
    excludeActors: null,
  };
  return {
    status: 200,
    body: entity(call, 'policies/defaultAppManagementPolicy', {
      id: '00000000-0000-0000-0000-000000000000',
      displayName: 'Default app management tenant policy',
      description: '',
      isEnabled: true,
      applicationRestrictions: {
        ...restrictions,
        identifierUris: { nonDefaultUriAddition: uriRestriction },
      },
      servicePrincipalRestrictions: restrictions,
    }),
  };
}
