/** The application as it stands in the tenant, held against what was agreed, field by field. */
import type { z } from 'zod';
import type { GraphClient } from '../../graph/client.js';
import { ENTRA_DEFAULTS } from '../../onboarding/claims.js';
import type { Difference, DriftClass } from '../../onboarding/drift.js';
import { applicationDisplayName, isClaimsPolicyOf } from '../../onboarding/names.js';
import { samlSettingsOf } from '../../onboarding/request.js';
import type { Agreed } from '../../onboarding/watch.js';
import { roleDefinitions } from './application.js';
import { application } from './applicationShapes.js';
import { agreedEntries, definitionDifferences } from './claimsDefinition.js';
import { ASSIGNED_POLICIES, claimsPolicy } from './claimsPolicies.js';
import { activeOf, signingServicePrincipal, SIGNING_FIELDS } from './credentials.js';
import { isTemplateRole } from './defaultAccess.js';
import { SAML_APPLICATION_FIELDS, samlApplication } from './samlApplication.js';
import {
  GATE_APPLICATION_FIELDS,
  GATE_SERVICE_PRINCIPAL_FIELDS,
  gateApplication,
  gateServicePrincipal,
  issuancePoliciesOf,
  type issuancePolicy,
  signInDifferences,
  withoutUnknown,
} from './signInSettings.js';
import {
  SAML_SERVICE_PRINCIPAL_FIELDS,
  samlServicePrincipal,
  textOrNull,
  wantedApplication,
  wantedServicePrincipal,
} from './samlSettings.js';

const applicationShape = application.extend(samlApplication.shape).extend(gateApplication.shape);
const servicePrincipalShape = samlServicePrincipal
  .extend(signingServicePrincipal.shape)
  .extend(gateServicePrincipal.shape);

/** What is read of each, to be compared. */
export const COMPARED_APPLICATION_FIELDS = [
  ...new Set([...Object.keys(application.shape), ...SAML_APPLICATION_FIELDS, ...GATE_APPLICATION_FIELDS]),
];
export const COMPARED_SERVICE_PRINCIPAL_FIELDS = [
  ...SAML_SERVICE_PRINCIPAL_FIELDS,
  ...SIGNING_FIELDS,
  ...GATE_SERVICE_PRINCIPAL_FIELDS,
];

export type Configuration = {
  application: z.infer<typeof applicationShape>;
  servicePrincipal: z.infer<typeof servicePrincipalShape>;
  /** Those that are assigned; one is all that Entra ID should allow. */
  claimsPolicies: z.infer<typeof claimsPolicy>[];
  issuancePolicies: z.infer<typeof issuancePolicy>[];
};

/** Five reads, side by side. */
export async function readConfiguration(
  graph: GraphClient,
  ids: Pick<Agreed, 'applicationId' | 'servicePrincipalId'>,
): Promise<Configuration> {
  const servicePrincipalId = { id: ids.servicePrincipalId };
  const [app, servicePrincipal, claimsPolicies, issuancePolicies] = await Promise.all([
    withoutUnknown(
      (select) => graph.get(applicationShape, '/applications/{id}', { id: ids.applicationId }, { select }),
      COMPARED_APPLICATION_FIELDS,
    ),
    graph.get(servicePrincipalShape, '/servicePrincipals/{id}', servicePrincipalId, {
      select: COMPARED_SERVICE_PRINCIPAL_FIELDS,
    }),
    graph.list(claimsPolicy, ASSIGNED_POLICIES, servicePrincipalId),
    issuancePoliciesOf(graph, ids),
  ]);
  return { application: app, servicePrincipal, claimsPolicies, issuancePolicies };
}

type Field = Pick<Difference, 'class' | 'field'>;

const value = (name: DriftClass, field: string, agreed: unknown, found: unknown): Difference[] => {
  const same = JSON.stringify(agreed ?? null) === JSON.stringify(found ?? null);
  return same ? [] : [{ class: name, field, kind: 'changed', agreed: shown(agreed), found: shown(found) }];
};

/** One entry for each that is missing, and for each that was added. Graph keeps no order in its lists. */
export const set = (
  { class: name, field }: Field,
  agreed: readonly string[],
  found: readonly string[],
): Difference[] => [
  ...agreed
    .filter((item) => !found.includes(item))
    .map((item) => ({ class: name, field, kind: 'missing' as const, agreed: item, found: null })),
  ...found
    .filter((item) => !agreed.includes(item))
    .map((item) => ({ class: name, field, kind: 'added' as const, agreed: null, found: item })),
];

const shown = (field: unknown): string | null => {
  if (field === null || field === undefined) return null;
  return typeof field === 'string' ? field : JSON.stringify(field);
};

export function differencesOf(found: Configuration, agreed: Agreed): Difference[] {
  const { request } = agreed;
  const { application: app, servicePrincipal: sp } = found;
  const settings = samlSettingsOf(request);
  const wantedApp = wantedApplication(settings);
  const wantedSp = wantedServicePrincipal(settings);
  const web = app.web ?? { redirectUris: [], redirectUriSettings: [], logoutUrl: null };
  const defaultReplyUrl = web.redirectUriSettings.find(({ index }) => index === 0)?.uri;
  return [
    ...signInDifferences(found),
    ...value('mode', 'preferredSingleSignOnMode', 'saml', sp.preferredSingleSignOnMode),
    ...value('mode', 'appRoleAssignmentRequired', true, sp.appRoleAssignmentRequired),
    ...set({ class: 'identifiers', field: 'identifierUris' }, wantedApp.identifierUris, app.identifierUris),
    ...set({ class: 'replyUrls', field: 'web.redirectUris' }, wantedApp.web.redirectUris, web.redirectUris),
    ...value('replyUrls', 'web.redirectUriSettings[0]', wantedApp.web.redirectUris[0], defaultReplyUrl),
    ...value('urls', 'loginUrl', wantedSp.loginUrl, textOrNull(sp.loginUrl)),
    ...value('urls', 'web.logoutUrl', wantedApp.web.logoutUrl, textOrNull(web.logoutUrl)),
    ...value(
      'urls',
      'samlSingleSignOnSettings.relayState',
      wantedSp.samlSingleSignOnSettings.relayState,
      textOrNull(sp.samlSingleSignOnSettings?.relayState),
    ),
    ...claimsDifferences(found, agreed),
    ...roleDifferences(found, agreed),
    ...value(
      'certificate',
      'preferredTokenSigningKeyThumbprint',
      agreed.certificate.thumbprint,
      activeOf(sp),
    ),
    ...value('details', 'displayName', applicationDisplayName(request), app.displayName),
    ...set(
      { class: 'details', field: 'notificationEmailAddresses' },
      wantedSp.notificationEmailAddresses,
      sp.notificationEmailAddresses,
    ),
  ];
}

function claimsDifferences({ claimsPolicies }: Configuration, agreed: Agreed): Difference[] {
  const common = { class: 'claims' as const, field: 'claimsMappingPolicies' };
  const { claims, nameId } = agreed.request;
  if (claims === ENTRA_DEFAULTS) {
    // Then they are the customer's own, by whichever means.
    const found = claimsPolicies.map(({ id, displayName }) => `"${displayName}" (${id})`);
    return set(common, [], found);
  }
  if (agreed.claimsPolicyId === null) return [];
  const isOurs = ({ displayName }: { displayName: string }) =>
    isClaimsPolicyOf(agreed.request.customerId, displayName);
  const policy = claimsPolicies.find(isOurs) ?? claimsPolicies[0];
  // Which of several counts is nobody's to know.
  const competing = claimsPolicies
    .filter((other) => other !== policy)
    .map(({ id, displayName }): Difference => {
      const field = 'claimsMappingPolicies[competing]';
      return { class: 'signIn', field, kind: 'changed', agreed: null, found: `"${displayName}" (${id})` };
    });
  if (policy === undefined) {
    return [{ ...common, kind: 'missing', agreed: agreed.claimsPolicyId, found: null }];
  }
  if (!isOurs(policy)) {
    return [
      {
        ...common,
        kind: 'changed',
        agreed: agreed.claimsPolicyId,
        found: `"${policy.displayName}" (${policy.id})`,
      },
    ];
  }
  const entries = agreedEntries({ claims, nameId });
  return [...definitionDifferences(policy.definition[0] ?? '', entries), ...competing];
}

function roleDifferences({ application: { appRoles } }: Configuration, agreed: Agreed): Difference[] {
  const { customerId, appRoles: wanted } = agreed.request;
  const field = 'appRoles';
  const own = roleDefinitions(customerId, wanted, agreed.roleIds).flatMap((role): Difference[] => {
    const found = appRoles.find(({ id }) => id === role.id);
    if (found === undefined) {
      return [{ class: 'roles', field, kind: 'missing', agreed: role.value, found: null }];
    }
    const name = `${field}[${role.value}]`;
    // Only a role for users can be assigned to them.
    const forUsers = found.allowedMemberTypes?.includes('User') === true;
    return [
      ...(['value', 'displayName', 'description', 'isEnabled'] as const).flatMap((part) =>
        value('roles', `${name}.${part}`, role[part], found[part]),
      ),
      ...(forUsers
        ? []
        : value('roles', `${name}.allowedMemberTypes`, role.allowedMemberTypes, found.allowedMemberTypes)),
    ];
  });
  const ids = Object.values(agreed.roleIds);
  const added = appRoles
    .filter(({ id }) => !ids.includes(id) && !isTemplateRole(id))
    .map((role): Difference => {
      return {
        class: 'roles',
        field,
        kind: 'added',
        agreed: null,
        found: role.value ?? role.displayName ?? role.id,
      };
    });
  return [...own, ...added];
}
