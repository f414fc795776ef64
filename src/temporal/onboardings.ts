/** Onboardings as a client sees them: starting one, asking how it is, telling it something, finding them. */
import {
  type Client,
  isGrpcServiceError,
  QueryNotRegisteredError,
  type WorkflowHandle,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
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

/** Refused: by the onboarding itself, or because of the state it is in. */
export class RefusedError extends Error {}
/** There is no onboarding for this customer. */
export class OnboardingNotFoundError extends Error {}
/** Nobody polls the task queue, so queries and updates stay unanswered. */
export class NoWorkerError extends Error {}

/** How long a worker may take to answer. */
const ANSWER_WITHIN_MS = 10_000;

export type Started = { customerId: string; workflowId: string; runId: string };

/** @throws RefusedError when an onboarding of the customer is running */
export async function startOnboarding(
  client: Client,
  taskQueue: string,
  request: OnboardingRequest,
): Promise<Started> {
  const { customerId, companyName } = request;
  const workflowId = onboardingWorkflowId(customerId);
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
    return { customerId, workflowId, runId: handle.firstExecutionRunId };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    throw new RefusedError(
      `An onboarding of "${customerId}" is running already (workflow ID ${workflowId}): see it with "sso-onboard show ${customerId}", or cancel it first.`,
    );
  }
}

const handleOf = (client: Client, customerId: string) =>
  client.workflow.getHandle(onboardingWorkflowId(customerId));

/** @throws OnboardingNotFoundError, NoWorkerError, RefusedError when the onboarding failed before it began */
export async function progressOf(client: Client, customerId: string): Promise<Progress> {
  return ask<Progress>(client, customerId, 'progress');
}

/** What the Hub must be told; null before the step `handover`. @throws like progressOf */
export async function handoverOf(client: Client, customerId: string): Promise<HandoverPackage | null> {
  return ask<HandoverPackage | null>(client, customerId, 'handover');
}

async function ask<T>(client: Client, customerId: string, query: string): Promise<T> {
  const handle = handleOf(client, customerId);
  try {
    return await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () => handle.query<T>(query));
  } catch (error) {
    if (error instanceof QueryNotRegisteredError) throw new RefusedError(await failureOf(handle, customerId));
    throw explained(error, customerId);
  }
}

/** An onboarding that failed at once, for a request that came around the CLI. */
async function failureOf(handle: WorkflowHandle, customerId: string): Promise<string> {
  const why = await handle.result().then(
    () => 'it answers no questions',
    (error: unknown) =>
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error),
  );
  return `The onboarding of "${customerId}" did not begin: ${why}`;
}

/**
 * Tells an onboarding something by the update of that name, whose validator answers at once.
 * @throws RefusedError with the onboarding's own reason
 */
export async function tell(
  client: Client,
  customerId: string,
  signal: SignalName,
  input: object,
): Promise<void> {
  const handle = handleOf(client, customerId);
  try {
    await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
      handle.executeUpdate(signal, { args: [input] }),
    );
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) {
      throw new RefusedError(`Refused: ${error.cause?.message ?? error.message}`);
    }
    if (error instanceof WorkflowNotFoundError) {
      const { status } = await handle.describe().catch((reason: unknown) => {
        throw explained(reason, customerId);
      });
      throw new RefusedError(
        `Refused: the onboarding of "${customerId}" is over (${status.name.toLowerCase()}).`,
      );
    }
    throw explained(error, customerId);
  }
}

export type Retrying = { activity: string; attempt: number; lastFailure: string | undefined };

/** Activities that are being retried, with the failure of the last attempt. */
export async function retryingActivities(client: Client, customerId: string): Promise<Retrying[]> {
  const { raw } = await handleOf(client, customerId).describe();
  return (raw.pendingActivities ?? [])
    .filter(({ attempt }) => (attempt ?? 1) > 1)
    .map(({ activityType, attempt, lastFailure }) => ({
      activity: activityType?.name ?? '',
      attempt: attempt ?? 1,
      lastFailure: lastFailure?.message ?? undefined,
    }));
}

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

/** Of gRPC. */
const DEADLINE_EXCEEDED = 4;
const NOT_FOUND = 5;

function explained(error: unknown, customerId: string): unknown {
  const missing = `There is no onboarding of "${customerId}": list them with "sso-onboard list".`;
  if (error instanceof WorkflowNotFoundError) return new OnboardingNotFoundError(missing);
  if (!isGrpcServiceError(error)) return error;
  const code: number = error.code;
  if (code === NOT_FOUND) return new OnboardingNotFoundError(missing);
  if (code === DEADLINE_EXCEEDED || /no poller/i.test(error.details)) {
    return new NoWorkerError(
      'No worker answers: start one with "sso-onboard worker" (or "npm start"), on the same TASK_QUEUE.',
    );
  }
  return error;
}
