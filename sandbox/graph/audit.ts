/** Entra ID's audit log: each change of an application, a service principal or a policy, and who made it. */
import { randomUUID } from 'node:crypto';
import type { DirectoryAudit } from '../world.js';
import { type Call, collection, iso, type Reply, requirePermission } from './call.js';

const ACTIVITIES: Record<string, { activity: string; type: string }> = {
  "PATCH /applications(uniqueName='{uniqueName}')": { activity: 'Add application', type: 'Application' },
  'POST /applications': { activity: 'Add application', type: 'Application' },
  'POST /servicePrincipals': { activity: 'Add service principal', type: 'ServicePrincipal' },
  'DELETE /servicePrincipals/{id}': { activity: 'Remove service principal', type: 'ServicePrincipal' },
  'PATCH /applications/{id}': { activity: 'Update application', type: 'Application' },
  'DELETE /applications/{id}': { activity: 'Delete application', type: 'Application' },
  "PATCH /servicePrincipals(appId='{appId}')": {
    activity: 'Add service principal',
    type: 'ServicePrincipal',
  },
  'PATCH /servicePrincipals/{id}': { activity: 'Update service principal', type: 'ServicePrincipal' },
  'POST /servicePrincipals/{id}/addTokenSigningCertificate': {
    activity: 'Update service principal',
    type: 'ServicePrincipal',
  },
  'POST /servicePrincipals/{id}/appRoleAssignedTo': {
    activity: 'Add app role assignment grant to user',
    type: 'ServicePrincipal',
  },
  'DELETE /servicePrincipals/{id}/appRoleAssignedTo/{assignmentId}': {
    activity: 'Remove app role assignment from user',
    type: 'ServicePrincipal',
  },
  'POST /servicePrincipals/{id}/claimsMappingPolicies/$ref': {
    activity: 'Add policy to service principal',
    type: 'ServicePrincipal',
  },
  'DELETE /servicePrincipals/{id}/claimsMappingPolicies/{policyId}/$ref': {
    activity: 'Remove policy from service principal',
    type: 'ServicePrincipal',
  },
  'PATCH /policies/claimsMappingPolicies/{id}': { activity: 'Update policy', type: 'Policy' },
  'DELETE /policies/claimsMappingPolicies/{id}': { activity: 'Delete policy', type: 'Policy' },
};

const RETENTION_MS = 30 * 86_400_000;

/** Runs the call, and writes it into the log if it has changed something. */
export function audited(route: string, call: Call, handler: (call: Call) => Reply): Reply {
  const known = ACTIVITIES[route];
  if (known === undefined) return handler(call);
  const before = targetOf(call);
  const reply = handler(call);
  const made: unknown = Object.entries(reply.body ?? {}).find(([name]) => name === 'id')?.[1];
  const created = typeof made === 'string' && before === undefined ? { id: made } : undefined;
  const after = targetOf(created === undefined ? call : { ...call, params: created });
  const target = after ?? before;
  if (target === undefined) return reply;
  const { tenant } = call.caller;
  const now = call.world.now();
  const kept = tenant.audits.filter(
    ({ activityDateTime }) => Date.parse(activityDateTime) > now - RETENTION_MS,
  );
  const { activity, type } = known;
  tenant.audits = [
    ...kept,
    {
      id: randomUUID(),
      category: 'ApplicationManagement',
      correlationId: randomUUID(),
      result: 'success',
      resultReason: '',
      // An upsert adds, or updates what is there.
      activityDisplayName:
        before === undefined || 'id' in call.params ? activity : activity.replace('Add', 'Update'),
      activityDateTime: iso(now),
      loggedByService: 'Core Directory',
      initiatedBy: initiatorOf(call),
      targetResources: [
        { id: target.id, displayName: target.displayName, type, modifiedProperties: modified(before, after) },
      ],
    },
  ];
  return reply;
}

type Target = { id: string; displayName: string };

function targetOf({ caller: { tenant }, params }: Call): Target | undefined {
  const { id, uniqueName, appId } = params;
  if (uniqueName !== undefined) return tenant.applications.all().find((app) => app.uniqueName === uniqueName);
  if (appId !== undefined) return tenant.servicePrincipals.all().find((sp) => sp.appId === appId);
  const stores = [tenant.applications, tenant.servicePrincipals, tenant.claimsPolicies];
  return stores.map((store): Target | undefined => store.get(id ?? '')).find((found) => found !== undefined);
}

function initiatorOf({ caller, world }: Call): DirectoryAudit['initiatedBy'] {
  const { user, clientId, servicePrincipalId } = caller;
  if (user !== undefined) {
    const { id, displayName, userPrincipalName } = user;
    return { app: null, user: { id, displayName, userPrincipalName, ipAddress: '203.0.113.7' } };
  }
  const displayName = world.clients.find((client) => client.clientId === clientId)?.displayName ?? null;
  // O4
  return { user: null, app: { appId: null, displayName, servicePrincipalId, servicePrincipalName: null } };
}

/** Under Graph's own names of the properties: those of the real log are unconfirmed. */
function modified(before: object | undefined, after: object | undefined) {
  const old = new Map<string, unknown>(Object.entries(before ?? {}));
  const text = (value: unknown) => (value === undefined ? null : JSON.stringify(value));
  return Object.entries(after ?? {})
    .filter(([name, value]) => text(old.get(name)) !== text(value))
    .map(([name, value]) => ({
      displayName: name,
      oldValue: text(old.get(name)),
      newValue: text(value),
    }));
}

/** Newest first. The log lags as lists do. */
export function listDirectoryAudits(call: Call): Reply {
  requirePermission(call, 'AuditLog.Read.All');
  requirePermission(call, 'Directory.Read.All');
  const { world, caller } = call;
  const visible = world.now() - world.lag.list;
  const found = caller.tenant.audits
    .toReversed()
    .filter(({ activityDateTime }) => Date.parse(activityDateTime) <= visible);
  return { status: 200, body: collection(call, 'auditLogs/directoryAudits', found) };
}
