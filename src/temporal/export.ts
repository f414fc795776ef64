/** Everything that this service knows of its customers, for whoever keeps it for longer than Temporal does. */
import type { Client } from '@temporalio/client';
import type { Kind } from '../onboarding/contract.js';
import { ask, NoWorkerError } from './customerWorkflow.js';
import { TemporalUnreachableError } from './connection.js';
import { everyWorkflow } from './list.js';

/** One workflow of a customer, as it stands. */
export type ExportedWorkflow = {
  kind: Kind;
  customerId: string;
  tenant: string | null;
  runId: string;
  startedAt: string;
  closedAt: string | null;
  /** `RUNNING`, or how it ended. */
  execution: string;
  /** What was asked for; null of an offboarding. */
  request: unknown;
  /** Steps, artefacts, certificates, what people did; null where it could not be read. */
  progress: unknown;
  /** Why it could not be read. */
  unreadable: string | null;
};

/**
 * Newest first. One that cannot be read is among them, with the reason.
 * @throws NoWorkerError, TemporalUnreachableError: then nothing can
 */
export async function* exportWorkflows(client: Client, taskQueue: string): AsyncGenerator<ExportedWorkflow> {
  const workflows = everyWorkflow(client, taskQueue);
  for await (const { kind, customerId, runId, tenant, ...found } of workflows) {
    if (kind === undefined) continue;
    const about = {
      ...{ kind, customerId, tenant: tenant ?? null, runId },
      startedAt: found.startedAt,
      closedAt: found.closedAt ?? null,
      execution: found.workflowStatus,
    };
    try {
      const {
        execution: _,
        retrying: __,
        ...progress
      } = await ask(client, { kind, customerId, runId }, 'progress');
      const request =
        kind === 'offboarding' ? null : await ask(client, { kind, customerId, runId }, 'request');
      yield { ...about, request, progress, unreadable: null };
    } catch (error) {
      if (error instanceof NoWorkerError || error instanceof TemporalUnreachableError) throw error;
      const unreadable = error instanceof Error ? error.message : String(error);
      yield { ...about, request: null, progress: null, unreadable };
    }
  }
}
