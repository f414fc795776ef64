/** Everything workflows can call, with the clients it needs. */
import { capabilitiesActivities } from './capabilities.js';
import type { Deps } from './deps.js';
import { entraActivities, graphFailure } from './entra/index.js';
import { eventActivities } from './events.js';
import { withFailures } from './failures.js';
import { notifyActivities } from './notify.js';
import { probeActivities } from './probe.js';

/** Each activity reads, compares and writes only the difference, so that it may run any number of times. */
export function createActivities(deps: Deps) {
  const activities = {
    ...capabilitiesActivities(deps),
    ...entraActivities(deps),
    ...probeActivities(deps),
    ...notifyActivities(deps),
    ...eventActivities(deps),
  };
  return withFailures(activities, graphFailure);
}

export type Activities = ReturnType<typeof createActivities>;
