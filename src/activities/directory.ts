/** Looking around in the tenant's directory, for the page on which users and groups are chosen. Changes nothing. */
import { z } from 'zod';
import type { FoundInDirectory, LineState } from '../onboarding/directory.js';
import type { Assignment } from '../onboarding/request.js';
import type { Deps, Scope } from './deps.js';
import { lookUp } from './principals.js';

const user = z.object({ id: z.guid(), displayName: z.string().nullish(), userPrincipalName: z.string() });
const group = z.object({ id: z.guid(), displayName: z.string().nullish() });
const assigned = z.object({ principalId: z.guid() });

export function directoryActivities(deps: Deps) {
  return {
    /** Users by name, address or principal name, and groups by name; at most `count` of each, and whether there are more. */
    async searchDirectory(
      input: Scope & { text: string; count: number },
    ): Promise<{ found: FoundInDirectory[]; more: boolean }> {
      const graph = deps.graphFor(input);
      const top = input.count + 1;
      const by = (field: string) => `"${field}:${input.text.replace(/["\\]/g, String.raw`\$&`)}"`;
      const [users, groups] = await Promise.all([
        graph.firstPage(
          user,
          '/users',
          {},
          {
            search: ['displayName', 'userPrincipalName', 'mail'].map(by).join(' OR '),
            select: ['id', 'displayName', 'userPrincipalName'],
            top,
          },
        ),
        graph.firstPage(
          group,
          '/groups',
          {},
          { search: by('displayName'), select: ['id', 'displayName'], top },
        ),
      ]);
      const found: FoundInDirectory[] = [
        ...users.slice(0, input.count).map(({ displayName, userPrincipalName: principal }) => ({
          type: 'user' as const,
          name: displayName ?? principal,
          principal,
          guest: principal.includes('#EXT#'),
        })),
        ...groups.slice(0, input.count).map(({ id, displayName }) => ({
          type: 'group' as const,
          name: displayName ?? id,
          // Names of groups are not unique.
          principal:
            groups.filter((other) => other.displayName === displayName).length > 1 ? id : (displayName ?? id),
          guest: false,
        })),
      ];
      return { found, more: users.length === top || groups.length === top };
    },

    /** What each line of a choice would lead to, in their order. */
    async previewAssignments(
      input: Scope & { assignments: Assignment[]; servicePrincipalId: string | null },
    ): Promise<{ states: LineState[] }> {
      const graph = deps.graphFor(input);
      const found = await lookUp(graph, input.assignments);
      const { servicePrincipalId: id } = input;
      const existing =
        id === null ? [] : await graph.list(assigned, '/servicePrincipals/{id}/appRoleAssignedTo', { id });
      const taken = new Set(existing.map(({ principalId }) => principalId));
      return {
        states: found.map((result) => {
          if ('problem' in result) return { state: result.kind, note: result.problem };
          return { state: taken.has(result.id) ? 'assigned' : 'found', note: result.name };
        }),
      };
    },
  };
}
