/** `directory/deletedItems`: what was deleted can be restored for 30 days, or purged. */
import type { Application, DeletedItem, ServicePrincipal, Tenant } from '../world.js';
import {
  badRequest,
  type Call,
  collection,
  entity,
  iso,
  notFound,
  type Reply,
  requireOwnership,
  requirePermission,
} from './call.js';

// O11: not with Application.ReadWrite.OwnedBy alone.
const READ = ['Application.Read.All', 'Application.ReadWrite.All'];
const WRITE = ['Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All'];

const THIRTY_DAYS_MS = 30 * 86_400_000;

/** An application and its service principals, which take the assignments to them along; claims policies are let go. */
export function softDelete(call: Call, application: Application): void {
  const { tenant } = call.caller;
  const at = call.world.now();
  const deletedDateTime = iso(at);
  tenant.deletedItems.put({ id: application.id, at, application: { ...application, deletedDateTime } });
  tenant.applications.remove(application.id);
  for (const servicePrincipal of tenant.servicePrincipals.all()) {
    if (servicePrincipal.appId === application.appId) softDeletePrincipal(call, servicePrincipal);
  }
}

export function softDeletePrincipal(call: Call, servicePrincipal: ServicePrincipal): void {
  const { tenant } = call.caller;
  const at = call.world.now();
  const { id } = servicePrincipal;
  const assignments = tenant.appRoleAssignments.all().filter(({ resourceId }) => resourceId === id);
  tenant.deletedItems.put({
    id,
    at,
    servicePrincipal: { ...servicePrincipal, deletedDateTime: iso(at) },
    assignments,
  });
  tenant.servicePrincipals.remove(id);
  for (const assignment of assignments) tenant.appRoleAssignments.remove(assignment.id);
  for (const policy of tenant.policyAssignments.all()) {
    if (policy.servicePrincipalId === id) tenant.policyAssignments.remove(policy.id);
  }
}

/** Those whose 30 days are not over, as writes see them. */
export const restorable = (tenant: Tenant, now: number): DeletedItem[] =>
  tenant.deletedItems.all().filter(({ at }) => now - at < THIRTY_DAYS_MS);

export const listDeletedApplications = (call: Call): Reply =>
  list(call, 'microsoft.graph.application', (item) => ('application' in item ? item.application : undefined));

export const listDeletedServicePrincipals = (call: Call): Reply =>
  list(call, 'microsoft.graph.servicePrincipal', (item) =>
    'servicePrincipal' in item ? item.servicePrincipal : undefined,
  );

function list(
  call: Call,
  type: 'microsoft.graph.application' | 'microsoft.graph.servicePrincipal',
  pick: (item: DeletedItem) => Application | ServicePrincipal | undefined,
): Reply {
  requirePermission(call, ...READ);
  const now = call.world.now();
  const seen = call.caller.tenant.deletedItems.allSeen('list').filter(({ at }) => now - at < THIRTY_DAYS_MS);
  return {
    status: 200,
    body: collection(
      call,
      `directory/deletedItems/${type}`,
      seen.flatMap((item) => {
        const object = pick(item);
        if (object === undefined) return [];
        // O11
        const selected = call.query.get('$select')?.split(',').includes('uniqueName') === true;
        return 'uniqueName' in object && !selected ? { ...object, uniqueName: null } : object;
      }),
      'directoryObjects',
    ),
  };
}

/** Restoring an application does not restore its service principal; that takes a call of its own, after it. */
export function restoreDeletedItem(call: Call): Reply {
  requirePermission(call, ...WRITE);
  requirePermission(call, ...READ);
  const item = existing(call);
  requireOwnership(call, item.id);
  const { tenant } = call.caller;
  if ('application' in item) {
    const { application } = item;
    const taken = tenant.applications
      .all()
      .some(({ identifierUris }) => identifierUris.some((uri) => application.identifierUris.includes(uri)));
    if (taken) {
      const message = 'Another object with the same value for property identifierUris already exists.';
      throw badRequest(message, [{ code: 'ObjectConflict', message, target: 'identifierUris' }]);
    }
    tenant.applications.put({ ...application, deletedDateTime: null });
  } else {
    const { servicePrincipal, assignments } = item;
    if (!tenant.applications.all().some(({ appId }) => appId === servicePrincipal.appId)) {
      // Documented to fail; Graph's words are unconfirmed.
      throw badRequest('The service principal cannot be restored: its application does not exist.');
    }
    tenant.servicePrincipals.put({ ...servicePrincipal, deletedDateTime: null });
    for (const assignment of assignments) tenant.appRoleAssignments.put(assignment);
  }
  tenant.deletedItems.remove(item.id);
  const type = 'application' in item ? 'application' : 'servicePrincipal';
  const restored = 'application' in item ? item.application : item.servicePrincipal;
  const shown = { '@odata.type': `#microsoft.graph.${type}`, ...restored, deletedDateTime: null };
  return { status: 200, body: entity(call, 'directoryObjects', shown) };
}

/** For good. Purging an application leaves its service principal, which can then never be restored. */
export function purgeDeletedItem(call: Call): Reply {
  requirePermission(call, ...WRITE);
  const { id } = existing(call);
  requireOwnership(call, id);
  call.caller.tenant.deletedItems.remove(id);
  return { status: 204 };
}

function existing(call: Call): DeletedItem {
  const id = call.params['id'] ?? '';
  const found = restorable(call.caller.tenant, call.world.now()).find((item) => item.id === id);
  if (found === undefined) throw notFound(id);
  return found;
}
