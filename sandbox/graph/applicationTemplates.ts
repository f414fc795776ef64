/**
 * Templates: only the one for applications that are not in Microsoft's gallery. Its reply is as recorded in 2024; each
 * call makes another application and service principal.
 */
import { z } from 'zod';
import { newApplication, newServicePrincipal } from '../seed.js';
import type { Application, AppRole, Cloud, PermissionScope, ServicePrincipal } from '../world.js';
import {
  type Call,
  GraphError,
  iso,
  newId,
  notFound,
  parseBody,
  type Reply,
  requirePermission,
} from './call.js';

const WRITE = ['Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All', 'Directory.ReadWrite.All'];

/** Its id differs from cloud to cloud. */
const NON_GALLERY: Record<Cloud, string> = {
  global: '8adf8e6e-67b2-4cf2-a259-e3dc5476c621',
  usgov: '4602d0b4-76bb-404b-bca9-2652e1a39c6d',
  usdod: '4602d0b4-76bb-404b-bca9-2652e1a39c6d',
  china: '5a532e38-1581-4918-9658-008dc27c1d68',
};

const TAGS = [
  'WindowsAzureActiveDirectoryCustomSingleSignOnApplication',
  'WindowsAzureActiveDirectoryIntegratedApp',
];
const HOME_PAGE =
  'https://account.activedirectory.windowsazure.com:444/applications/default.aspx?metadata=customappsso|ISV9.1|primary|z';

const role = (id: string, displayName: string): AppRole => ({
  id,
  displayName,
  description: displayName,
  value: null,
  isEnabled: true,
  allowedMemberTypes: ['User'],
  origin: 'Application',
});
/** The same ids in every tenant. */
const ROLES = [
  role('18d14569-c3bd-439b-9a66-3a2aee01d14f', 'User'),
  role('b9632174-c057-4f7e-951b-be3adc52bfe6', 'msiam_access'),
];

/** Keeps the name that the application was made with. */
const scope = (name: string): PermissionScope => ({
  id: newId(),
  value: 'user_impersonation',
  type: 'User',
  isEnabled: true,
  adminConsentDisplayName: `Access ${name}`,
  adminConsentDescription: `Allow the application to access ${name} on behalf of the signed-in user.`,
  userConsentDisplayName: `Access ${name}`,
  userConsentDescription: `Allow the application to access ${name} on your behalf.`,
});

const body = z.strictObject({
  displayName: z.string().min(1).max(256),
  serviceManagementReference: z.string().nullable().optional(),
});

export function instantiate(call: Call): Reply {
  requirePermission(call, ...WRITE);
  const { tenant, servicePrincipalId } = call.caller;
  const { cloud, rules, origin, now } = call.world;
  const templateId = call.params['id'] ?? '';
  if (templateId !== NON_GALLERY[cloud]) throw notFound(templateId);
  const { displayName } = parseBody(body, call.body);
  const empty = newApplication(newId(), newId(), displayName);
  const application: Application = {
    ...empty,
    applicationTemplateId: templateId,
    appRoles: ROLES,
    api: { ...empty.api, oauth2PermissionScopes: [scope(displayName)] },
    web: { ...empty.web, homePageUrl: HOME_PAGE },
    createdDateTime: iso(now()),
  };
  const servicePrincipal: ServicePrincipal = {
    ...newServicePrincipal(newId(), application),
    appRoleAssignmentRequired: true,
    tags: TAGS,
  };
  tenant.applications.put(application);
  tenant.servicePrincipals.put(servicePrincipal);
  if (rules.instantiateMakesOwner) {
    for (const { id } of [application, servicePrincipal]) tenant.owners.set(id, servicePrincipalId);
  }
  if (rules.instantiateAnswersNotFound) {
    throw new GraphError(
      404,
      'NotFound',
      'Graph call failed with httpCode=NotFound, errorCode=, errorMessage=, reason=Not Found.',
    );
  }
  const context = `${origin}/v1.0/$metadata#microsoft.graph.applicationServicePrincipal`;
  return { status: 201, body: { '@odata.context': context, application, servicePrincipal } };
}
