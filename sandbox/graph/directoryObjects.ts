/** Objects of any type, by id; and what else clients ask about a directory: its roles and its domains. */
import { z } from 'zod';
import { ROLE_TEMPLATES } from '../entra/tokens.js';
import { guidOf } from '../seed.js';
import type { Tenant } from '../world.js';
import {
  type Call,
  collection,
  entity,
  GraphError,
  notFound,
  parseBody,
  type Reply,
  requirePermission,
} from './call.js';
import { shownGroup, shownUser } from './directory.js';

const READ = ['Directory.Read.All', 'Application.Read.All', 'Application.ReadWrite.All', 'User.Read.All'];

type Typed = { '@odata.type': string; id: string };
const typed = (type: string, object: { id: string }): Typed => ({
  '@odata.type': `#microsoft.graph.${type}`,
  ...object,
});

/** With its type, which a list of several types shows. */
export function directoryObject(call: Call, id: string): Typed | undefined {
  const { tenant } = call.caller;
  const user = tenant.users.find((candidate) => candidate.id === id);
  if (user !== undefined) return typed('user', shownUser(call, user));
  const group = tenant.groups.find((candidate) => candidate.id === id);
  if (group !== undefined) return typed('group', shownGroup(group));
  const principal = tenant.servicePrincipals.seen('object', id);
  if (principal !== undefined) return typed('servicePrincipal', withoutKeys(principal));
  const application = tenant.applications.seen('object', id);
  return application && typed('application', withoutKeys(application));
}

const withoutKeys = <T extends { keyCredentials: { key: string | null }[] }>(object: T): T => ({
  ...object,
  keyCredentials: object.keyCredentials.map((credential) => ({ ...credential, key: null })),
});

export function readDirectoryObject(call: Call): Reply {
  requirePermission(call, ...READ);
  const id = call.params['id'] ?? '';
  const found = directoryObject(call, id);
  if (found === undefined) throw notFound(id);
  return { status: 200, body: entity(call, 'directoryObjects', found) };
}

const wanted = z.strictObject({
  ids: z.array(z.guid()).min(1).max(1000),
  types: z.array(z.string()).nullish(),
});

/** Those that there are; the rest is left out. */
export function getByIds(call: Call): Reply {
  requirePermission(call, ...READ);
  const { ids, types } = parseBody(wanted, call.body, 'DirectoryObject');
  const found = ids.flatMap((id) => directoryObject(call, id) ?? []);
  const ofTypes = found.filter(
    (object) => types == null || types.some((name) => object['@odata.type'] === `#microsoft.graph.${name}`),
  );
  return { status: 200, body: collection(call, 'directoryObjects', ofTypes) };
}

/** An application is nobody. */
export function readMe(): Reply {
  throw new GraphError(400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
}

const ROLE_READ = ['RoleManagement.Read.Directory', 'Directory.Read.All'];

/** Only roles that somebody has are objects of the tenant. */
const rolesOf = ({ id, users }: Tenant) =>
  [...new Set(users.flatMap(({ directoryRoles }) => directoryRoles))].map((displayName) => ({
    id: guidOf(`${id}/role/${displayName}`),
    deletedDateTime: null,
    description: null,
    displayName,
    roleTemplateId: ROLE_TEMPLATES[displayName] ?? guidOf(`role/${displayName}`),
  }));

export function listDirectoryRoles(call: Call): Reply {
  requirePermission(call, ...ROLE_READ);
  return { status: 200, body: collection(call, 'directoryRoles', rolesOf(call.caller.tenant)) };
}

export function listMembersOfRole(call: Call): Reply {
  requirePermission(call, ...ROLE_READ);
  const { tenant } = call.caller;
  const role = rolesOf(tenant).find(({ id }) => id === call.params['id']);
  if (role === undefined) throw notFound(call.params['id'] ?? '');
  const members = tenant.users
    .filter(({ directoryRoles }) => directoryRoles.includes(role.displayName))
    .flatMap(({ id }) => directoryObject(call, id) ?? []);
  return { status: 200, body: collection(call, 'directoryObjects', members) };
}

export function listDomains(call: Call): Reply {
  requirePermission(call, 'Domain.Read.All', 'Directory.Read.All');
  const domains = call.caller.tenant.verifiedDomains.map((id, i) => ({
    id,
    authenticationType: 'Managed',
    availabilityStatus: null,
    isAdminManaged: true,
    isDefault: i === 0,
    isInitial: i === 0,
    isRoot: true,
    isVerified: true,
    supportedServices: ['Email', 'OfficeCommunicationsOnline'],
  }));
  return { status: 200, body: collection(call, 'domains', domains) };
}
