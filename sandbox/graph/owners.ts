/** Who owns an application or a service principal. As all links between objects, they are seen later than the objects. */
import { z } from 'zod';
import { originsOf, type Tenant } from '../world.js';
import { badRequest, type Call, collection, notFound, parseBody, type Reply } from './call.js';
import { requireOwnership, requirePermission } from './call.js';
import { directoryObject } from './directoryObjects.js';
import { refuseForSingle } from './queryOptions.js';

const READ = ['Application.Read.All', 'Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All'];
const WRITE = ['Application.ReadWrite.OwnedBy', 'Application.ReadWrite.All'];

export const listOwnersOfApplication = (call: Call): Reply =>
  list(call, call.caller.tenant.applications, 'applications');

export const listOwnersOfServicePrincipal = (call: Call): Reply =>
  list(call, call.caller.tenant.servicePrincipals, 'servicePrincipals');

type Owned = { seen: (kind: 'object' | 'list', id: string) => object | undefined };

function list(call: Call, objects: Owned, type: string): Reply {
  requirePermission(call, ...READ);
  const { tenant } = call.caller;
  const id = call.params['id'] ?? '';
  if (objects.seen('object', id) === undefined) throw notFound(id);
  const owners = objects.seen('list', id) === undefined ? [] : tenant.owners.of(id);
  const shown = owners.flatMap((owner) => directoryObject(call, owner) ?? []);
  return { status: 200, body: collection(call, 'directoryObjects', shown, `${type}('${id}')/owners`) };
}

const reference = z.strictObject({ '@odata.id': z.url() });

/** A body that names owners (`owners@odata.bind`): they, and the rest of it. */
export function withOwners(call: Call): { owners: string[]; rest: unknown } {
  const { body } = call;
  const named = z.looseObject({ 'owners@odata.bind': z.array(z.url()).max(20).default([]) }).safeParse(body);
  if (!named.success) return { owners: [], rest: body };
  const { 'owners@odata.bind': urls, ...rest } = named.data;
  return { owners: urls.map((url) => referenced(call, url)), rest };
}

/** The object that a reference names: by Graph's address, of this version or another. */
export function referenced(call: Call, url: string): string {
  const { origin, pathname } = new URL(url);
  const id = /^\/(?:v1\.0|beta)\/(?:[\w-]+\/)?(?:users|directoryObjects|servicePrincipals)\/([\w-]+)$/.exec(
    pathname,
  )?.[1];
  if (!originsOf(call.world).includes(origin) || id === undefined) {
    throw badRequest('Not a valid reference update.');
  }
  if (!mayOwn(call.caller.tenant, id)) throw notFound(id);
  return id;
}

const mayOwn = ({ users, servicePrincipals }: Tenant, id: string) =>
  users.some((user) => user.id === id) || servicePrincipals.get(id) !== undefined;

/** Whether somebody is an owner, as a reference (Hamilton asks before it removes one). */
export function readOwner(call: Call): Reply {
  requirePermission(call, ...READ);
  refuseForSingle(call);
  const { id = '', ownerId = '' } = call.params;
  if (!call.caller.tenant.owners.has(id, ownerId)) throw notFound(ownerId);
  const reference = {
    '@odata.context': `${call.serviceRoot}/$metadata#$ref`,
    '@odata.id': `${call.serviceRoot}/directoryObjects/${ownerId}`,
    id: ownerId,
  };
  return { status: 200, body: reference };
}

export function addOwner(call: Call): Reply {
  const id = owned(call);
  const owner = referenced(call, parseBody(reference, call.body)['@odata.id']);
  const { owners } = call.caller.tenant;
  if (owners.has(id, owner)) {
    throw badRequest(
      "One or more added object references already exist for the following modified properties: 'owners'.",
    );
  }
  owners.set(id, owner);
  return { status: 204 };
}

export function removeOwner(call: Call): Reply {
  const id = owned(call);
  const { ownerId = '' } = call.params;
  const { owners } = call.caller.tenant;
  if (!owners.has(id, ownerId)) throw notFound(ownerId);
  owners.remove(id, ownerId);
  return { status: 204 };
}

function owned(call: Call): string {
  requirePermission(call, ...WRITE);
  const id = call.params['id'] ?? '';
  const { applications, servicePrincipals } = call.caller.tenant;
  if (applications.get(id) === undefined && servicePrincipals.get(id) === undefined) throw notFound(id);
  requireOwnership(call, id);
  return id;
}
