/** Who may use an application, and in which role. */
import { z } from 'zod';
import type { AppRoleAssignment, ServicePrincipal, Tenant } from '../world.js';
import {
  badRequest,
  type Call,
  collection,
  entity,
  GraphError,
  iso,
  notFound,
  parseBody,
  type Reply,
  requirePermission,
} from './call.js';
import { existingServicePrincipal } from './servicePrincipals.js';

const READ = [
  'Application.Read.All',
  'Application.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'Directory.Read.All',
];
const TYPE = 'appRoleAssignments';
const DEFAULT_ACCESS = '00000000-0000-0000-0000-000000000000';

const WRITE = ['AppRoleAssignment.ReadWrite.All'];

const body = z.strictObject({ principalId: z.guid(), resourceId: z.guid(), appRoleId: z.guid() });

export function assign(call: Call): Reply {
  requirePermission(call, ...WRITE);
  const resource = existingServicePrincipal(call);
  const wanted = parseBody(body, call.body);
  if (wanted.resourceId !== resource.id)
    throw badRequest('resourceId must be the service principal of the address.');
  return assigned(call, resource, wanted);
}

/** The same, from the side of who gets the role. */
export function assignToPrincipal(call: Call): Reply {
  requirePermission(call, ...WRITE);
  const wanted = parseBody(body, call.body);
  if (wanted.principalId !== call.params['id']) throw badRequest('principalId must be that of the address.');
  const resource = existingServicePrincipal({ ...call, params: { id: wanted.resourceId } });
  return assigned(call, resource, wanted);
}

function assigned(call: Call, resource: ServicePrincipal, wanted: z.infer<typeof body>): Reply {
  requirePermission(call, 'Application.Read.All', 'Directory.Read.All', 'Application.ReadWrite.All');
  const { tenant } = call.caller;
  const { principalId, resourceId, appRoleId } = wanted;
  const principal = principalOf(tenant, principalId);
  if (principal.principalType === 'Group' && !tenant.hasP1 && call.world.rules.groupsNeedP1) {
    // The portal's words; Graph's own are unconfirmed.
    throw badRequest('Groups are not available for assignment due to your Active Directory plan level.');
  }
  const roles =
    tenant.applications.allSeen('mirror').find((app) => app.appId === resource.appId)?.appRoles ?? [];
  const memberType = principal.principalType === 'ServicePrincipal' ? 'Application' : 'User';
  const enabled = roles.filter((role) => role.isEnabled && role.allowedMemberTypes.includes(memberType));
  const known =
    appRoleId === DEFAULT_ACCESS ? enabled.length === 0 : enabled.some((role) => role.id === appRoleId);
  if (!known) throw badRequest('Permission being assigned was not found on application.');
  const same = (item: AppRoleAssignment) =>
    item.principalId === principalId && item.resourceId === resourceId && item.appRoleId === appRoleId;
  if (tenant.appRoleAssignments.some(same)) {
    throw duplicate(call);
  }
  const assignment: AppRoleAssignment = {
    id: assignmentId(principalId),
    appRoleId,
    createdDateTime: iso(call.world.now()),
    ...principal,
    principalId,
    resourceId,
    resourceDisplayName: resource.displayName,
  };
  tenant.appRoleAssignments.put(assignment);
  return { status: 201, body: entity(call, TYPE, { deletedDateTime: null, ...assignment }) };
}

/** O7 */
function duplicate({ world: { rules } }: Call): GraphError {
  const message = 'EntitlementGrant entry already exists.';
  const code = 'Request_MultipleObjectsWithSameKeyValue';
  switch (rules.duplicateAssignment) {
    case 'alreadyExists':
      return badRequest('Permission being assigned already exists on the object');
    case 'entitlementGrant':
      return new GraphError(400, code, message);
    case 'conflict':
      return new GraphError(409, code, message);
  }
}

export function listAssignments(call: Call): Reply {
  requirePermission(call, ...READ);
  const { id } = existingServicePrincipal(call);
  const seen = call.caller.tenant.appRoleAssignments.allSeen('list').filter((item) => item.resourceId === id);
  return { status: 200, body: collection(call, TYPE, seen) };
}

export function readAssignment(call: Call): Reply {
  requirePermission(call, ...READ);
  const { id, assignmentId = '' } = call.params;
  const seen = call.caller.tenant.appRoleAssignments.seen('object', assignmentId);
  if (seen === undefined || seen.resourceId !== id) throw notFound(assignmentId);
  return { status: 200, body: entity(call, TYPE, { deletedDateTime: null, ...seen }) };
}

/** What somebody may use: a user, a group or a service principal, by id. Groups that users are in do not count. */
export function listAssignmentsOfPrincipal(call: Call): Reply {
  requirePermission(call, ...READ);
  const { tenant } = call.caller;
  const id = call.params['id'] ?? '';
  principalOf(tenant, id);
  const seen = tenant.appRoleAssignments.allSeen('list').filter((item) => item.principalId === id);
  return { status: 200, body: collection(call, TYPE, seen) };
}

export function unassign(call: Call): Reply {
  requirePermission(call, 'AppRoleAssignment.ReadWrite.All');
  const { tenant } = call.caller;
  const assignment = tenant.appRoleAssignments.get(call.params['assignmentId'] ?? '');
  const ofAddress = [assignment?.resourceId, assignment?.principalId].includes(call.params['id']);
  if (assignment === undefined || !ofAddress) {
    throw new GraphError(
      400,
      'Request_BadRequest',
      'EntitlementGrant being updated or deleted is not found.',
    );
  }
  tenant.appRoleAssignments.remove(assignment.id);
  return { status: 204 };
}

function principalOf(
  { users, groups, servicePrincipals }: Tenant,
  id: string,
): Pick<AppRoleAssignment, 'principalType' | 'principalDisplayName'> {
  const user = users.find((candidate) => candidate.id === id);
  if (user !== undefined) return { principalType: 'User', principalDisplayName: user.displayName };
  const group = groups.find((candidate) => candidate.id === id);
  if (group !== undefined) return { principalType: 'Group', principalDisplayName: group.displayName };
  const application = servicePrincipals.get(id);
  if (application !== undefined) {
    return { principalType: 'ServicePrincipal', principalDisplayName: application.displayName };
  }
  throw notFound(id);
}

/** As Graph's: the principal's GUID in little-endian bytes, and 16 more, in base64url. */
function assignmentId(principalId: string): string {
  const big = Buffer.from(principalId.replaceAll('-', ''), 'hex');
  const little = Buffer.concat([
    big.subarray(0, 4).reverse(),
    big.subarray(4, 6).reverse(),
    big.subarray(6, 8).reverse(),
    big.subarray(8),
  ]);
  return Buffer.concat([little, crypto.getRandomValues(Buffer.alloc(16))]).toString('base64url');
}
