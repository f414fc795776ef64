/** Onboardings as a client sees them: starting one, asking how it is, telling it something, finding them. */
import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { HandoverPackage } from '../onboarding/handover.js';
import { customerIdOf, onboardingWorkflowId } from '../onboarding/names.js';
import type { Progress } from '../onboarding/progress.js';
import type { OnboardingRequest } from '../onboarding/request.js';
import {
  CUSTOMER_ID,
  ONBOARDING_STATUS,
  ONBOARDING_STEP,
  TENANT,
  WAITING_FOR,
} from '../onboarding/searchAttributes.js';
import type { SignalName } from '../onboarding/signals.js';
import {
  ask,
  explained,
  handleOf,
  isRunning,
  NoWorkerError,
  OnboardingNotFoundError,
  RefusedError,
  update,
} from './customerWorkflow.js';

export { NoWorkerError, OnboardingNotFoundError, RefusedError };

export type Started = { customerId: string; workflowId: string; runId: string; onboardingId: string };

/** @throws RefusedError when an onboarding or an offboarding of the customer is running */
export async function startOnboarding(
  client: Client,
  taskQueue: string,
  request: OnboardingRequest,
): Promise<Started> {
  const { customerId, companyName } = request;
  const workflowId = onboardingWorkflowId(customerId);
  if (await isRunning(client, { kind: 'offboarding', customerId })) {
    throw new RefusedError(
      `"${customerId}" is being offboarded: see it with "sso-onboard offboard ${customerId}", or cancel that first.`,
    );
  }
  try {
    const handle = await client.workflow.start('onboardCustomer', {
      taskQueue,
      workflowId,
      // A customer is onboarded by one workflow at a time; again after it is over.
      workflowIdConflictPolicy: 'FAIL',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      args: [request],
      staticSummary: `SSO onboarding of ${companyName}`,
    });
    const runId = handle.firstExecutionRunId;
    return { customerId, workflowId, runId, onboardingId: runId };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const { runId, typedSearchAttributes: attributes } = await handleOf(client, {
      kind: 'onboarding',
      customerId,
    }).describe();
    const step = attributes.get(ONBOARDING_STEP);
    const state =
      step === undefined ? '' : `, ${attributes.get(ONBOARDING_STATUS) ?? ''} at the step ${step}`;
    throw new RefusedError(
      `An onboarding of "${customerId}" is running already (${workflowId}, run ${runId}${state}): see it with "sso-onboard show ${customerId}", or cancel it first.`,
    );
  }
}

export type Retrying = { activity: string; attempt: number; lastFailure: string | undefined };

/** How an onboarding stands, with what only Temporal knows of it. */
export type Onboarding = Progress & {
  /** `RUNNING`, or how it ended: one that was terminated could not say so itself. */
  execution: string;
  /** Activities that are tried again, with the failure of the last attempt. */
  retrying: Retrying[];
};

/** @throws OnboardingNotFoundError, NoWorkerError, RefusedError when the onboarding failed before it began */
export async function onboardingOf(client: Client, customerId: string): Promise<Onboarding> {
  const subject = { kind: 'onboarding', customerId } as const;
  const handle = handleOf(client, subject);
  // Before the query: an execution that is closed here has said its last.
  const { status, raw } = await handle.describe().catch(async (reason: unknown) => {
    throw await explained(reason, handle, subject);
  });
  const progress = await ask<Progress>(client, subject, 'progress');
  const retrying = (raw.pendingActivities ?? [])
    .filter(({ attempt }) => (attempt ?? 1) > 1)
    .map(({ activityType, attempt, lastFailure }) => ({
      activity: activityType?.name ?? '',
      attempt: attempt ?? 1,
      lastFailure: lastFailure?.message ?? undefined,
    }));
  return { ...progress, execution: status.name, retrying };
}

/** What was asked for when it was started. @throws like onboardingOf */
export async function requestOf(client: Client, customerId: string): Promise<OnboardingRequest> {
  return ask<OnboardingRequest>(client, { kind: 'onboarding', customerId }, 'request');
}

/** What the Hub must be told; null before the step `handover`. @throws like onboardingOf */
export async function handoverOf(client: Client, customerId: string): Promise<HandoverPackage | null> {
  return ask<HandoverPackage | null>(client, { kind: 'onboarding', customerId }, 'handover');
}

/**
 * Tells an onboarding something by the update of that name, whose validator answers at once.
 * @throws RefusedError with the onboarding's own reason; NoWorkerError when no worker takes it in time
 */
export const tell = (client: Client, customerId: string, signal: SignalName, input: object): Promise<void> =>
  update(client, { kind: 'onboarding', customerId }, signal, input);

export type Listed = {
  customerId: string;
  tenant: string | undefined;
  status: string | undefined;
  step: string | undefined;
  waitingFor: string | undefined;
  startedAt: string;
  workflowStatus: string;
};

/** Newest first. The filters' values are names of ours, never free text. */
export async function listOnboardings(
  client: Client,
  filter: { status?: string | undefined; step?: string | undefined; waitingFor?: string | undefined },
): Promise<Listed[]> {
  const conditions = Object.entries({
    [ONBOARDING_STATUS.name]: filter.status,
    [ONBOARDING_STEP.name]: filter.step,
    [WAITING_FOR.name]: filter.waitingFor,
  }).flatMap(([name, value]) => (value === undefined ? [] : [`${name} = '${value}'`]));
  // One that was terminated keeps the last status that it had.
  const over = filter.status === 'done' || filter.status === 'cancelled';
  if (conditions.length > 0 && !over) conditions.push("ExecutionStatus = 'Running'");
  const query = ["WorkflowType = 'onboardCustomer'", ...conditions].join(' AND ');
  const listed: Listed[] = [];
  for await (const { workflowId, typedSearchAttributes, startTime, status } of client.workflow.list({
    query,
  })) {
    listed.push({
      customerId: typedSearchAttributes.get(CUSTOMER_ID) ?? customerIdOf(workflowId),
      tenant: typedSearchAttributes.get(TENANT),
      status: typedSearchAttributes.get(ONBOARDING_STATUS),
      step: typedSearchAttributes.get(ONBOARDING_STEP),
      waitingFor: typedSearchAttributes.get(WAITING_FOR),
      startedAt: startTime.toISOString(),
      workflowStatus: status.name,
    });
  }
  return listed;
}
