/** Waits by looking again and again; the time limit of the test ends a wait in vain. */
import type { WorkflowHandle } from '@temporalio/client';
import { setTimeout as pause } from 'node:timers/promises';

const SHORTEST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 250;

/** The first look that is as wanted. Who has waited long looks less often: each look costs the machine some work. */
export async function until<T>(look: () => T | Promise<T>, wanted: (found: T) => boolean): Promise<T> {
  const begun = performance.now();
  for (;;) {
    const found = await look();
    if (wanted(found)) return found;
    const waited = performance.now() - begun;
    await pause(Math.min(Math.max(SHORTEST_PAUSE_MS, waited / 8), LONGEST_PAUSE_MS));
  }
}

/** A workflow's progress, once it is as wanted. Time does not skip while nobody waits for a result. */
export const untilProgress = <P>(handle: WorkflowHandle, wanted: (progress: P) => boolean): Promise<P> =>
  until(() => handle.query<P>('progress'), wanted);
