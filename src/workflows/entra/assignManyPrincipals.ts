/**
 * Child of an onboarding: assigns a large choice page by page, at the pace that Graph's write quota allows. Waiting is
 * done here, by timers, and holds no worker.
 */
import {
  ApplicationFailure,
  continueAsNew,
  getExternalWorkflowHandle,
  proxyActivities,
  sleep,
} from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { Tally } from '../../onboarding/choice.js';
import { newProblem } from '../../onboarding/problems/catalogue.js';
import { BLOCKED } from '../../onboarding/progress.js';
import { IN_TENANT } from '../activityOptions.js';
import { assignmentProgress } from '../betweenWorkflows.js';
import { afterWrites, type Pace, pauseBefore, rested } from './writePace.js';

const { assignPage } = proxyActivities<Activities>(IN_TENANT);

const PAGE_SIZE = 200;
/** History: some 15 events per page, so a run stays far below Temporal's limits. */
const PAGES_PER_RUN = 25;
/** Before a page is tried again, growing with each try, where Graph does not say how long. */
const PAUSE_MS = 10_000;
/** With these pauses, half an hour, which is what every other activity has. */
const MOST_TRIES = 20;

type PageInput = Parameters<Activities['assignPage']>[0];

export type ManyAssignments = Omit<PageInput, 'from' | 'count' | 'tries' | 'last'> & {
  total: number;
  /** Where this run goes on. */
  from?: number;
  tries?: number;
  tally?: Tally;
  pace?: Pace;
};

/**
 * Workflow ID: that of the onboarding with `/assignments`. Goes past those that cannot be assigned.
 * @throws ApplicationFailure `Blocked` when Graph keeps failing to assign a page
 */
export async function assignManyPrincipals(input: ManyAssignments): Promise<Tally> {
  const { total, from: start = 0, tries: triedBefore = 0, tally: before, pace: earlier, ...scope } = input;
  const tally: Tally = before ?? { assigned: 0, unassigned: {} };
  let pace = earlier ?? rested(Date.now());
  let from = start;
  let tries = triedBefore;
  for (let page = 0; from < total; page += 1) {
    if (page === PAGES_PER_RUN) {
      return continueAsNew<typeof assignManyPrincipals>({ ...scope, total, from, tries, tally, pace });
    }
    const count = Math.min(PAGE_SIZE, total - from);
    const pause = pauseBefore(pace, Date.now(), count);
    if (pause > 0) await sleep(pause, { summary: "Graph's write quota" });
    const outcome = await assignPage.executeWithOptions(
      { summary: `${String(from + 1)} to ${String(from + count)} of ${String(total)}` },
      [{ ...scope, from, count, tries, last: tries + 1 === MOST_TRIES }],
    );
    pace = afterWrites(pace, Date.now(), outcome.writes, outcome.usedShare);
    if (outcome.again !== null) {
      tries += 1;
      if (tries === MOST_TRIES) throw blocked(outcome.again.last);
      await sleep(outcome.again.afterMs ?? PAUSE_MS * tries, { summary: 'the page is tried again' });
      continue;
    }
    tally.assigned += outcome.assigned;
    for (const { position, reason } of outcome.unassigned) (tally.unassigned[reason] ??= []).push(position);
    from += count;
    tries = 0;
    await getExternalWorkflowHandle(scope.choiceOf.workflowId).signal(assignmentProgress, tally);
  }
  return tally;
}

function blocked(last: string): ApplicationFailure {
  const problem = newProblem('kept_failing', { case: 'assigning', last });
  return ApplicationFailure.create({
    message: `${problem.code}: ${problem.reason}`,
    type: BLOCKED,
    nonRetryable: true,
    details: [problem],
  });
}
