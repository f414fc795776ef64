/** The sign-in log, as Graph shows it: with a premium licence only, newest first, and some time later. */
import { type Call, collection, GraphError, type Reply, requirePermission } from './call.js';

/** Needs both permissions (Microsoft lists that as a known issue). */
export function listSignIns(call: Call): Reply {
  requirePermission(call, 'AuditLog.Read.All');
  requirePermission(call, 'Directory.Read.All');
  const { world, caller } = call;
  if (!caller.tenant.hasP1) {
    throw new GraphError(
      403,
      'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      "Neither tenant is B2C or tenant doesn't have premium license",
    );
  }
  // Unconfirmed how late; minutes are reported. Here as late as metadata.
  const visible = world.now() - world.lag.metadata;
  const found = caller.tenant.signIns
    .toReversed()
    .filter(({ createdDateTime }) => Date.parse(createdDateTime) <= visible);
  return { status: 200, body: collection(call, 'auditLogs/signIns', found) };
}
