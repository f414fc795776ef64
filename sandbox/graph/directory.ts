/** Users, groups and the organization, as far as the basic permissions show them. */
import type { Group, User } from '../world.js';
import {
  type Call,
  collection,
  entity,
  GraphError,
  notFound,
  type Reply,
  requirePermission,
} from './call.js';

const USER_READ_ALL = ['User.Read.All', 'Directory.Read.All'];
const USER_READ = ['User.ReadBasic.All', ...USER_READ_ALL];
const GROUP_READ = ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All'];

const hasAny = ({ caller: { roles } }: Call, permissions: readonly string[]) =>
  permissions.some((permission) => roles.includes(permission));

/** What `User.ReadBasic.All` shows, and more for those who may read all. */
const basic = (call: Call) => {
  const readsAll = hasAny(call, USER_READ_ALL);
  return ({ id, userPrincipalName, displayName, givenName, surname, mail, userType }: User) => ({
    id,
    userPrincipalName,
    displayName,
    givenName,
    surname,
    mail,
    userType: call.world.rules.basicReadShowsUserType || readsAll ? userType : null,
    ...(readsAll ? { accountEnabled: true, jobTitle: null, businessPhones: [] } : {}),
  });
};

/** Of somebody in a list of several types; without a permission to read users, the id alone. */
export const shownUser = (call: Call, user: User): { id: string } =>
  hasAny(call, USER_READ) ? basic(call)(user) : { id: user.id };

const indexes = new WeakMap<User[], Map<string, User>>();

/** By id and by principal name in lower case; made anew when users have come. */
function usersByKey(users: User[]): Map<string, User> {
  const known = indexes.get(users);
  if (known !== undefined && known.size === users.length * 2) return known;
  const index = new Map(
    users.flatMap((user) => [
      [user.id, user],
      [user.userPrincipalName.toLowerCase(), user],
    ]),
  );
  indexes.set(users, index);
  return index;
}

export function readUser(call: Call): Reply {
  requirePermission(call, ...USER_READ);
  const key = (call.params['id'] ?? '').toLowerCase();
  // O9
  if (key.startsWith('$') && !call.path.includes('(')) {
    throw new GraphError(
      400,
      'BadRequest',
      "The request URI is not valid. Since the segment 'users' refers to a collection, this must be the last segment in the request URI or it must be followed by an function or action that can be bound to it otherwise all intermediate segments must refer to a single object.",
    );
  }
  const user = usersByKey(call.caller.tenant.users).get(key);
  if (user === undefined) throw notFound(key);
  return { status: 200, body: entity(call, 'users', basic(call)(user)) };
}

/** Nobody has one. */
export function readManager(call: Call): Reply {
  requirePermission(call, ...USER_READ);
  const key = (call.params['id'] ?? '').toLowerCase();
  throw notFound(usersByKey(call.caller.tenant.users).has(key) ? 'manager' : key);
}

export function listUsers(call: Call): Reply {
  requirePermission(call, ...USER_READ);
  if (!call.world.rules.basicReadFindsUsers) requirePermission(call, ...USER_READ_ALL);
  return { status: 200, body: collection(call, 'users', call.caller.tenant.users.map(basic(call))) };
}

export const shownGroup = ({ id, displayName }: Group) => ({
  id,
  displayName,
  groupTypes: [],
  mailEnabled: false,
  securityEnabled: true,
});

export function readGroup(call: Call): Reply {
  requirePermission(call, ...GROUP_READ);
  const key = call.params['id'] ?? '';
  const group = call.caller.tenant.groups.find(({ id }) => id === key);
  if (group === undefined) throw notFound(key);
  return { status: 200, body: entity(call, 'groups', shownGroup(group)) };
}

/** Direct members only. */
export function listMembers(call: Call): Reply {
  requirePermission(call, ...GROUP_READ);
  const { groups, users } = call.caller.tenant;
  const group = groups.find(({ id }) => id === call.params['id']);
  if (group === undefined) throw notFound(call.params['id'] ?? '');
  const members = group.memberIds.map((id) => {
    const user = usersByKey(users).get(id);
    return user === undefined
      ? { '@odata.type': '#microsoft.graph.group', id }
      : { '@odata.type': '#microsoft.graph.user', ...shownUser(call, user) };
  });
  return { status: 200, body: collection(call, 'directoryObjects', members) };
}

/** Those of them that are users: a collection of users like any other. */
export function listUserMembers(call: Call): Reply {
  requirePermission(call, ...GROUP_READ);
  const { groups, users } = call.caller.tenant;
  const group = groups.find(({ id }) => id === call.params['id']);
  if (group === undefined) throw notFound(call.params['id'] ?? '');
  const members = group.memberIds.flatMap((id) => {
    const user = usersByKey(users).get(id);
    return user === undefined ? [] : shownUser(call, user);
  });
  return { status: 200, body: collection(call, 'users', members) };
}

/** Nobody owns a group here. */
export function listOwnersOfGroup(call: Call): Reply {
  requirePermission(call, ...GROUP_READ);
  const { id = '' } = call.params;
  if (!call.caller.tenant.groups.some((group) => group.id === id)) throw notFound(id);
  return { status: 200, body: collection(call, 'directoryObjects', []) };
}

/** The groups that a user is in, directly. */
export function listMemberOf(call: Call): Reply {
  requirePermission(call, ...GROUP_READ, 'Directory.Read.All');
  const id = call.params['id'] ?? '';
  const { tenant } = call.caller;
  if (usersByKey(tenant.users).get(id) === undefined) throw notFound(id);
  const groups = tenant.groups
    .filter(({ memberIds }) => memberIds.includes(id))
    .map((group) => ({ '@odata.type': '#microsoft.graph.group', ...shownGroup(group) }));
  return { status: 200, body: collection(call, 'directoryObjects', groups) };
}

export function listGroups(call: Call): Reply {
  requirePermission(call, ...GROUP_READ);
  const groups = call.caller.tenant.groups.map(shownGroup);
  return { status: 200, body: collection(call, 'groups', groups) };
}

export function listSubscribedSkus(call: Call): Reply {
  requirePermission(call, 'Organization.Read.All', 'Directory.Read.All', 'LicenseAssignment.Read.All');
  const { id, hasP1 } = call.caller.tenant;
  const plans = ['EXCHANGE_S_STANDARD', ...(hasP1 ? ['AAD_PREMIUM'] : [])];
  const sku = {
    id: `${id}_${id}`,
    skuPartNumber: 'O365_BUSINESS',
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    servicePlans: plans.map((servicePlanName) => ({
      servicePlanName,
      provisioningStatus: 'Success',
      appliesTo: 'User',
    })),
  };
  return { status: 200, body: collection(call, 'subscribedSkus', [sku]) };
}

/** Any application may read who it is. */
export const listOrganizations = (call: Call): Reply => ({
  status: 200,
  body: collection(call, 'organization', [organization(call)]),
});

export function readOrganization(call: Call): Reply {
  const found = organization(call);
  const { id = '' } = call.params;
  if (id !== found.id) throw notFound(id);
  return { status: 200, body: entity(call, 'organization', found) };
}

function organization(call: Call) {
  const { id, displayName, verifiedDomains } = call.caller.tenant;
  const domains = verifiedDomains.map((name, i) => ({
    name,
    isDefault: i === 0,
    isInitial: false,
    type: 'Managed',
  }));
  return { id, displayName, tenantType: 'AAD', verifiedDomains: domains };
}
