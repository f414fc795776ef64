/** Asks a tenant's directory through a worker. */
import type { Client } from '@temporalio/client';
import { WorkflowFailedError } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import type { PreviewQuestion, SearchQuestion } from '../onboarding/directory.js';
import { executeWorkflow } from './workflows.js';

/** The directory gave no answer: no permission, no worker, or not in time. */
export class DirectoryError extends Error {}

export const searchDirectory = (client: Client, taskQueue: string, question: SearchQuestion) =>
  answered(
    executeWorkflow(client, 'searchDirectory', {
      taskQueue,
      workflowId: workflowIdFor(question),
      workflowExecutionTimeout: '30 seconds',
      args: [question],
    }),
  );

export const previewAssignments = (client: Client, taskQueue: string, question: PreviewQuestion) =>
  answered(
    executeWorkflow(client, 'previewAssignments', {
      taskQueue,
      workflowId: workflowIdFor(question),
      workflowExecutionTimeout: '10 minutes',
      args: [question],
    }),
  );

const workflowIdFor = ({ customerId }: { customerId: string }) => `directory/${customerId}/${randomUUID()}`;

const answered = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((error: unknown) => {
    if (!(error instanceof WorkflowFailedError)) throw error;
    throw new DirectoryError(error.cause?.message ?? error.message, { cause: error });
  });
