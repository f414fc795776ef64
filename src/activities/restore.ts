/**
 * A customer that is onboarded again within 30 days of its rollback or offboarding. Graph: the deleted application
 * keeps its unique name until it is purged, so no new one can be made. It is restored, and with it the id and the
 * certificates that the Hub may still know.
 */
import { z } from 'zod';
import type { GraphClient } from '../graph/client.js';
import { GraphRequestError } from '../graph/requestError.js';
import { NotYetVisibleError } from './failures.js';

const DELETED = '/directory/deletedItems';
const deletedItem = z.object({ id: z.guid(), appId: z.guid(), uniqueName: z.string().nullish() });

export const uniqueNameIsTaken = (error: unknown) =>
  error instanceof GraphRequestError &&
  error.status === 400 &&
  /property uniqueName already exists/i.test(error.detail);

/** The id. @throws NotYetVisibleError while the list of what was deleted lags behind */
export async function deletedApplication(graph: GraphClient, uniqueName: string): Promise<string> {
  const deleted = await graph.list(deletedItem, `${DELETED}/microsoft.graph.application`, {});
  const found = deleted.find((candidate) => candidate.uniqueName === uniqueName);
  if (found !== undefined) return found.id;
  throw new NotYetVisibleError('the application that has our name cannot be seen yet');
}

/** The id, or undefined. Restoring an application leaves its service principal deleted. */
export async function deletedServicePrincipal(
  graph: GraphClient,
  appId: string,
): Promise<string | undefined> {
  const deleted = await graph.list(deletedItem, `${DELETED}/microsoft.graph.servicePrincipal`, {});
  return deleted.find((candidate) => candidate.appId === appId)?.id;
}

/** The object that is back. */
export const restore = <T extends z.ZodType>(graph: GraphClient, schema: T, id: string) =>
  graph.post(schema, `${DELETED}/{id}/restore`, { id }, {});
