/** Which call is which: Graph's addresses, below `/v1.0`. */
import * as applicationCredentials from './applicationCredentials.js';
import * as applications from './applications.js';
import { instantiate } from './applicationTemplates.js';
import * as appRoleAssignments from './appRoleAssignments.js';
import { readAppManagementPolicy } from './appManagementPolicy.js';
import { audited, listDirectoryAudits } from './audit.js';
import { badRequest, type Call, GraphError, type Reply } from './call.js';
import * as claimsPolicies from './claimsPolicies.js';
import * as deletedItems from './deletedItems.js';
import * as directory from './directory.js';
import * as directoryObjects from './directoryObjects.js';
import { isEventual } from './advanced.js';
import { expand } from './expand.js';
import { canonical } from './queryOptions.js';
import * as owners from './owners.js';
import * as servicePrincipals from './servicePrincipals.js';
import { listSignIns } from './signIns.js';
import * as issuancePolicies from './issuancePolicies.js';

type Handler = (call: Call) => Reply;

const ROUTES: Record<string, Handler> = {
  'GET /auditLogs/directoryAudits': listDirectoryAudits,
  'GET /auditLogs/signIns': listSignIns,
  'GET /directoryObjects/{id}': directoryObjects.readDirectoryObject,
  'POST /directoryObjects/getByIds': directoryObjects.getByIds,
  'GET /directoryRoles': directoryObjects.listDirectoryRoles,
  'GET /directoryRoles/{id}/members': directoryObjects.listMembersOfRole,
  'GET /domains': directoryObjects.listDomains,
  'GET /me': directoryObjects.readMe,
  'GET /organization': directory.listOrganizations,
  'GET /organization/{id}': directory.readOrganization,
  'GET /policies/defaultAppManagementPolicy': readAppManagementPolicy,
  'GET /subscribedSkus': directory.listSubscribedSkus,
  'GET /users': directory.listUsers,
  'GET /users/{id}': directory.readUser,
  "GET /users('{id}')": directory.readUser,
  'GET /users/{id}/appRoleAssignments': appRoleAssignments.listAssignmentsOfPrincipal,
  'POST /users/{id}/appRoleAssignments': appRoleAssignments.assignToPrincipal,
  'DELETE /users/{id}/appRoleAssignments/{assignmentId}': appRoleAssignments.unassign,
  'GET /users/{id}/manager': directory.readManager,
  'GET /users/{id}/memberOf': directory.listMemberOf,
  'GET /groups': directory.listGroups,
  'GET /groups/{id}': directory.readGroup,
  'GET /groups/{id}/appRoleAssignments': appRoleAssignments.listAssignmentsOfPrincipal,
  'POST /groups/{id}/appRoleAssignments': appRoleAssignments.assignToPrincipal,
  'DELETE /groups/{id}/appRoleAssignments/{assignmentId}': appRoleAssignments.unassign,
  'GET /groups/{id}/members': directory.listMembers,
  'GET /groups/{id}/members/microsoft.graph.user': directory.listUserMembers,
  'GET /groups/{id}/owners': directory.listOwnersOfGroup,
  'GET /groups/{id}/owners/microsoft.graph.user': directory.listOwnersOfGroup,

  'GET /applications': applications.listApplications,
  'POST /applications': applications.createApplication,
  "PATCH /applications(uniqueName='{uniqueName}')": applications.upsertApplication,
  "GET /applications(uniqueName='{uniqueName}')": applications.readApplication,
  "GET /applications(appId='{appId}')": applications.readApplication,
  'GET /applications/{id}': applications.readApplication,
  'PATCH /applications/{id}': applications.patchApplication,
  'DELETE /applications/{id}': applications.deleteApplication,
  'GET /applications/{id}/appRoles': applications.listAppRoles,
  'GET /applications/{id}/owners': owners.listOwnersOfApplication,
  'POST /applications/{id}/owners/$ref': owners.addOwner,
  'GET /applications/{id}/owners/{ownerId}/$ref': owners.readOwner,
  'DELETE /applications/{id}/owners/{ownerId}/$ref': owners.removeOwner,
  'POST /applications/{id}/addPassword': applicationCredentials.addPassword,
  'POST /applications/{id}/removePassword': applicationCredentials.removePassword,
  'POST /applicationTemplates/{id}/instantiate': instantiate,

  'GET /directory/deletedItems/microsoft.graph.application': deletedItems.listDeletedApplications,
  'GET /directory/deletedItems/microsoft.graph.servicePrincipal': deletedItems.listDeletedServicePrincipals,
  'POST /directory/deletedItems/{id}/restore': deletedItems.restoreDeletedItem,
  'DELETE /directory/deletedItems/{id}': deletedItems.purgeDeletedItem,

  'GET /servicePrincipals': servicePrincipals.listServicePrincipals,
  'POST /servicePrincipals': servicePrincipals.createServicePrincipal,
  "PATCH /servicePrincipals(appId='{appId}')": servicePrincipals.upsertServicePrincipal,
  "GET /servicePrincipals(appId='{appId}')": servicePrincipals.readServicePrincipal,
  'GET /servicePrincipals/{id}': servicePrincipals.readServicePrincipal,
  'PATCH /servicePrincipals/{id}': servicePrincipals.patchServicePrincipal,
  'DELETE /servicePrincipals/{id}': servicePrincipals.deleteServicePrincipal,
  'GET /servicePrincipals/{id}/owners': owners.listOwnersOfServicePrincipal,
  'POST /servicePrincipals/{id}/owners/$ref': owners.addOwner,
  'GET /servicePrincipals/{id}/owners/{ownerId}/$ref': owners.readOwner,
  'DELETE /servicePrincipals/{id}/owners/{ownerId}/$ref': owners.removeOwner,
  'POST /servicePrincipals/{id}/addPassword': applicationCredentials.addPassword,
  'POST /servicePrincipals/{id}/removePassword': applicationCredentials.removePassword,
  'POST /servicePrincipals/{id}/addTokenSigningCertificate': servicePrincipals.addTokenSigningCertificate,

  'GET /servicePrincipals/{id}/appRoleAssignedTo': appRoleAssignments.listAssignments,
  'POST /servicePrincipals/{id}/appRoleAssignedTo': appRoleAssignments.assign,
  'GET /servicePrincipals/{id}/appRoleAssignedTo/{assignmentId}': appRoleAssignments.readAssignment,
  'GET /servicePrincipals/{id}/appRoleAssignments': appRoleAssignments.listAssignmentsOfPrincipal,
  'POST /servicePrincipals/{id}/appRoleAssignments': appRoleAssignments.assignToPrincipal,
  'DELETE /servicePrincipals/{id}/appRoleAssignments/{assignmentId}': appRoleAssignments.unassign,
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
  // Graph takes the names of a path in any case; m365 writes `/Members`.
  return { route, method, template, pattern: new RegExp(`^${pattern}$`, 'i'), handler };
});

/** For tests that go through all of them. */
export const TEMPLATES: readonly { method: string; template: string }[] = COMPILED;

export type Answer = (call: Omit<Call, 'params'>) => Reply;

const VERSIONS = ['/v1.0', '/beta'];

/** `/v1.0` or `/beta`, and what is below it; undefined for a path that is not Graph's. */
export function partsOf(path: string): { version: string; below: string } | undefined {
  const version = VERSIONS.find((known) => path.startsWith(`${known}/`));
  return version === undefined ? undefined : { version, below: path.slice(version.length) };
}

/** Such as `/v1.0/servicePrincipals/{id}`; undefined for a path that is not Graph's. */
export function templateOf(path: string): string | undefined {
  const { version, below } = partsOf(path) ?? {};
  if (version === undefined || below === undefined) return undefined;
  return `${version}${COMPILED.find(({ pattern }) => pattern.test(below))?.template ?? below}`;
}

/** Other ways to write a path that Graph takes: doubled slashes, the tenant (Hamilton), and the short name of a type. */
function plain({ path, caller: { tenant } }: Omit<Call, 'params'>): string {
  const single = path.replace(/\/{2,}/g, '/').replace(/(?<=\/)graph\.(?=\w+)/g, 'microsoft.graph.');
  const [, first = ''] = single.toLowerCase().split('/');
  const isTenant = ['myorganization', tenant.id, ...tenant.verifiedDomains].includes(first);
  return isTenant ? single.slice(first.length + 1) : single;
}

const isRoute = (method: string, path: string) =>
  COMPILED.some((route) => route.method === method && route.pattern.test(path));

const KEYED = /^\/(\w+)\((?:(\w+)=)?'((?:[^']|'')*)'\)(\/.*)?$/;

/** Keys in parentheses, and alternate keys before more of a path, as the address by id that is meant. */
function byId({ method, path, caller: { tenant } }: Omit<Call, 'params'>): string {
  const [, set = '', key = 'id', quoted = '', rest = ''] = KEYED.exec(path) ?? [];
  const value = quoted.replaceAll("''", "'");
  const objects: ({ id: string } & object)[] =
    set === 'applications'
      ? tenant.applications.all()
      : set === 'servicePrincipals'
        ? tenant.servicePrincipals.all()
        : [];
  if (set === '' || isRoute(method, path)) return path;
  if (key === 'id') return `/${set}/${value}${rest}`;
  const found = objects.find((object) =>
    Object.entries(object).some(([name, v]) => name === key && v === value),
  );
  return found === undefined ? path : `/${set}/${found.id}${rest}`;
}

/** Answers one call, alone or as an item of a batch. @throws GraphError */
export const answer: Answer = (asked) => {
  const plainly = { ...asked, path: plain(asked), query: canonical(asked.query) };
  const call = { ...plainly, path: byId(plainly) };
  const counted = /^(.+)\/\$count$/.exec(call.path)?.[1];
  if (counted !== undefined && call.method === 'GET') return numberOf({ ...call, path: counted });
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
  const groups = found.pattern.exec(call.path)?.groups ?? {};
  const params = Object.fromEntries(
    Object.entries(groups).map(([name, value]) => [name, value.replaceAll("''", "'")]),
  );
  const body = call.method === 'PATCH' ? withoutId(call.body, params['id']) : call.body;
  const reply = audited(found.route, { ...call, params, body }, found.handler);
  if (call.method === 'GET' && reply.body !== undefined) {
    expand({ ...call, params }, reply.body, (path, query) => answer({ ...call, path, query }).body ?? {});
  }
  const isBare = call.headers['accept']?.includes('odata.metadata=none') === true;
  return isBare && reply.body !== undefined ? { ...reply, body: bare(reply.body) as object } : reply;
};

/** Hamilton repeats the id of the address in the body of a change. */
function withoutId(body: unknown, id: string | undefined): unknown {
  if (typeof body !== 'object' || body === null || !('id' in body) || body.id !== id) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'id'));
}

/** Without what is said of the data: only the count and the next page stay, as m365 asks for it. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !/@odata\.(context|type|id)$/.test(name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, bare(inner)]));
}

/** `/users/$count` and the like: a plain number, and only as an eventual answer. */
function numberOf(call: Omit<Call, 'params'>): Reply {
  if (!isEventual(call)) throw badRequest('$count is not currently supported.');
  const query = new URLSearchParams(call.query);
  for (const name of ['$top', '$select', '$orderby', '$expand']) query.delete(name);
  query.set('$count', 'true');
  const { body } = answer({ ...call, query });
  if (body === undefined || !('@odata.count' in body)) {
    throw new GraphError(400, 'BadRequest', "Resource not found for the segment '$count'.");
  }
  return { status: 200, text: String(body['@odata.count']), headers: { 'content-type': 'text/plain' } };
}
