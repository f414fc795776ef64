/**
 * Nowhere on the page: sign-in ends with the certificate, or when somebody edits the application. A workflow of its own,
 * which outlives the onboarding, watches over it.
 */
import { getExternalWorkflowHandle, isCancellation, log, sleep, startChild } from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { WORKFLOW_OF, type Workflows } from '../../../onboarding/contract.js';
import { watchWorkflowId } from '../../../onboarding/names.js';
import { newProblem } from '../../../onboarding/problems/catalogue.js';
import type { Agreed } from '../../../onboarding/watch.js';
import { LeftOut } from '../../run/attempts.js';
import { ProblemError } from '../../run/problems.js';
import type { OnboardingRun } from '../run.js';

export const watch = (run: OnboardingRun, agreed: Agreed) =>
  run.skippableStep('watch', async () => {
    if (run.request.watch === undefined) throw new LeftOut('the request does not ask for it');
    // Somebody may have said STOP since.
    const { optedOut, optChangedAt } = run.progress;
    await startWatch({ ...agreed, optedOut, ...(optChangedAt === undefined ? {} : { optChangedAt }) });
  });

/** Between tries, growing. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** An earlier watch has so long to bring to an end what it has at work, before somebody is asked. */
const ENDS_WITHIN_MS = 10 * 60_000;

/**
 * Workflow ID: `watch/<customerId>`. An earlier onboarding's watch gives way to it.
 * @throws ProblemError when that does not end
 */
async function startWatch(agreed: Agreed): Promise<void> {
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
    await startChild<Workflows['watchSso']>(WORKFLOW_OF.watch, {
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
