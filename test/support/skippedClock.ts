/** A sandbox whose clock is that of a server that skips time: its quotas fill up while a workflow sleeps. */
import type { Activities } from '../../src/activities/index.js';
import type { TestTemporal } from './temporal.js';

export class SkippedClock {
  private ahead = 0;
  readonly now = (): number => Date.now() + this.ahead;

  /** The same activities, each beginning at the server's time. */
  follow(temporal: TestTemporal, activities: Activities): Activities {
    const following = Object.entries(activities).map(([name, activity]) => [
      name,
      async (input: never) => {
        this.ahead = (await temporal.currentTimeMs()) - Date.now();
        return (activity as (input: never) => Promise<unknown>)(input);
      },
    ]);
    return Object.fromEntries(following) as Activities;
  }
}
