/** Who owns an application or a service principal. As all links between objects, they are seen later than the objects. */
import { type Call, collection, notFound, type Reply, requirePermission } from './call.js';

const READ = ['Application.Read.All', 'Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All'];

export const listOwnersOfApplication = (call: Call): Reply =>
  list(call, call.caller.tenant.applications, 'applications');

export const listOwnersOfServicePrincipal = (call: Call): Reply =>
  list(call, call.caller.tenant.servicePrincipals, 'servicePrincipals');

type Owned = { seen: (kind: 'object' | 'list', id: string) => object | undefined };

function list(call: Call, objects: Owned, type: string): Reply {
  requirePermission(call, ...READ);
  const id = call.params['id'] ?? '';
  if (objects.seen('object', id) === undefined) throw notFound(id);
  const owner = objects.seen('list', id) === undefined ? undefined : call.caller.tenant.owners.get(id);
  const owners = owner === undefined ? [] : [shown(call, owner)];
  return { status: 200, body: collection(call, `${type}('${id}')/owners`, owners) };
}

/** Only the service principals of clients own anything here. */
function shown({ world, caller: { tenant } }: Call, servicePrincipalId: string): object {
  const [clientId] =
    [...tenant.consents].find(([, consent]) => consent.servicePrincipalId === servicePrincipalId) ?? [];
  const client = world.clients.find((candidate) => candidate.clientId === clientId);
  return {
    '@odata.type': '#microsoft.graph.servicePrincipal',
    id: servicePrincipalId,
    appId: clientId ?? null,
    displayName: client?.displayName ?? null,
  };
}
