/**
 * Where one onboarding at a time runs: a time-skipping server, a worker and a sandbox of its own. Whatever else runs,
 * it alone moves its clock, so that it goes the same way when it is run again.
 */
import { activityInfo } from '@temporalio/activity';
import { connectDeps } from '../../src/activities/connect.js';
import type { Deps } from '../../src/activities/deps.js';
import { type Activities, createActivities } from '../../src/activities/index.js';
import { type Rules, rulesSchema } from '../../sandbox/rules.js';
import type { MadeRequest } from '../../sandbox/requests.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { type TestTemporal, timeSkippingServer } from '../support/temporal.js';
import { REMEDIES } from './remedies.js';
import type { Run } from './run.js';

export type Lane = {
  temporal: TestTemporal;
  world: TestSandbox;
  requests: MadeRequest[];
  deps: Deps;
  /** By the code of a problem. */
  remedies: typeof REMEDIES;
  /** The onboarding whose activities the worker does. */
  run: Run | undefined;
  close: () => Promise<void>;
};

/**
 * Switches of the sandbox to run with otherwise than by default, as JSON:
 * `FAULTS_RULES='{"redirectUrisResetIndexes":false}'`.
 */
const rules = rulesSchema.partial().parse(JSON.parse(process.env['FAULTS_RULES'] ?? '{}'));

/** A reply that never comes is waited for so long. */
const REQUEST_TIMEOUT_MS = 1_000;

const definedOnly = (some: { [K in keyof Rules]?: Rules[K] | undefined }): Partial<Rules> =>
  Object.fromEntries(Object.entries(some).filter(([, value]) => value !== undefined));

export async function openLane(): Promise<Lane> {
  const requests: MadeRequest[] = [];
  const [temporal, world] = await Promise.all([
    timeSkippingServer({ always: true }),
    startTestSandbox({ requests, rules: definedOnly(rules) }),
  ]);
  const deps = connectDeps({ ...world.settings, requestTimeoutMs: REQUEST_TIMEOUT_MS });
  // By default nothing blocks but what a fault has broken.
  const remedies = Object.keys(rules).length === 0 ? {} : REMEDIES;
  const lane: Lane = { temporal, world, requests, deps, remedies, run: undefined, close };
  const stop = await temporal.startWorker(performedBy(lane, createActivities(deps)));
  async function close() {
    await stop();
    await Promise.all([world.stop(), temporal.stop()]);
  }
  return lane;
}

/** Those of the onboarding that runs now; one that is over may still have had something at work. */
function performedBy(lane: Lane, activities: Activities): Activities {
  const performed = Object.entries(activities).map(([name, activity]) => [
    name,
    (input: unknown) => {
      const { run } = lane;
      const { workflowExecution } = activityInfo();
      if (run?.handle.workflowId !== workflowExecution?.workflowId) throw new Error('its run is over');
      return run!.perform(name, activity as (input: unknown) => Promise<unknown>, input);
    },
  ]);
  return Object.fromEntries(performed) as Activities;
}
