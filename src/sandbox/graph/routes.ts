/** Which call is which: Graph's addresses, below `/v1.0`. */
import * as applications from './applications.js';
import { instantiate } from './applicationTemplates.js';
import * as appRoleAssignments from './appRoleAssignments.js';
import { readAppManagementPolicy } from './appManagementPolicy.js';
import { audited, listDirectoryAudits } from './audit.js';
import { type Call, GraphError, type Reply } from './call.js';
import * as claimsPolicies from './claimsPolicies.js';
import * as deletedItems from './deletedItems.js';
import * as directory from './directory.js';
import * as owners from './owners.js';
import { refuseUnanswered } from './queryOptions.js';
import * as servicePrincipals from './servicePrincipals.js';
import { listSignIns } from './signIns.js';
import * as issuancePolicies from './issuancePolicies.js';

type Handler = (call: Call) => Reply;

const ROUTES: Record<string, Handler> = {
  'GET /auditLogs/directoryAudits': listDirectoryAudits,
  'GET /auditLogs/signIns': listSignIns,
  'GET /organization': directory.readOrganization,
  'GET /policies/defaultAppManagementPolicy': readAppManagementPolicy,
  'GET /subscribedSkus': directory.listSubscribedSkus,
  'GET /users': directory.listUsers,
  'GET /users/{id}': directory.readUser,
  "GET /users('{id}')": directory.readUser,
  'GET /groups': directory.listGroups,
  'GET /groups/{id}': directory.readGroup,
  'GET /groups/{id}/members': directory.listMembers,

  'GET /applications': applications.listApplications,
  "PATCH /applications(uniqueName='{uniqueName}')": applications.upsertApplication,
  "GET /applications(uniqueName='{uniqueName}')": applications.readApplication,
  "GET /applications(appId='{appId}')": applications.readApplication,
  'GET /applications/{id}': applications.readApplication,
  'PATCH /applications/{id}': applications.patchApplication,
  'DELETE /applications/{id}': applications.deleteApplication,
  'GET /applications/{id}/owners': owners.listOwnersOfApplication,
  'POST /applicationTemplates/{id}/instantiate': instantiate,

  'GET /directory/deletedItems/microsoft.graph.application': deletedItems.listDeletedApplications,
  'GET /directory/deletedItems/microsoft.graph.servicePrincipal': deletedItems.listDeletedServicePrincipals,
  'POST /directory/deletedItems/{id}/restore': deletedItems.restoreDeletedItem,
  'DELETE /directory/deletedItems/{id}': deletedItems.purgeDeletedItem,

  'GET /servicePrincipals': servicePrincipals.listServicePrincipals,
  "PATCH /servicePrincipals(appId='{appId}')": servicePrincipals.upsertServicePrincipal,
  "GET /servicePrincipals(appId='{appId}')": servicePrincipals.readServicePrincipal,
  'GET /servicePrincipals/{id}': servicePrincipals.readServicePrincipal,
  'PATCH /servicePrincipals/{id}': servicePrincipals.patchServicePrincipal,
  'GET /servicePrincipals/{id}/owners': owners.listOwnersOfServicePrincipal,
  'POST /servicePrincipals/{id}/addTokenSigningCertificate': servicePrincipals.addTokenSigningCertificate,

  'GET /servicePrincipals/{id}/appRoleAssignedTo': appRoleAssignments.listAssignments,
  'POST /servicePrincipals/{id}/appRoleAssignedTo': appRoleAssignments.assign,
  'DELETE /servicePrincipals/{id}/appRoleAssignedTo/{assignmentId}': appRoleAssignments.unassign,

  'GET /policies/claimsMappingPolicies': claimsPolicies.listClaimsPolicies,
  'POST /policies/claimsMappingPolicies': claimsPolicies.createClaimsPolicy,
  'GET /policies/claimsMappingPolicies/{id}': claimsPolicies.readClaimsPolicy,
  'PATCH /policies/claimsMappingPolicies/{id}': claimsPolicies.patchClaimsPolicy,
  'DELETE /policies/claimsMappingPolicies/{id}': claimsPolicies.deleteClaimsPolicy,
  'GET /policies/claimsMappingPolicies/{id}/appliesTo': claimsPolicies.listAppliesTo,
  'GET /servicePrincipals/{id}/claimsMappingPolicies': claimsPolicies.listAssignedPolicies,
  'POST /servicePrincipals/{id}/claimsMappingPolicies/$ref': claimsPolicies.assignClaimsPolicy,
  'DELETE /servicePrincipals/{id}/claimsMappingPolicies/{policyId}/$ref': claimsPolicies.unassignClaimsPolicy,

  'POST /policies/tokenIssuancePolicies': issuancePolicies.createIssuancePolicy,
  'GET /applications/{id}/tokenIssuancePolicies': issuancePolicies.listAssignedIssuancePolicies,
  'POST /applications/{id}/tokenIssuancePolicies/$ref': issuancePolicies.assignIssuancePolicy,
  'GET /servicePrincipals/{id}/tokenIssuancePolicies': issuancePolicies.listAssignedIssuancePolicies,
  'POST /servicePrincipals/{id}/tokenIssuancePolicies/$ref': issuancePolicies.assignIssuancePolicy,
};

const COMPILED = Object.entries(ROUTES).map(([route, handler]) => {
  const [method = '', template = ''] = route.split(' ');
  const pattern = template
    .replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`)
    .replace(/\{(\w+)\}/g, '(?<$1>[^/]+?)');
  return { route, method, template, pattern: new RegExp(`^${pattern}$`), handler };
});

export type Answer = (call: Omit<Call, 'params'>) => Reply;

/** Such as `/v1.0/servicePrincipals/{id}`; undefined for a path that is not Graph's. */
export function templateOf(path: string): string | undefined {
  if (!path.startsWith('/v1.0/')) return undefined;
  const below = path.slice('/v1.0'.length);
  return `/v1.0${COMPILED.find(({ pattern }) => pattern.test(below))?.template ?? below}`;
}

/** Answers one call, alone or as an item of a batch. @throws GraphError */
export const answer: Answer = (call) => {
  const here = COMPILED.filter(({ pattern }) => pattern.test(call.path));
  if (here.length === 0) {
    const [, segment = ''] = call.path.split('/');
    throw new GraphError(
      400,
      'BadRequest',
      `Resource not found for the segment '${segment.split('(')[0] ?? ''}'.`,
    );
  }
  const found = here.find(({ method }) => method === call.method);
  if (found === undefined) {
    throw new GraphError(
      405,
      'Request_BadRequest',
      'Specified HTTP method is not allowed for the request target.',
    );
  }
  refuseUnanswered(call);
  const groups = found.pattern.exec(call.path)?.groups ?? {};
  const params = Object.fromEntries(
    Object.entries(groups).map(([name, value]) => [name, value.replaceAll("''", "'")]),
  );
  return audited(found.route, { ...call, params }, found.handler);
};
