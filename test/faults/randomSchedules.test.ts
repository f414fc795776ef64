/**
 * Random schedules: whatever faults strike, whatever people send and when, wherever the worker stops or the
 * onboarding is cancelled, it ends as agreed or removes exactly what it made, and it always says what it waits for.
 * FC_RUNS says how many, and FC_SEED which: other ones in each run. What fails prints its FC_SEED and FC_PATH, with which it is run again, and
 * reduced to what makes it fail.
 */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { WorkflowNotFoundError } from '@temporalio/client';
import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { FAULTS } from './faults.js';
import { leftovers } from './leftovers.js';
import { type Act, type Schedule, schedules } from './schedules.js';
import { isAskedToStop, type Live } from './run.js';
import { type Outcome, Stage } from './stage.js';
import { contosoConsents, STORIES } from './stories.js';
import { seed } from '../support/seed.js';
import { Table } from './table.js';

const SEED = seed();
const PATH = process.env['FC_PATH'];
const RUNS = Number(process.env['FC_RUNS'] ?? 20);
/** For what comes before the first run, and for each run on a busy machine. */
const PATIENCE_MS = 120_000;
const RUN_MS = 5_000;
/** Onboardings that run at the same time. */
const LANES = PATH === undefined ? Math.min(RUNS, Number(process.env['FAULT_LANES'] ?? 4)) : 1;

let stage: Stage;
let agreed: Outcome;
const table = new Table();
beforeAll(async () => {
  stage = await Stage.open(LANES);
  agreed = await stage.play(STORIES.onboarding);
});
afterAll(async () => {
  await stage.close();
  table.print(`Random schedules from seed ${String(SEED)}`);
  table.write('random-schedules.json');
});

async function perform(act: Act, live: Live): Promise<void> {
  const { handle, workerStops } = live;
  try {
    if (act.kind === 'workerStops') workerStops(act.when);
    else if (act.kind === 'cancel') await handle.cancel();
    else for (let n = 0; n < act.times; n += 1) await handle.signal(act.signal, act.input);
    if (isCancel(act)) await untilAskedToStop(live);
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error; // it is over
  }
}

const isCancel = (act: Act) =>
  act.kind === 'cancel' || (act.kind === 'signal' && act.signal === 'cancelOnboarding');

/** The test server never recovers where the cancelling of an activity crosses its result. */
async function untilAskedToStop({ handle, activity }: Live): Promise<void> {
  for (let polls = 0; polls < 50 && !(await isAskedToStop(handle, activity.id)); polls += 1) await sleep(10);
}

/** A run that is over before its text is leaves the clock of the test server locked: it is cancelled after it. */
const postponed = (act: Act, { activity }: Live) => activity.name === 'sendText' && isCancel(act);

function play({ faults, acts }: Schedule): Promise<Outcome> {
  const toDo = [...acts];
  return stage.play(STORIES.onboarding, {
    prepare: ({ sandbox }) => {
      for (const { fault, request, ...which } of faults) {
        const { effect } = FAULTS.find(({ name }) => name === fault)!;
        sandbox.faults.add({ ...request, ...which, effect });
      }
    },
    mend: contosoConsents,
    atAttempt: async (n, live) => {
      const due = toDo.filter(({ at, act }) => at <= n && !postponed(act, live));
      for (const next of due) {
        toDo.splice(toDo.indexOf(next), 1);
        await perform(next.act, live);
      }
    },
  });
}

/** Prints what fails as soon as it does: the other lanes may go on for long. */
async function runLane(lane: number): Promise<string[]> {
  const property = fc.asyncProperty(schedules, async (schedule) => {
    const outcome = await play(schedule);
    const complaints = leftovers(outcome, agreed);
    table.add(outcome.status, { passed: complaints.length === 0, ...outcome });
    expect(complaints).toEqual([]);
  });
  const seed = SEED + lane;
  const which =
    PATH === undefined
      ? { numRuns: Math.ceil(RUNS / LANES), endOnFailure: true }
      : { numRuns: 1, path: PATH };
  const found = await fc.check(property, { seed, ...which });
  if (!found.failed) return [];
  const failure = [
    `Run it again, and reduce it: FC_SEED=${String(seed)} FC_PATH=${found.counterexamplePath ?? ''}`,
    JSON.stringify(found.counterexample),
    String(found.errorInstance),
  ].join('\n');
  process.stdout.write(`\n${failure}\n`);
  return [failure];
}

it(
  'any schedule ends as agreed or with nothing left behind',
  async () => {
    const failures = await Promise.all(Array.from({ length: LANES }, (_, lane) => runLane(lane)));
    expect(failures.flat()).toEqual([]);
  },
  PATIENCE_MS + RUNS * RUN_MS,
);
