/** Looking around in the tenant's directory, for the page on which users and groups are chosen. Changes nothing. */
import { z } from 'zod';
import type { GraphClient } from '../../graph/client.js';
import { GraphRequestError } from '../../graph/requestError.js';
import type {
  FoundInDirectory,
  LineState,
  SearchAnswer,
  SearchQuestion,
} from '../../onboarding/directory.js';
import type { Assignment } from '../../onboarding/choice.js';
import { assignment, ASSIGNED_TO } from './assignments.js';
import { isTemplateRole } from './defaultAccess.js';
import type { Deps, Scope } from '../deps.js';
import { directUsersOf, lookUp, withGroupWarnings } from './principals.js';

const user = z.object({
  id: z.guid(),
  displayName: z.string().nullish(),
  userPrincipalName: z.string(),
  userType: z.string().nullish(),
});
const group = z.object({
  id: z.guid(),
  displayName: z.string().nullish(),
  description: z.string().nullish(),
});
const servicePrincipal = z.object({
  appRoles: z.array(z.object({ id: z.guid(), value: z.string().nullish(), displayName: z.string() })),
});

export function directoryActivities(deps: Deps) {
  return {
    /** Users by name, address or principal name, and groups by name. */
    async searchDirectory(input: Scope & SearchQuestion): Promise<SearchAnswer> {
      const graph = deps.graphFor(input);
      const { count: top, after } = input;
      const forUsers = searchFor(input.text, ['displayName', 'userPrincipalName', 'mail']);
      const forGroups = searchFor(input.text, ['displayName']);
      if (forUsers === '') return { found: [], next: null };
      const none = { items: [], next: undefined };
      const [users, groups] = await Promise.all([
        after !== undefined && after.users === undefined
          ? none
          : graph.page(
              user,
              '/users',
              {},
              {
                search: forUsers,
                select: ['id', 'displayName', 'userPrincipalName', 'userType'],
                top,
              },
              after?.users,
            ),
        forGroups === '' || (after !== undefined && after.groups === undefined)
          ? none
          : graph.page(
              group,
              '/groups',
              {},
              { search: forGroups, select: ['id', 'displayName', 'description'], top },
              after?.groups,
            ),
      ]);
      const direct = await directUsersOf(
        graph,
        groups.items.map(({ id }) => id),
      );
      const found: FoundInDirectory[] = [
        ...users.items.map(({ displayName, userPrincipalName: principal, userType }) => ({
          type: 'user' as const,
          name: displayName ?? principal,
          principal,
          guest: principal.includes('#EXT#') && userType === 'Guest',
        })),
        ...groups.items.map(({ id, displayName, description }, i) => ({
          type: 'group' as const,
          id,
          name: displayName ?? id,
          ...(description ? { description } : {}),
          ...(direct[i] === undefined || direct[i] instanceof GraphRequestError
            ? {}
            : { directUsers: direct[i] }),
          // Names of groups are not unique.
          principal:
            groups.items.filter((other) => other.displayName === displayName).length > 1
              ? id
              : (displayName ?? id),
          guest: false,
        })),
      ];
      const next = { users: users.next, groups: groups.next };
      return { found, next: next.users === undefined && next.groups === undefined ? null : next };
    },

    /** What each line of a choice would lead to, in their order. */
    async previewAssignments(
      input: Scope & { assignments: Assignment[]; servicePrincipalId: string | null },
    ): Promise<{ states: LineState[] }> {
      const graph = deps.graphFor(input);
      const found = await withGroupWarnings(graph, input.assignments, await lookUp(graph, input.assignments));
      const { servicePrincipalId: id } = input;
      const rolesOf = id === null ? () => [] : await rolesByPrincipal(graph, id);
      return {
        states: found.map((result, i) => {
          if ('problem' in result) return { state: result.kind, note: result.problem };
          const wanted = input.assignments[i]?.role ?? null;
          const has = rolesOf(result.id);
          const otherRoles = has.filter(({ value }) => value !== wanted).map(({ name }) => name);
          return {
            state: otherRoles.length < has.length ? 'assigned' : 'found',
            note: result.warning === undefined ? result.name : `${result.name} (${result.warning})`,
            ...(otherRoles.length === 0 ? {} : { otherRoles }),
          };
        }),
      };
    },
  };
}

/**
 * Q5: whether Graph takes `&` and `#` here is unproven. Names match by their words, so that spaces do in their place;
 * addresses match by their beginning, so that what comes before does.
 */
export function searchFor(text: string, fields: readonly string[]): string {
  const quoted = (value: string) => value.replace(/["\\]/g, String.raw`\$&`).trim();
  const [beginning = ''] = text.split(/[&#]/);
  return fields
    .map((field) => ({
      field,
      value: quoted(field === 'displayName' ? text.replace(/[&#]+/g, ' ') : beginning),
    }))
    .filter(({ value }) => value !== '')
    .map(({ field, value }) => `"${field}:${value}"`)
    .join(' OR ');
}

/** A role of the application; null and null for Default Access. */
type Role = { value: string | null; name: string | null };

/** Which roles a user or group has by its id. */
async function rolesByPrincipal(graph: GraphClient, id: string): Promise<(principalId: string) => Role[]> {
  const [{ appRoles }, assignments] = await Promise.all([
    graph.get(servicePrincipal, '/servicePrincipals/{id}', { id }, { select: ['appRoles'] }),
    graph.list(assignment, ASSIGNED_TO, { id }, { top: 999 }),
  ]);
  const roles = new Map<string, Role>(
    appRoles
      .filter((role) => !isTemplateRole(role.id))
      .map(({ id: roleId, value, displayName: name }) => [roleId, { value: value ?? roleId, name }]),
  );
  const byPrincipal = new Map<string, Role[]>();
  for (const { principalId, appRoleId } of assignments) {
    const role = roles.get(appRoleId) ?? { value: null, name: null };
    byPrincipal.set(principalId, [...(byPrincipal.get(principalId) ?? []), role]);
  }
  return (principalId) => byPrincipal.get(principalId) ?? [];
}
