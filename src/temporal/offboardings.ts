/** Offboardings as a client sees them: starting one, asking how it is, telling it something. */
import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowExecutionDescription,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { type Kind, WORKFLOW_OF } from '../onboarding/contract.js';
import { offboardingWorkflowId } from '../onboarding/names.js';
import type { OffboardingProgress, OffboardingSignal } from '../onboarding/offboarding.js';
import type { OffboardingRequest, OnboardingRequest } from '../onboarding/request.js';
import {
  handleOf,
  isRunning,
  OnboardingNotFoundError,
  RefusedError,
  type Standing,
  standingOf,
  update,
} from './customerWorkflow.js';
import { requestOf } from './onboardings.js';
import { assertSameKey } from './readiness.js';
import { watchedRequestOf } from './watches.js';
import { startWorkflow } from './workflows.js';

/**
 * Starts one, or finds the one that runs.
 * @throws RefusedError while the customer's onboarding runs, or an offboarding in another tenant
 */
export async function startOffboarding(
  client: Client,
  taskQueue: string,
  request: OffboardingRequest,
): Promise<void> {
  const { customerId } = request;
  await assertSameKey(client);
  if (await isRunning(client, { kind: 'onboarding', customerId })) {
    throw new RefusedError(
      `The onboarding of "${customerId}" is still running: "sso-onboard cancel ${customerId}" ends it, and removes what it made.`,
    );
  }
  try {
    await startWorkflow(client, WORKFLOW_OF.offboarding, {
      taskQueue,
      workflowId: offboardingWorkflowId(customerId),
      workflowIdConflictPolicy: 'FAIL',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      args: [request],
      staticSummary: `SSO offboarding of ${customerId}`,
    });
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    const { tenant } = await offboardingOf(client, customerId);
    if (tenant === request.tenant) return;
    throw new RefusedError(
      `An offboarding of "${customerId}" in the tenant ${tenant} is running.`,
      `End it first: sso-onboard offboard ${customerId} --cancel --by <name> --reason <text>`,
    );
  }
}

/**
 * What the customer was onboarded by: as their onboarding has it, or else their watch.
 * @throws OnboardingNotFoundError when Temporal has neither any more; NoWorkerError
 */
export const onboardedBy = (client: Client, customerId: string): Promise<OnboardingRequest> =>
  requestOf(client, customerId).catch((error: unknown) => {
    if (!(error instanceof OnboardingNotFoundError)) throw error;
    return watchedRequestOf(client, customerId).catch((missing: unknown) => {
      throw missing instanceof OnboardingNotFoundError ? error : missing;
    });
  });

export type Offboarding = Standing<OffboardingProgress>;

/** @throws OnboardingNotFoundError, NoWorkerError */
export const offboardingOf = (client: Client, customerId: string): Promise<Offboarding> =>
  standingOf(client, { kind: 'offboarding', customerId });

/** The latest, running or over; undefined when there is none, or the customer has been onboarded again since. */
export async function offboardingSince(client: Client, customerId: string): Promise<Offboarding | undefined> {
  const [offboarding, onboarding] = await Promise.all([
    describedOf(client, 'offboarding', customerId),
    describedOf(client, 'onboarding', customerId),
  ]);
  if (offboarding === undefined) return undefined;
  if (onboarding !== undefined && onboarding.startTime > offboarding.startTime) return undefined;
  return offboardingOf(client, customerId);
}

const describedOf = (
  client: Client,
  kind: Kind,
  customerId: string,
): Promise<WorkflowExecutionDescription | undefined> =>
  handleOf(client, { kind, customerId })
    .describe()
    .catch((error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return undefined;
      throw error;
    });

/** @throws RefusedError with the offboarding's own reason; NoWorkerError when no worker takes it in time */
export const tellOffboarding = (
  client: Client,
  customerId: string,
  signal: OffboardingSignal,
  input: object,
): Promise<void> => update(client, { kind: 'offboarding', customerId }, signal, input);
