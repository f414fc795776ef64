/** A sandbox whose clock is that of a server that skips time: its quotas fill up while a workflow sleeps. */
import type { Activities } from '../../src/activities/index.js';
import type { TestTemporal } from './temporal.js';

/** Nothing that is tested with this clock waits so long. */
const LEAP_MS = 365 * 86_400_000;

export class SkippedClock {
  private serverAhead = 0;
  private leapt = 0;
  readonly now = (): number => Date.now() + this.serverAhead - this.leapt;

  /** The same activities, each beginning at the server's time. */
  follow(temporal: TestTemporal, activities: Activities): Activities {
    const following = Object.entries(activities).map(([name, activity]) => [
      name,
      async (input: never) => {
        this.moveTo((await temporal.currentTimeMs()) - Date.now());
        return (activity as (input: never) => Promise<unknown>)(input);
      },
    ]);
    return Object.fromEntries(following) as Activities;
  }

  /**
   * The server keeps the timeouts of runs that were continued as new, ten years each, and may skip to one when nothing
   * else is left. Certificates would have expired.
   */
  private moveTo(ahead: number): void {
    if (ahead - this.serverAhead > LEAP_MS) this.leapt += ahead - this.serverAhead;
    this.serverAhead = ahead;
  }
}
