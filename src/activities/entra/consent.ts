/** Before step 1: which tenant it is, and whether its administrator has consented to all that is needed. */
import { activityInfo } from '@temporalio/activity';
import type { ClientCredentials } from '../../graph/entra.js';
import type { Difference } from '../../onboarding/drift.js';
import { type PermissionProfile, REQUIRED_PERMISSIONS } from '../../onboarding/permissions.js';
import { capabilitiesOf } from '../capabilities.js';
import type { Deps, Scope } from '../deps.js';
import { BlockedError } from '../failures.js';
import { filled } from '../../onboarding/blanks.js';
import { newProblem } from '../../onboarding/problems/catalogue.js';
import { DETAILS } from '../../onboarding/problems/details.js';

/** Consent takes a while to reach every replica: so many attempts, half a minute, before it is believed incomplete. */
const PATIENCE = 6;

export function consentActivities(deps: Deps) {
  return {
    /**
     * The tenant's id for its id or domain, and where its administrator consents. Blocks on an unknown tenant.
     * The rest is for workflows that began before `readCapabilities`.
     */
    async resolveTenant(input: {
      tenant: string;
      permissionProfile: PermissionProfile;
      onboardingId: string;
    }): Promise<{ tenantId: string; consentUrl: string; webhook: boolean; offboardingNeedsTwo?: boolean }> {
      const { clientId } = configuredClient(deps, input.permissionProfile);
      const tenantId = await deps.entra.resolveTenant(input.tenant);
      const consentUrl = deps.entra.consentUrl(tenantId, {
        clientId,
        redirectUri: deps.consentRedirectUri,
        state: input.onboardingId,
      });
      const { webhook, offboardingNeedsTwo } = capabilitiesOf(deps);
      return { tenantId, consentUrl, webhook, offboardingNeedsTwo };
    },

    /**
     * Holds the roles of a fresh token against the permission profile. Blocks, naming each missing permission.
     */
    async checkConsent(scope: Scope): Promise<{ permissions: string[] }> {
      const client = configuredClient(deps, scope.permissionProfile);
      const granted = await deps.entra.grantedPermissions(scope.tenantId, client);
      deps.forgetTokens(scope.tenantId);
      const missing = REQUIRED_PERMISSIONS[scope.permissionProfile].filter(
        ({ permission }) => !granted.includes(permission),
      );
      if (missing.length === 0) return { permissions: granted };
      if (activityInfo().attempt < PATIENCE) throw new Error('consent is not complete yet');
      throw new BlockedError(
        newProblem('missing_permissions', {
          case: 'incomplete',
          permissions: missing.map(({ permission }) => permission).join(', '),
          details: missing.map(({ permission, reason }) =>
            filled(DETAILS.missingPermission, { permission, reason }),
          ),
        }),
      );
    },
  };
}

/** Each permission that the tenant no longer consents to. */
export const notConsentedTo = (profile: PermissionProfile, granted: readonly string[]): Difference[] =>
  REQUIRED_PERMISSIONS[profile]
    .filter(({ permission }) => !granted.includes(permission))
    .map(({ permission }) => ({
      class: 'consent',
      field: 'permissions',
      kind: 'missing',
      agreed: permission,
      found: null,
    }));

/** By a fresh token: one from before would still have what was revoked. */
export async function consentDifferences(deps: Deps, scope: Scope): Promise<Difference[]> {
  const client = configuredClient(deps, scope.permissionProfile);
  const granted = await deps.entra.grantedPermissions(scope.tenantId, client);
  const differences = notConsentedTo(scope.permissionProfile, granted);
  if (differences.length > 0) deps.forgetTokens(scope.tenantId);
  return differences;
}

function configuredClient(deps: Deps, profile: PermissionProfile): ClientCredentials {
  const client = deps.clientOf(profile);
  if (client !== undefined) return client;
  throw new BlockedError(newProblem('profile_not_configured', { profile }));
}
