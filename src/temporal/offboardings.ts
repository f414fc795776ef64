/** Offboardings: starting one, and which of them is about a customer now. */
import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { WORKFLOW_OF } from '../onboarding/contract.js';
import { offboardingWorkflowId } from '../onboarding/names.js';
import type { OffboardingRequest, OnboardingRequest } from '../onboarding/request.js';
import { ask, latest, OnboardingNotFoundError, RefusedError } from './customerWorkflow.js';
import type { Offboarding, Port } from './port.js';
import { assertSameKey } from './readiness.js';
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
  const onboarding = await latest(client, { kind: 'onboarding', customerId });
  if (onboarding?.isRunning === true) {
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
    const { tenant } = await ask(client, { kind: 'offboarding', customerId }, 'progress');
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
export const onboardedBy = (temporal: Pick<Port, 'ask'>, customerId: string): Promise<OnboardingRequest> =>
  temporal.ask({ kind: 'onboarding', customerId }, 'request').catch((error: unknown) => {
    if (!(error instanceof OnboardingNotFoundError)) throw error;
    return temporal.ask({ kind: 'watch', customerId }, 'request').catch((missing: unknown) => {
      throw missing instanceof OnboardingNotFoundError ? error : missing;
    });
  });

/** The latest, running or over; undefined when there is none, or the customer has been onboarded again since. */
export async function offboardingSince(
  temporal: Pick<Port, 'ask' | 'latest'>,
  customerId: string,
): Promise<Offboarding | undefined> {
  const [offboarding, onboarding] = await Promise.all([
    temporal.latest({ kind: 'offboarding', customerId }),
    temporal.latest({ kind: 'onboarding', customerId }),
  ]);
  if (offboarding === undefined) return undefined;
  if (onboarding !== undefined && onboarding.startedAt > offboarding.startedAt) return undefined;
  return temporal.ask({ kind: 'offboarding', customerId }, 'progress');
}
