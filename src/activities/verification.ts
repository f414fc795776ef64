/** The last step: everything read back and compared with what was agreed. */
import { activityInfo } from '@temporalio/activity';
import type { Claim } from '../onboarding/profiles.js';
import { application } from './application.js';
import { signingServicePrincipal, SIGNING_FIELDS } from './credentials.js';
import { ASSIGNED_POLICIES, claimsDefinition, claimsPolicy } from './claims.js';
import type { Deps, Scope } from './deps.js';
import { BlockedError, NotYetVisibleError } from './failures.js';
import {
  SAML_APPLICATION_FIELDS,
  SAML_SERVICE_PRINCIPAL_FIELDS,
  samlApplication,
  samlDifferences,
  samlServicePrincipal,
  type SamlSettings,
} from './samlSettings.js';

/** Reads that may show an older state before a difference is believed. */
const PATIENCE = 6;

export type Agreed = {
  applicationId: string;
  servicePrincipalId: string;
  displayName: string;
  settings: SamlSettings;
  roleIds: Record<string, string>;
  /** Null when the step was skipped: the policy is then the customer's own affair. */
  claims: { policyId: string; claims: Claim[] } | null;
  thumbprint: string;
};

export function verificationActivities(deps: Deps) {
  return {
    /** Blocks, field by field, when the tenant's configuration still differs after replication had its time. */
    async verifyConfiguration(input: Scope & { agreed: Agreed }): Promise<void> {
      const differences = await compare(deps, input, input.agreed);
      if (differences.length === 0) return;
      if (activityInfo().attempt < PATIENCE) {
        throw new NotYetVisibleError(`${String(differences.length)} fields differ from what was agreed`);
      }
      throw new BlockedError({
        code: 'configuration_differs',
        reason: "The application's configuration in the tenant differs from what was agreed.",
        remedy:
          'Somebody may have edited it. Set the fields named in the details in the Azure portal, then retry the step.',
        details: differences,
      });
    },
  };
}

async function compare(deps: Deps, scope: Scope, agreed: Agreed): Promise<string[]> {
  const graph = deps.graphFor(scope);
  const ids = {
    application: { id: agreed.applicationId },
    servicePrincipal: { id: agreed.servicePrincipalId },
  };
  const [app, sp, policies] = await Promise.all([
    graph.get(application.extend(samlApplication.shape), '/applications/{id}', ids.application, {
      select: [...new Set([...Object.keys(application.shape), ...SAML_APPLICATION_FIELDS])],
    }),
    graph.get(
      samlServicePrincipal.extend(signingServicePrincipal.shape),
      '/servicePrincipals/{id}',
      ids.servicePrincipal,
      { select: [...SAML_SERVICE_PRINCIPAL_FIELDS, ...SIGNING_FIELDS] },
    ),
    graph.list(claimsPolicy, ASSIGNED_POLICIES, ids.servicePrincipal),
  ]);
  const saml = samlDifferences({ application: app, servicePrincipal: sp }, agreed.settings);
  const missingRoles = Object.entries(agreed.roleIds).filter(
    ([, id]) => !app.appRoles.some((role) => role.id === id && role.isEnabled === true),
  );
  const difference = (same: boolean, sentence: string) => (same ? [] : [sentence]);
  const { claims } = agreed;
  return [
    ...difference(app.displayName === agreed.displayName, `displayName is "${String(app.displayName)}"`),
    ...difference(
      sp.preferredSingleSignOnMode === 'saml',
      `preferredSingleSignOnMode is ${String(sp.preferredSingleSignOnMode)}`,
    ),
    ...difference(
      sp.appRoleAssignmentRequired === true,
      'appRoleAssignmentRequired is off: everyone may sign in',
    ),
    ...[...saml.application, ...saml.servicePrincipal].map((field) => `${field} differs`),
    ...missingRoles.map(([value]) => `the app role ${value} is missing or disabled`),
    ...difference(
      claims === null ||
        (policies[0]?.id === claims.policyId &&
          policies[0].definition[0] === claimsDefinition(claims.claims)),
      'the claims mapping policy is not assigned or differs',
    ),
    ...difference(
      sp.preferredTokenSigningKeyThumbprint?.toLowerCase() === agreed.thumbprint.toLowerCase(),
      `the active signing certificate is ${String(sp.preferredTokenSigningKeyThumbprint)}`,
    ),
  ];
}
