/**
 * Creation from Microsoft's template for applications that are not in its gallery. The call has no key: it makes another
 * application each time, and can answer 404 although it has made one. So a display name that carries the onboarding tells
 * whose it is, until the application has its unique name.
 */
import { activityInfo } from '@temporalio/activity';
import { z } from 'zod';
import { type GraphClient, odataString } from '../../graph/client.js';
import { temporaryName, temporaryNamesBegin } from '../../onboarding/names.js';
import {
  application,
  APPLICATION_BY_KEY,
  type FoundApplication,
  servicePrincipal,
} from './applicationShapes.js';
import type { Deps, Scope } from '../deps.js';
import { requireOwner } from './ownership.js';
import { deletedApplication, findDeleted, restored, uniqueNameIsTaken } from './restore.js';
import { findSettled } from './settle.js';

/** Both objects; the service principal as well, so that it need not be looked for. */
const instantiated = z.object({ application, servicePrincipal });

type Obtained = { app: FoundApplication; origin: 'found' | 'restored'; servicePrincipalId?: string };

/** An attempt before this one may have made something whose reply was lost. */
export const mayHaveWritten = (scope: Scope) => scope.retried || activityInfo().attempt > 1;

/** The application with its unique name; its other properties are still those of the template. */
export async function instantiateOrRestore(
  deps: Deps,
  templateId: string,
  scope: Scope,
  uniqueName: string,
): Promise<Obtained> {
  const graph = deps.graphFor(scope);
  const displayName = temporaryName(scope.customerId, scope.onboardingId);
  const earlier = await findSettled(async () => (await copiesOf(graph, scope))[0], {
    mayHaveWritten: mayHaveWritten(scope),
    settleMs: deps.settleMs,
  });
  if (earlier === undefined) {
    const deleted = await findDeleted(graph, uniqueName);
    if (deleted !== undefined) return { app: await restored(graph, deleted), origin: 'restored' };
  }
  const made =
    earlier === undefined
      ? await graph.post(
          instantiated,
          '/applicationTemplates/{templateId}/instantiate',
          { templateId },
          { displayName },
        )
      : { application: earlier };
  const { application: app } = made;
  await requireOwner(deps, scope, 'application', app.id);
  const obtained = await named(graph, app, uniqueName);
  const isNew = obtained.app.id === app.id && 'servicePrincipal' in made;
  return isNew ? { ...obtained, servicePrincipalId: made.servicePrincipal.id } : obtained;
}

/** Graph: written once, and immutable from then on. */
async function named(graph: GraphClient, app: FoundApplication, uniqueName: string): Promise<Obtained> {
  try {
    if (app.uniqueName !== uniqueName)
      await graph.patch('/applications/{id}', { id: app.id }, { uniqueName });
    return { app: { ...app, uniqueName }, origin: 'found' };
  } catch (error) {
    if (!uniqueNameIsTaken(error)) throw error;
    // Live or deleted, and not to be seen at first: the new one is not needed.
    const live = await graph.find(application, APPLICATION_BY_KEY, { uniqueName });
    if (live?.id === app.id) return { app: live, origin: 'found' };
    const deleted = live === undefined ? await deletedApplication(graph, uniqueName) : undefined;
    await graph.delete('/applications/{id}', { id: app.id });
    if (live !== undefined) return { app: live, origin: 'found' };
    return { app: await restored(graph, String(deleted)), origin: 'restored' };
  }
}

/**
 * What onboardings have made from the template and not finished, the oldest first: those of this onboarding, or of any
 * of the customer's. Lists lag: what is finished since may be among them.
 */
export async function copiesOf(
  graph: GraphClient,
  { customerId, onboardingId }: Pick<Scope, 'customerId' | 'onboardingId'>,
  madeBy: 'onboarding' | 'customer' = 'onboarding',
): Promise<FoundApplication[]> {
  const exact = temporaryName(customerId, onboardingId);
  const begin = temporaryNamesBegin(customerId);
  const filter =
    madeBy === 'customer'
      ? `startswith(displayName,${odataString(begin)})`
      : `displayName eq ${odataString(exact)}`;
  // Graph compares without regard to case.
  const isOurs = ({ displayName }: FoundApplication) =>
    madeBy === 'customer' ? displayName?.startsWith(begin) === true : displayName === exact;
  const found = (await graph.list(application, '/applications', {}, { filter })).filter(isOurs);
  const age = ({ createdDateTime, id }: FoundApplication) => `${createdDateTime ?? ''} ${id}`;
  return found.sort((a, b) => age(a).localeCompare(age(b)));
}

/** What lost replies have left beside the application. */
export async function removeCopies(graph: GraphClient, scope: Scope, keptId: string): Promise<void> {
  const copies = (await copiesOf(graph, scope)).filter(({ id }) => id !== keptId);
  for (const { id } of copies) await graph.delete('/applications/{id}', { id });
}
