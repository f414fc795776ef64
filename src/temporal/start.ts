/** Starting an onboarding: one at a time for a customer, and once however often the same is asked for. */
import {
  type Client,
  type WorkflowExecutionDescription,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { createHash } from 'node:crypto';
import { WORKFLOW_OF } from '../onboarding/contract.js';
import { onboardingWorkflowId } from '../onboarding/names.js';
import type { OnboardingRequest } from '../onboarding/request.js';
import { ONBOARDING_STATUS, ONBOARDING_STEP } from '../onboarding/searchAttributes.js';
import { handleOf, latest, RefusedError } from './customerWorkflow.js';
import { assertSameKey } from './readiness.js';
import { startWorkflow } from './workflows.js';

export type Started = { customerId: string; workflowId: string; runId: string; onboardingId: string };

export type StartOptions = {
  request: OnboardingRequest;
  /** Who starts it, for the record. */
  by?: string;
  /** Names this wish, so that it is told from the same one wished again later. */
  idempotencyKey?: string | undefined;
};

/**
 * @throws RefusedError when an onboarding or an offboarding of the customer is running; WrongSettingsError when the workers
 * could not read it
 */
export async function startOnboarding(
  client: Client,
  taskQueue: string,
  { request, by, idempotencyKey }: StartOptions,
): Promise<Started> {
  const { customerId, companyName } = request;
  await assertSameKey(client);
  const offboarding = await latest(client, { kind: 'offboarding', customerId });
  if (offboarding?.isRunning === true) {
    throw new RefusedError(
      `"${customerId}" is being offboarded.`,
      `See it with "sso-onboard offboard ${customerId}", or cancel that first.`,
    );
  }
  try {
    const handle = await startWorkflow(client, WORKFLOW_OF.onboarding, {
      taskQueue,
      workflowId: onboardingWorkflowId(customerId),
      // A customer is onboarded by one workflow at a time; again after it is over.
      workflowIdConflictPolicy: 'FAIL',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      args: by === undefined ? [request] : [request, by],
      memo: {
        [DIGEST]: digestOf(request),
        ...(idempotencyKey === undefined ? {} : { [KEY]: idempotencyKey }),
      },
      staticSummary: `SSO onboarding of ${companyName}`,
    });
    return started(customerId, handle.firstExecutionRunId);
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    throw alreadyRunning(customerId, await handleOf(client, { kind: 'onboarding', customerId }).describe());
  }
}

/**
 * The same, but the same request while its onboarding runs, and the same idempotency key as long as the customer has
 * no newer onboarding, find the one that was started before.
 * @throws RefusedError when another request's onboarding is running, or had the idempotency key
 */
export async function ensureOnboarding(
  client: Client,
  taskQueue: string,
  options: StartOptions,
): Promise<Started & { created: boolean }> {
  const before = await startedBefore(client, options);
  if (before !== undefined) return { ...before, created: false };
  try {
    return { ...(await startOnboarding(client, taskQueue, options)), created: true };
  } catch (error) {
    // Somebody, or an earlier try of this call, was faster.
    const meanwhile = error instanceof RefusedError ? await startedBefore(client, options) : undefined;
    if (meanwhile === undefined) throw error;
    return { ...meanwhile, created: false };
  }
}

async function startedBefore(
  client: Client,
  { request, idempotencyKey }: StartOptions,
): Promise<Started | undefined> {
  const { customerId } = request;
  const before = await handleOf(client, { kind: 'onboarding', customerId })
    .describe()
    .catch((error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    });
  if (before === undefined) return undefined;
  const same = before.memo?.[DIGEST] === digestOf(request);
  const sameKey = idempotencyKey !== undefined && before.memo?.[KEY] === idempotencyKey;
  if (sameKey && !same) {
    throw new RefusedError('The idempotency key was given before, with another request.');
  }
  return sameKey || (same && before.status.name === 'RUNNING')
    ? started(customerId, before.runId)
    : undefined;
}

/** Names in the memo, which is encrypted like everything else. */
const DIGEST = 'requestSha256';
const KEY = 'idempotencyKey';

/** Of the request with its defaults, whose fields the schema puts in order. */
const digestOf = (request: OnboardingRequest) =>
  createHash('sha256').update(JSON.stringify(request)).digest('hex');

const started = (customerId: string, runId: string): Started => ({
  customerId,
  workflowId: onboardingWorkflowId(customerId),
  runId,
  onboardingId: runId,
});

function alreadyRunning(
  customerId: string,
  { runId, workflowId, typedSearchAttributes }: WorkflowExecutionDescription,
): RefusedError {
  const step = typedSearchAttributes.get(ONBOARDING_STEP);
  const status = typedSearchAttributes.get(ONBOARDING_STATUS);
  const state = step === undefined ? '' : `, ${status ?? ''} at the step ${step}`;
  return new RefusedError(
    `An onboarding of "${customerId}" is running already (${workflowId}, run ${runId}${state}).`,
    `See it with "sso-onboard show ${customerId}", or cancel that onboarding first.`,
  );
}
