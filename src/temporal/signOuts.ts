/** Sign-outs of operators, kept where every web process can see them: in Temporal, which is all that they share. */
import type { Client } from '@temporalio/client';
import { signOutWorkflowId } from '../onboarding/names.js';
import { isMissing } from './grpc.js';
import { startWorkflow } from './workflows.js';

/** Somebody waits for a page. */
const ANSWER_WITHIN_MS = 5_000;
const MARGIN_SECONDS = 5 * 60;

/**
 * Needs no worker: that the workflow was started is enough.
 * @param seconds for how long the session would still be good
 */
export async function rememberSignOut(
  client: Client,
  taskQueue: string,
  session: { id: string; seconds: number },
): Promise<void> {
  const seconds = session.seconds + MARGIN_SECONDS;
  await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
    startWorkflow(client, 'rememberSignOut', {
      taskQueue,
      workflowId: signOutWorkflowId(session.id),
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowExecutionTimeout: (seconds + MARGIN_SECONDS) * 1000,
      args: [{ seconds }],
      staticSummary: 'An operator has signed out of the console',
    }),
  );
}

/** @throws when Temporal does not answer: nobody is let in then */
export async function hasSignedOut(client: Client, sessionId: string): Promise<boolean> {
  try {
    await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
      client.workflowService.describeWorkflowExecution({
        namespace: client.options.namespace,
        execution: { workflowId: signOutWorkflowId(sessionId) },
      }),
    );
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
