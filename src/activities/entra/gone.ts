/** Removal, until it is seen to be done: what is said to be gone may only be unknown to that replica, and to the next one. */
import { z } from 'zod';
import type { GraphClient } from '../../graph/client.js';
import { NotYetVisibleError } from '../failures.js';
import { findSettled } from './settle.js';

const NOT_GONE = 'what was to be removed is still to be seen';

export async function remove(graph: GraphClient, path: string, id: string, settleMs: number): Promise<void> {
  if (await graph.delete(path, { id })) return;
  await confirmGone(settleMs, () => graph.find(z.looseObject({}), path, { id }));
}

export async function confirmGone(settleMs: number, find: () => Promise<object | undefined>): Promise<void> {
  const found = await findSettled(find, { mayHaveWritten: true, settleMs });
  if (found !== undefined) throw new NotYetVisibleError(NOT_GONE);
}
