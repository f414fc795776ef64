/** Steps 4.1-4.5: who was chosen. Looked up by name, all of them before any is assigned. */
import { z } from 'zod';
import { classify } from '../../graph/classify.js';
import { sendBatch, type BatchItem } from '../../graph/batch.js';
import type { GraphClient } from '../../graph/client.js';
import { odataString } from '../../graph/client.js';
import { GraphRequestError } from '../../graph/requestError.js';
import { filled } from '../../onboarding/blanks.js';
import type { Assignment } from '../../onboarding/choice.js';
import { PRINCIPAL_PROBLEMS } from '../../onboarding/directory.js';
import type { Deps, Scope } from '../deps.js';
import { BlockedError } from '../failures.js';
import { newProblem } from '../../onboarding/problems/catalogue.js';
import { DETAILS } from '../../onboarding/problems/details.js';

export type ChosenPrincipal = {
  /** As it was chosen. */
  principal: string;
  principalId: string;
  type: 'user' | 'group';
  role: string | null;
  /** Why the assignment alone may not let anybody in. */
  warning?: string;
};

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const user = z.object({
  id: z.guid(),
  userPrincipalName: z.string(),
  displayName: z.string().nullish(),
  /** Unconfirmed: whether User.ReadBasic.All shows it. */
  userType: z.string().nullish(),
});
const group = z.object({ id: z.guid(), displayName: z.string().nullish() });
const users = z.object({ value: z.array(user) });
const groups = z.object({ value: z.array(group) });

/** What a look-up found: exactly one id, or what is wrong, in a word and in a sentence. */
export type Found =
  | { id: string; name: string; warning?: string }
  | { problem: string; kind: 'unknown' | 'ambiguous' | 'guest' };

export function principalActivities(deps: Deps) {
  return {
    /**
     * Finds the id of every principal. Blocks, naming each one that is unknown, ambiguous or a guest, so that the
     * whole choice can be corrected at once.
     */
    async lookUpPrincipals(
      input: Scope & { assignments: Assignment[] },
    ): Promise<{ principals: ChosenPrincipal[] }> {
      const graph = deps.graphFor(input);
      const found = await withGroupWarnings(graph, input.assignments, await lookUp(graph, input.assignments));
      const problems = input.assignments.flatMap((assignment, i) => {
        const result = found[i];
        return result !== undefined && 'problem' in result
          ? [filled(DETAILS[assignment.type], { principal: assignment.principal, problem: result.problem })]
          : [];
      });
      if (problems.length > 0) {
        throw new BlockedError(
          newProblem('principals_not_found', {
            bad: String(problems.length),
            all: String(input.assignments.length),
            details: problems,
          }),
        );
      }
      return {
        principals: input.assignments.flatMap((assignment, i) => {
          const result = found[i];
          return result !== undefined && 'id' in result
            ? [
                {
                  principal: assignment.principal,
                  principalId: result.id,
                  type: assignment.type,
                  role: assignment.role ?? null,
                  ...(result.warning === undefined ? {} : { warning: result.warning }),
                },
              ]
            : [];
        }),
      };
    },
  };
}

/** One result per assignment. @throws GraphRequestError when Graph did not answer for one of them */
export async function lookUp(graph: GraphClient, assignments: readonly Assignment[]): Promise<Found[]> {
  const direct = await sendBatch(graph, assignments.map(firstLookUp));
  const found: (Found | undefined)[] = direct.map((reply, i) => interpret(assignments[i], reply));
  // A user that is not known by that principal name may be known by that e-mail address.
  const byMail = assignments.flatMap((assignment, i) =>
    found[i] === undefined ? [{ i, item: lookUpByMail(assignment.principal) }] : [],
  );
  const replies = await sendBatch(
    graph,
    byMail.map(({ item }) => item),
  );
  for (const [n, { i }] of byMail.entries()) found[i] = interpretByMail(replies[n]);
  return found.map((result) => result ?? UNKNOWN);
}

/** Of one name, which does not hold up the others; it says nothing about who there is. */
const REFUSED = { problem: PRINCIPAL_PROBLEMS.refused, kind: 'unknown' } as const;
const UNKNOWN = { problem: PRINCIPAL_PROBLEMS.unknown, kind: 'unknown' } as const;
const UNFINDABLE = { problem: PRINCIPAL_PROBLEMS.unfindable, kind: 'unknown' } as const;

const USER_FIELDS = '$select=id,userPrincipalName,displayName,userType';

function firstLookUp({ type, principal }: Assignment): BatchItem {
  const name = encodeURIComponent(principal);
  if (type === 'user') {
    // O9: Graph refuses a name that begins with $ in any other form.
    const quoted = encodeURIComponent(principal.replaceAll("'", "''"));
    return { method: 'GET', url: `/users('${quoted}')?${USER_FIELDS}`, template: "/users('{id}')" };
  }
  if (GUID.test(principal)) {
    return { method: 'GET', url: `/groups/${name}?$select=id,displayName`, template: '/groups/{id}' };
  }
  const filter = encodeURIComponent(`displayName eq ${odataString(principal)}`);
  return {
    method: 'GET',
    url: `/groups?$filter=${filter}&$select=id,displayName`,
    template: '/groups?$filter',
  };
}

function lookUpByMail(mail: string): BatchItem {
  const filter = encodeURIComponent(`mail eq ${odataString(mail)}`);
  return { method: 'GET', url: `/users?$filter=${filter}&${USER_FIELDS}`, template: '/users?$filter' };
}

/** Undefined for a user to be looked for by e-mail address next. */
function interpret(assignment: Assignment | undefined, reply: unknown): Found | undefined {
  if (reply instanceof GraphRequestError && reply.status === 404) {
    return assignment?.type === 'user' && assignment.principal.includes('@') ? undefined : UNKNOWN;
  }
  if (reply instanceof GraphRequestError && reply.status === 400 && classify(reply).kind === 'blocked') {
    return REFUSED;
  }
  const body = unwrap(reply);
  if (assignment?.type === 'user') return oneUser({ value: [body] });
  if (assignment !== undefined && GUID.test(assignment.principal)) return named(group.parse(body));
  const [first, ...more] = groups.parse(body).value;
  if (first === undefined) return UNKNOWN;
  if (more.length === 0) return named(first);
  const ids = [first, ...more].map(({ id }) => id).join(', ');
  const problem = filled(PRINCIPAL_PROBLEMS.manyGroups, { count: String(more.length + 1), ids });
  return { problem, kind: 'ambiguous' };
}

/**
 * Whether User.ReadBasic.All finds users by address is known of nobody (Q3). Who may look a user up by name, and then is
 * refused, has been told so.
 */
function interpretByMail(reply: unknown): Found {
  if (reply instanceof GraphRequestError && reply.status === 403) return UNFINDABLE;
  return oneUser(unwrap(reply));
}

function oneUser(reply: unknown): Found {
  const [first, ...more] = users.parse(reply).value;
  if (first === undefined) return UNKNOWN;
  if (more.length > 0) {
    const problem = filled(PRINCIPAL_PROBLEMS.manyUsers, { count: String(more.length + 1) });
    return { problem, kind: 'ambiguous' };
  }
  // The principal name of whoever comes from another organisation carries #EXT#.
  if (first.userPrincipalName.includes('#EXT#')) {
    if (first.userType === 'Guest') return GUEST;
    // Unconfirmed: that User.ReadBasic.All always shows the type.
    return {
      ...named(first),
      warning: first.userType === 'Member' ? PRINCIPAL_PROBLEMS.externalMember : PRINCIPAL_PROBLEMS.external,
    };
  }
  return named(first);
}

const GUEST = { problem: PRINCIPAL_PROBLEMS.guest, kind: 'guest' } as const;

const members = z.object({
  value: z.array(z.object({ '@odata.type': z.string().optional() })),
  '@odata.nextLink': z.string().optional(),
});

/** How many users are direct members, and whether there are more than one page shows; an error where Graph did not say. */
type DirectUsers = { count: number; more: boolean } | GraphRequestError;

export async function directUsersOf(graph: GraphClient, groupIds: readonly string[]): Promise<DirectUsers[]> {
  const replies = await sendBatch(
    graph,
    groupIds.map((id) => ({
      method: 'GET' as const,
      url: `/groups/${id}/members?$select=id&$top=100`,
      template: '/groups/{id}/members',
    })),
  );
  return replies.map((reply) => {
    if (reply instanceof GraphRequestError) return reply;
    const { value, '@odata.nextLink': next } = members.parse(reply);
    const users = value.filter((member) => member['@odata.type'] === '#microsoft.graph.user');
    return { count: users.length, more: next !== undefined };
  });
}

/** Adds to each group what says that nobody can sign in through it. A group that cannot be looked into has no warning. */
export async function withGroupWarnings(
  graph: GraphClient,
  assignments: readonly Assignment[],
  found: readonly Found[],
): Promise<Found[]> {
  const looked = found.flatMap((result, i) =>
    assignments[i]?.type === 'group' && 'id' in result ? [{ i, id: result.id }] : [],
  );
  const direct = await directUsersOf(
    graph,
    looked.map(({ id }) => id),
  );
  const empty = new Set(
    looked.flatMap(({ i }, n) => {
      const users = direct[n];
      if (users instanceof GraphRequestError && classify(users).kind === 'transient') throw users;
      if (users === undefined || users instanceof GraphRequestError) return [];
      return users.count === 0 && !users.more ? [i] : [];
    }),
  );
  return found.map((result, i) =>
    'id' in result && empty.has(i) ? { ...result, warning: PRINCIPAL_PROBLEMS.emptyGroup } : result,
  );
}

const named = ({ id, displayName }: { id: string; displayName?: string | null | undefined }) => ({
  id,
  name: displayName ?? id,
});

/** The body of an item, or its error thrown: the whole look-up is repeated then. */
function unwrap(reply: unknown): unknown {
  if (reply instanceof GraphRequestError) throw reply;
  return reply;
}
