/** Everything that this service knows of its customers, for whoever keeps it for longer than Temporal does. */
import type { Client } from '@temporalio/client';
import { ask, NoWorkerError, type Subject } from './customerWorkflow.js';
import { TemporalUnreachableError } from './connection.js';
import { everyWorkflow } from './list.js';

const KINDS: Record<string, Subject['kind']> = {
  onboardCustomer: 'onboarding',
  watchSso: 'watch',
  offboardCustomer: 'offboarding',
};

/** One workflow of a customer, as it stands. */
export type ExportedWorkflow = {
  kind: Subject['kind'];
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
  for await (const { workflowType, customerId, runId, tenant, ...found } of workflows) {
    const kind = KINDS[workflowType];
    if (kind === undefined) continue;
    const subject = { kind, customerId, runId };
    const about = {
      ...{ kind, customerId, tenant: tenant ?? null, runId },
      startedAt: found.startedAt,
      closedAt: found.closedAt ?? null,
      execution: found.workflowStatus,
    };
    try {
      const progress = await ask<unknown>(client, subject, 'progress');
      const request = kind === 'offboarding' ? null : await ask<unknown>(client, subject, 'request');
      yield { ...about, request, progress, unreadable: null };
    } catch (error) {
      if (error instanceof NoWorkerError || error instanceof TemporalUnreachableError) throw error;
      const unreadable = error instanceof Error ? error.message : String(error);
      yield { ...about, request: null, progress: null, unreadable };
    }
  }
}
