/** Step 4.6: app role assignments, made in batches, or, in the minimal profile, checked. */
import { z } from 'zod';
import { BATCH_SIZE, type BatchItem, sendBatch } from '../../graph/batch.js';
import { classify } from '../../graph/classify.js';
import type { GraphClient } from '../../graph/client.js';
import { GraphRequestError } from '../../graph/requestError.js';
import type { Assigned } from '../../onboarding/progress.js';
import { assignmentKeyOf, defaultAccessOf } from './defaultAccess.js';
import type { Deps, Scope } from '../deps.js';
import { NotYetVisibleError, stillAtWork } from '../failures.js';
import type { ChosenPrincipal } from './principals.js';

export const ASSIGNED_TO = '/servicePrincipals/{id}/appRoleAssignedTo';
export const assignment = z.object({ id: z.string(), principalId: z.guid(), appRoleId: z.guid() });

type Wanted = Pick<ChosenPrincipal, 'principalId' | 'role'>;
type Assignments<P extends Wanted> = Scope & {
  servicePrincipalId: string;
  principals: P[];
  roleIds: Record<string, string>;
};
type Input = Assignments<ChosenPrincipal>;

/** Everything that is assigned, as keys. */
export async function existingAssignments(graph: GraphClient, id: string): Promise<Set<string>> {
  const existing = await graph.list(assignment, ASSIGNED_TO, { id }, { top: 999 });
  return new Set(existing.map(({ principalId, appRoleId }) => assignmentKeyOf(principalId, appRoleId)));
}

/** The principals that do not have their role yet. */
async function missingAssignments<P extends Wanted>(graph: GraphClient, input: Assignments<P>): Promise<P[]> {
  const there = await existingAssignments(graph, input.servicePrincipalId);
  return input.principals.filter(
    (principal) => !there.has(assignmentKeyOf(principal.principalId, roleIdOf(principal, input.roleIds))),
  );
}

export function roleIdOf(principal: { role: string | null }, roleIds: Record<string, string>): string {
  if (principal.role === null) return defaultAccessOf(roleIds);
  const id = roleIds[principal.role];
  if (id === undefined) throw new TypeError('the role was validated against the request, yet has no id');
  return id;
}

/** The write that assigns one principal, as an item of a batch. */
export const assignmentItem = (
  resourceId: string,
  { principalId, appRoleId }: { principalId: string; appRoleId: string },
): BatchItem => ({
  method: 'POST',
  url: `/servicePrincipals/${resourceId}/appRoleAssignedTo`,
  template: ASSIGNED_TO,
  body: { principalId, resourceId, appRoleId },
});

const outcome = ({ principals }: Input): Assigned[] =>
  principals.map(({ principal, principalId, type, role, warning }) => ({
    ...{ principal, principalId, type, role },
    ...(warning === undefined ? {} : { warning }),
  }));

/** O7: a duplicate assignment is 400 or 409, in words of its own or with a code that other duplicates have too. */
export const alreadyThere = (error: GraphRequestError) =>
  (error.status === 400 || error.status === 409) &&
  (error.code === 'Request_MultipleObjectsWithSameKeyValue' ||
    /Permission being assigned already exists|EntitlementGrant entry already exists/i.test(error.detail));

export function assignmentActivities(deps: Deps) {
  return {
    /**
     * Assigns whoever is not assigned yet. Groups go first: if the tenant may not assign groups, that is known
     * before any user is assigned.
     */
    async assignPrincipals(input: Input): Promise<{ assigned: Assigned[] }> {
      const graph = deps.graphFor(input);
      const missing = await missingAssignments(graph, input);
      // Never in one batch: its items are answered each for itself.
      const groups = missing.filter(({ type }) => type === 'group');
      const users = missing.filter(({ type }) => type === 'user');
      for (const batch of [...inBatches(groups), ...inBatches(users)]) {
        stillAtWork();
        const items = batch.map(({ principalId, role }) =>
          assignmentItem(input.servicePrincipalId, {
            principalId,
            appRoleId: roleIdOf({ role }, input.roleIds),
          }),
        );
        const errors = (await sendBatch(graph, items)).filter((reply) => reply instanceof GraphRequestError);
        const error = worst(errors.filter((candidate) => !alreadyThere(candidate)));
        if (error !== undefined) throw error;
      }
      if (missing.length > 0) await confirmAssigned(graph, input);
      return { assigned: outcome(input) };
    },

    /** For the minimal profile: how many of the chosen principals the customer has yet to assign. */
    async checkAssignments(input: Assignments<Wanted>): Promise<{ missing: number }> {
      const missing = await missingAssignments(deps.graphFor(input), input);
      return { missing: missing.length };
    },
  };
}

/** The list lags behind: complete only when every assignment is to be seen. */
async function confirmAssigned(graph: GraphClient, input: Input): Promise<void> {
  const missing = await missingAssignments(graph, input);
  if (missing.length === 0) return;
  throw new NotYetVisibleError(`${String(missing.length)} assignments are not to be seen yet`);
}

function inBatches<T>(items: readonly T[]): T[][] {
  const count = Math.ceil(items.length / BATCH_SIZE);
  return Array.from({ length: count }, (_, i) => items.slice(i * BATCH_SIZE, (i + 1) * BATCH_SIZE));
}

/** The longest pause asked for decides; a refusal counts before anything that passes by itself. */
function worst(errors: readonly GraphRequestError[]): GraphRequestError | undefined {
  const refused = errors.find((error) => classify(error).kind === 'blocked');
  return refused ?? [...errors].sort((a, b) => (b.retryAfterMs ?? 0) - (a.retryAfterMs ?? 0))[0];
}
