/** Asks a tenant's directory through a worker. */
import type { Client } from '@temporalio/client';
import { WorkflowFailedError } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import type {
  PreviewAnswer,
  PreviewQuestion,
  SearchAnswer,
  SearchQuestion,
} from '../onboarding/directory.js';

/** The directory gave no answer: no permission, no worker, or not in time. */
export class DirectoryError extends Error {}

export const searchDirectory = (client: Client, taskQueue: string, question: SearchQuestion) =>
  ask<SearchAnswer>(client, taskQueue, 'searchDirectory', question, '30 seconds');

export const previewAssignments = (client: Client, taskQueue: string, question: PreviewQuestion) =>
  ask<PreviewAnswer>(client, taskQueue, 'previewAssignments', question, '10 minutes');

async function ask<T>(
  client: Client,
  taskQueue: string,
  workflow: 'searchDirectory' | 'previewAssignments',
  question: SearchQuestion | PreviewQuestion,
  workflowExecutionTimeout: '30 seconds' | '10 minutes',
): Promise<T> {
  try {
    return (await client.workflow.execute(workflow, {
      taskQueue,
      workflowId: `directory/${question.customerId}/${randomUUID()}`,
      workflowExecutionTimeout,
      args: [question],
    })) as T;
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    throw new DirectoryError(error.cause?.message ?? error.message, { cause: error });
  }
}
