/**
 * A customer that is onboarded again within 30 days of its rollback or offboarding. Graph: the deleted application
 * keeps its unique name until it is purged, so no new one can be made. It is restored, and with it the id and the
 * certificates that the Hub may still know.
 */
import { activityInfo } from '@temporalio/activity';
import { z } from 'zod';
import type { GraphClient } from '../../graph/client.js';
import { GraphRequestError } from '../../graph/requestError.js';
import { application, type FoundApplication } from './applicationShapes.js';
import { BlockedError, NotYetVisibleError } from '../failures.js';
import { newProblem } from '../../onboarding/problems/catalogue.js';

const DELETED = '/directory/deletedItems';
const deletedItem = z.object({ id: z.guid(), appId: z.guid(), uniqueName: z.string().nullish() });
/** O11: without it the unique name may be null. */
const FIELDS = ['id', 'appId', 'uniqueName', 'deletedDateTime'];
/** Looks before an application that nobody can see is believed to stand in the way. */
const PATIENCE = 6;

export const uniqueNameIsTaken = (error: unknown) =>
  error instanceof GraphRequestError &&
  error.status === 400 &&
  /property uniqueName already exists/i.test(error.detail);

/** The id of the application with this unique name, if the list of what was deleted shows it. */
export async function findDeleted(graph: GraphClient, uniqueName: string): Promise<string | undefined> {
  const deleted = await graph.list(
    deletedItem,
    `${DELETED}/microsoft.graph.application`,
    {},
    { select: FIELDS },
  );
  return deleted.find((candidate) => candidate.uniqueName === uniqueName)?.id;
}

/**
 * The id.
 * @throws NotYetVisibleError while the list of what was deleted lags behind
 * @throws BlockedError when it never shows the application
 */
export async function deletedApplication(graph: GraphClient, uniqueName: string): Promise<string> {
  const found = await findDeleted(graph, uniqueName);
  if (found !== undefined) return found;
  if (activityInfo().attempt < PATIENCE) {
    throw new NotYetVisibleError('the application that has our name cannot be seen yet');
  }
  throw new BlockedError(newProblem('unique_name_taken', { details: [uniqueName] }));
}

/** The id, or undefined. Restoring an application leaves its service principal deleted. */
export async function deletedServicePrincipal(
  graph: GraphClient,
  appId: string,
): Promise<string | undefined> {
  const deleted = await graph.list(
    deletedItem,
    `${DELETED}/microsoft.graph.servicePrincipal`,
    {},
    {
      select: ['id', 'appId'],
    },
  );
  return deleted.find((candidate) => candidate.appId === appId)?.id;
}

/** O11: what the reply to the restoring leaves out is read. */
export async function restored(graph: GraphClient, id: string): Promise<FoundApplication> {
  await restore(graph, z.object({ id: z.guid() }), id);
  return graph.get(application, '/applications/{id}', { id });
}

/** The object that is back. */
export const restore = <T extends z.ZodType>(graph: GraphClient, schema: T, id: string) =>
  graph.post(schema, `${DELETED}/{id}/restore`, { id }, {});
