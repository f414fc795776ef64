/** The watch over a finished onboarding: a workflow of its own, which outlives it. */
import { getExternalWorkflowHandle, isCancellation, log, sleep, startChild } from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { watchWorkflowId } from '../../onboarding/names.js';
import type { Agreed } from '../../onboarding/watch.js';
import { ProblemError } from '../problems.js';
import type { watchSso } from '../watchSso.js';
import { newProblem } from '../../onboarding/problems/catalogue.js';

/** Between tries, growing. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** An earlier watch has so long to bring to an end what it has at work, before somebody is asked. */
const ENDS_WITHIN_MS = 10 * 60_000;

/**
 * Workflow ID: `watch/<customerId>`. An earlier onboarding's watch gives way to it.
 * @throws ProblemError when that does not end
 */
export async function startWatch(agreed: Agreed): Promise<void> {
  const workflowId = watchWorkflowId(agreed.request.customerId);
  if (await started(agreed, workflowId)) return;
  await endEarlier(workflowId);
  const giveUpAt = Date.now() + ENDS_WITHIN_MS;
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    await sleep(pause);
    if (await started(agreed, workflowId)) return;
    if (Date.now() >= giveUpAt) throw doesNotEnd(workflowId);
  }
}

/** False while there is another one. */
async function started(agreed: Agreed, workflowId: string): Promise<boolean> {
  try {
    await startChild<typeof watchSso>('watchSso', {
      workflowId,
      args: [{ agreed }],
      parentClosePolicy: 'ABANDON',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      staticSummary: `Watch over the SSO of ${agreed.request.companyName}`,
    });
    return true;
  } catch (error) {
    if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
    throw error;
  }
}

async function endEarlier(workflowId: string): Promise<void> {
  try {
    await getExternalWorkflowHandle(workflowId).cancel();
  } catch (error) {
    if (isCancellation(error)) throw error;
    log.info('the earlier watch has ended by itself', { error });
  }
}

const doesNotEnd = (workflowId: string) => new ProblemError(newProblem('watch_does_not_end', { workflowId }));
