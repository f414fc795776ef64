/** Who may use an application, and in which role. */
import { z } from 'zod';
import type { AppRoleAssignment, Tenant } from '../world.js';
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

const READ = ['Application.Read.All', 'Application.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'];
const TYPE = 'appRoleAssignments';
const DEFAULT_ACCESS = '00000000-0000-0000-0000-000000000000';

const body = z.strictObject({ principalId: z.guid(), resourceId: z.guid(), appRoleId: z.guid() });

export function assign(call: Call): Reply {
  requirePermission(call, 'AppRoleAssignment.ReadWrite.All');
  requirePermission(call, 'Application.Read.All');
  const { tenant } = call.caller;
  const resource = existingServicePrincipal(call);
  const { principalId, resourceId, appRoleId } = parseBody(body, call.body);
  if (resourceId !== resource.id)
    throw badRequest('resourceId must be the service principal of the address.');
  const principal = principalOf(tenant, principalId);
  if (principal.principalType === 'Group' && !tenant.hasP1 && call.world.rules.groupsNeedP1) {
    // The portal's words; Graph's own are unconfirmed.
    throw badRequest('Groups are not available for assignment due to your Active Directory plan level.');
  }
  const roles =
    tenant.applications.allSeen('mirror').find((app) => app.appId === resource.appId)?.appRoles ?? [];
  const enabled = roles.filter((role) => role.isEnabled && role.allowedMemberTypes.includes('User'));
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

export function unassign(call: Call): Reply {
  requirePermission(call, 'AppRoleAssignment.ReadWrite.All');
  const { tenant } = call.caller;
  const assignment = tenant.appRoleAssignments.get(call.params['assignmentId'] ?? '');
  if (assignment === undefined || assignment.resourceId !== call.params['id']) {
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
  { users, groups }: Tenant,
  id: string,
): Pick<AppRoleAssignment, 'principalType' | 'principalDisplayName'> {
  const user = users.find((candidate) => candidate.id === id);
  if (user !== undefined) return { principalType: 'User', principalDisplayName: user.displayName };
  const group = groups.find((candidate) => candidate.id === id);
  if (group !== undefined) return { principalType: 'Group', principalDisplayName: group.displayName };
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
