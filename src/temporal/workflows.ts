/** Starts workflows by their contract: a name, its arguments and its result belong together. */
import type { Client, WorkflowStartOptions } from '@temporalio/client';
import type { Workflows } from '../onboarding/contract.js';

type Name = keyof Workflows;

export const startWorkflow = <N extends Name>(
  client: Client,
  name: N,
  options: WorkflowStartOptions<Workflows[N]>,
) => client.workflow.start<Workflows[N]>(name, options);

export const executeWorkflow = <N extends Name>(
  client: Client,
  name: N,
  options: WorkflowStartOptions<Workflows[N]>,
) => client.workflow.execute<Workflows[N]>(name, options);
