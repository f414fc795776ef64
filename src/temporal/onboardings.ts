/** Onboardings as a client sees them: starting one, asking how it is, telling it something, finding them. */
import {
  type Client,
  isGrpcDeadlineError,
  isGrpcServiceError,
  QueryNotRegisteredError,
  type WorkflowHandle,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
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
import { TemporalUnreachableError } from './connection.js';

/** Refused: by the onboarding itself, or because of the state it is in. */
export class RefusedError extends Error {}
/** There is no onboarding for this customer. */
export class OnboardingNotFoundError extends Error {}
/** No worker polls the task queue, so queries and updates stay unanswered. */
export class NoWorkerError extends Error {}

/** How long a worker may take to answer. */
const ANSWER_WITHIN_MS = 10_000;

export type Started = { customerId: string; workflowId: string; runId: string; onboardingId: string };

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
    const runId = handle.firstExecutionRunId;
    return { customerId, workflowId, runId, onboardingId: runId };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const { runId, typedSearchAttributes: attributes } = await handleOf(client, customerId).describe();
    const step = attributes.get(ONBOARDING_STEP);
    const state =
      step === undefined ? '' : `, ${attributes.get(ONBOARDING_STATUS) ?? ''} at the step ${step}`;
    throw new RefusedError(
      `An onboarding of "${customerId}" is running already (${workflowId}, run ${runId}${state}): see it with "sso-onboard show ${customerId}", or cancel it first.`,
    );
  }
}

const handleOf = (client: Client, customerId: string) =>
  client.workflow.getHandle(onboardingWorkflowId(customerId));

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
  const handle = handleOf(client, customerId);
  // Before the query: an execution that is closed here has said its last.
  const { status, raw } = await handle.describe().catch(async (reason: unknown) => {
    throw await explained(reason, handle, customerId);
  });
  const progress = await ask<Progress>(client, customerId, 'progress');
  const retrying = (raw.pendingActivities ?? [])
    .filter(({ attempt }) => (attempt ?? 1) > 1)
    .map(({ activityType, attempt, lastFailure }) => ({
      activity: activityType?.name ?? '',
      attempt: attempt ?? 1,
      lastFailure: lastFailure?.message ?? undefined,
    }));
  return { ...progress, execution: status.name, retrying };
}

/** What the Hub must be told; null before the step `handover`. @throws like onboardingOf */
export async function handoverOf(client: Client, customerId: string): Promise<HandoverPackage | null> {
  return ask<HandoverPackage | null>(client, customerId, 'handover');
}

async function ask<T>(client: Client, customerId: string, query: string): Promise<T> {
  const handle = handleOf(client, customerId);
  try {
    return await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () => handle.query<T>(query));
  } catch (error) {
    if (error instanceof QueryNotRegisteredError) throw new RefusedError(await failureOf(handle, customerId));
    throw await explained(error, handle, customerId);
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
 * @throws RefusedError with the onboarding's own reason; NoWorkerError when no worker takes it in time
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
      const { status } = await handle.describe().catch(async (reason: unknown) => {
        throw await explained(reason, handle, customerId);
      });
      throw new RefusedError(
        `Refused: the onboarding of "${customerId}" is over (${status.name.toLowerCase()}).`,
      );
    }
    const why = await explained(error, handle, customerId);
    // The server keeps an update that nobody has taken: saying "failed" would be a lie.
    if (why instanceof NoWorkerError)
      why.message += `\nThe worker may still take ${signal} when it comes: see "sso-onboard show ${customerId}" before you send it again.`;
    throw why;
  }
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

/** Of gRPC. */
const NOT_FOUND = 5;
const UNAVAILABLE = 14;

/** What the client's error means for an onboarding. */
async function explained(error: unknown, handle: WorkflowHandle, customerId: string): Promise<unknown> {
  const missing = new OnboardingNotFoundError(
    `There is no onboarding of "${customerId}": list them with "sso-onboard list".`,
  );
  if (error instanceof WorkflowNotFoundError) return missing;
  // The client wraps what the server said.
  const cause = error instanceof Error && isGrpcServiceError(error.cause) ? error.cause : error;
  const said = isGrpcServiceError(cause) ? cause : undefined;
  const code: number | undefined = said?.code;
  if (code === NOT_FOUND) return missing;
  if (code === UNAVAILABLE) {
    return new TemporalUnreachableError(`Temporal does not answer any more: ${said?.details ?? ''}`);
  }
  const unanswered =
    isGrpcDeadlineError(error) ||
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
    /no poller/i.test(said?.details ?? '');
  if (!unanswered) return error;
  const { taskQueue } = await handle.describe();
  return new NoWorkerError(
    `No worker answers on the task queue "${taskQueue}": start one with "sso-onboard worker" (or "npm start").`,
  );
}
