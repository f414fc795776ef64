/** The watch over a finished onboarding: a workflow of its own, which outlives it. */
import { getExternalWorkflowHandle, sleep, startChild } from '@temporalio/workflow';
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { watchWorkflowId } from '../../onboarding/names.js';
import type { Agreed } from '../../onboarding/watch.js';
import type { watchSso } from '../watchSso.js';

/** Workflow ID: `watch/<customerId>`. An earlier onboarding's watch gives way to it. */
export async function startWatch(agreed: Agreed): Promise<void> {
  const { customerId, companyName } = agreed.request;
  const workflowId = watchWorkflowId(customerId);
  for (;;) {
    try {
      await startChild<typeof watchSso>('watchSso', {
        workflowId,
        args: [{ agreed }],
        parentClosePolicy: 'ABANDON',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        staticSummary: `Watch over the SSO of ${companyName}`,
      });
      return;
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      await getExternalWorkflowHandle(workflowId).cancel();
      await sleep('1 second');
    }
  }
}
