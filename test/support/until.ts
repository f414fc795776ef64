/** Waits by looking again and again; the time limit of the test ends a wait in vain. */
import type { WorkflowHandle } from '@temporalio/client';
import { setTimeout as pause } from 'node:timers/promises';

/** The first look that is as wanted. */
export async function until<T>(
  look: () => T | Promise<T>,
  wanted: (found: T) => boolean,
  everyMs = 20,
): Promise<T> {
  for (;;) {
    const found = await look();
    if (wanted(found)) return found;
    await pause(everyMs);
  }
}

/** A workflow's progress, once it is as wanted. Time does not skip while nobody waits for a result. */
export const untilProgress = <P>(handle: WorkflowHandle, wanted: (progress: P) => boolean): Promise<P> =>
  until(() => handle.query<P>('progress'), wanted);
