/** The sign-in log, as Graph shows it: with a premium licence only, newest first, and some time later. */
import type { SignInEvent } from '../world.js';
import { badRequest, type Call, collection, GraphError, type Reply, requirePermission } from './call.js';

/** Needs both permissions (Microsoft lists that as a known issue). */
export function listSignIns(call: Call): Reply {
  requirePermission(call, 'AuditLog.Read.All');
  requirePermission(call, 'Directory.Read.All');
  const { world, caller, query } = call;
  if (!caller.tenant.hasP1) {
    throw new GraphError(
      403,
      'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      "Neither tenant is B2C or tenant doesn't have premium license",
    );
  }
  // Unconfirmed how late; minutes are reported. Here as late as metadata.
  const visible = world.now() - world.lag.metadata;
  const wanted = conditions(query.get('$filter'));
  const found = caller.tenant.signIns
    .toReversed()
    .filter(({ createdDateTime }) => Date.parse(createdDateTime) <= visible)
    .filter((entry) => wanted.every((holds) => holds(entry)));
  return { status: 200, body: collection(call, 'auditLogs/signIns', found) };
}

/** Only the filters that the sandbox's clients use. */
function conditions(filter: string | null): ((entry: SignInEvent) => boolean)[] {
  if (filter === null) return [];
  return filter.split(' and ').map((clause) => {
    const appId = /^appId eq '([\w-]+)'$/.exec(clause)?.[1];
    if (appId !== undefined) return (entry) => entry.appId === appId;
    const code = /^status\/errorCode eq (\d+)$/.exec(clause)?.[1];
    if (code !== undefined) return (entry) => entry.status.errorCode === Number(code);
    const since = /^createdDateTime ge (\S+)$/.exec(clause)?.[1];
    if (since === undefined) throw new GraphError(400, 'BadRequest', 'Invalid filter clause.');
    if (Number.isNaN(Date.parse(since))) throw badRequest('Invalid date in the filter clause.');
    return (entry) => Date.parse(entry.createdDateTime) >= Date.parse(since);
  });
}
