/** Step 4.6 for a large choice: a child assigns it, and asks for it page by page; its progress shows as a count. */
import { defineQuery, executeChild, setHandler, workflowInfo } from '@temporalio/workflow';
import { z } from 'zod';
import {
  type Assignment,
  countUnassigned,
  listUnassigned,
  type Tally,
  tallySchema,
} from '../../onboarding/choice.js';
import type { InternalQueries } from '../../onboarding/contract.js';
import type { ManyAssigned, StepProgress } from '../../onboarding/progress.js';
import { assignmentProgress } from '../betweenWorkflows.js';
import { answering } from '../queries.js';
import { assignManyPrincipals, type ManyAssignments } from './assignManyPrincipals.js';

type Chosen = InternalQueries['chosen'];
const chosenQuery = defineQuery<ReturnType<Chosen>, Parameters<Chosen>, keyof InternalQueries>('chosen');

/** More than these are counted, and told by the query `unassigned`. */
const EXAMPLES = 50;

export async function assignLargeChoice(
  choice: readonly Assignment[],
  step: StepProgress,
  target: Omit<ManyAssignments, 'total' | 'choiceOf'>,
  publish: () => void,
): Promise<ManyAssigned> {
  let tally: Tally = { assigned: 0, unassigned: {} };
  const total = choice.length;
  const told = (latest: Tally) => {
    tally = latest;
    const not = countUnassigned(tally);
    step.note = `${String(tally.assigned)} of ${String(total)} assigned${not === 0 ? '' : `, ${String(not)} cannot be`}`;
    publish();
  };
  setHandler(chosenQuery, (from, count) => choice.slice(from, from + count), {
    description: 'The choice from a position on',
  });
  answering<'onboarding'>()('unassigned', 'Everyone that could not be assigned, and why', () =>
    listUnassigned(choice, tally),
  );
  setHandler(assignmentProgress, (raw) => {
    // Anybody may send it, and its next one tells as much.
    const { success, data } = z.safeParse(tallySchema, raw);
    if (success) told(data);
  });
  const { workflowId, runId } = workflowInfo();
  const args: [ManyAssignments] = [{ ...target, total, choiceOf: { workflowId, runId } }];
  told(await executeChild(assignManyPrincipals, { workflowId: `${workflowId}/assignments`, args }));
  return {
    assigned: tally.assigned,
    unassigned: countUnassigned(tally),
    examples: listUnassigned(choice, tally).slice(0, EXAMPLES),
  };
}
