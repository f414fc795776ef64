/** Users, groups and the organization, as far as the basic permissions show them. */
import type { User } from '../world.js';
import {
  type Call,
  collection,
  entity,
  GraphError,
  notFound,
  type Reply,
  requirePermission,
} from './call.js';
import { filtered } from './filter.js';
import { searched } from './search.js';

const USER_READ = ['User.ReadBasic.All', 'User.Read.All'];
const GROUP_READ = ['GroupMember.Read.All', 'Group.Read.All'];

/** What `User.ReadBasic.All` shows. */
const basic =
  (call: Call) =>
  ({ id, userPrincipalName, displayName, givenName, surname, mail, userType }: User) => ({
    id,
    userPrincipalName,
    displayName,
    givenName,
    surname,
    mail,
    userType:
      call.world.rules.basicReadShowsUserType || call.caller.roles.includes('User.Read.All')
        ? userType
        : null,
  });

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

export function listUsers(call: Call): Reply {
  requirePermission(call, ...USER_READ);
  if (!call.world.rules.basicReadFindsUsers) requirePermission(call, 'User.Read.All', 'Directory.Read.All');
  const users = filtered(call, call.caller.tenant.users.map(basic(call)), ['mail', 'userPrincipalName']);
  const found = searched(call, users, ['displayName', 'mail', 'userPrincipalName', 'givenName', 'surname']);
  return { status: 200, body: collection(call, 'users', found) };
}

export function readGroup(call: Call): Reply {
  requirePermission(call, ...GROUP_READ);
  const key = call.params['id'] ?? '';
  const group = call.caller.tenant.groups.find(({ id }) => id === key);
  if (group === undefined) throw notFound(key);
  return { status: 200, body: entity(call, 'groups', { id: group.id, displayName: group.displayName }) };
}

/** Direct members only; of users, the ids. */
export function listMembers(call: Call): Reply {
  requirePermission(call, ...GROUP_READ);
  const { groups, users } = call.caller.tenant;
  const group = groups.find(({ id }) => id === call.params['id']);
  if (group === undefined) throw notFound(call.params['id'] ?? '');
  const members = group.memberIds.map((id) => {
    const kind = users.some((user) => user.id === id) ? 'user' : 'group';
    return { '@odata.type': `#microsoft.graph.${kind}`, id };
  });
  const page = { ...call, query: new URLSearchParams(call.query) };
  page.query.delete('$select'); // the type is shown whatever is selected
  return { status: 200, body: collection(page, 'directoryObjects', members) };
}

export function listGroups(call: Call): Reply {
  requirePermission(call, ...GROUP_READ);
  const groups = call.caller.tenant.groups.map(({ id, displayName }) => ({ id, displayName }));
  const found = searched(call, filtered(call, groups, ['displayName']), ['displayName']);
  return { status: 200, body: collection(call, 'groups', found) };
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
export function readOrganization(call: Call): Reply {
  const { id, displayName, verifiedDomains } = call.caller.tenant;
  const domains = verifiedDomains.map((name, i) => ({
    name,
    isDefault: i === 0,
    isInitial: false,
    type: 'Managed',
  }));
  return {
    status: 200,
    body: collection(call, 'organization', [{ id, displayName, verifiedDomains: domains }]),
  };
}
