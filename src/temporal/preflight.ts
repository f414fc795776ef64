/** Has a worker look at a tenant, without starting anything. */
import { type Client, WorkflowFailedError } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { applicationDisplayName } from '../onboarding/names.js';
import type { Finding } from '../onboarding/preflight.js';
import { type OnboardingRequest, serviceProviderOf } from '../onboarding/request.js';
import { RefusedError } from './customerWorkflow.js';
import { executeWorkflow } from './workflows.js';

/** @throws RefusedError when the tenant could not be looked at */
export async function surveyTenant(
  client: Client,
  taskQueue: string,
  request: OnboardingRequest,
): Promise<Finding[]> {
  const { customerId, tenant, permissionProfile } = request;
  const input = {
    customerId,
    tenant,
    permissionProfile,
    identifier: serviceProviderOf(request).entityId,
    displayName: applicationDisplayName(request),
  };
  try {
    const { findings } = await executeWorkflow(client, 'surveyTenant', {
      taskQueue,
      workflowId: `preflight/${customerId}/${randomUUID()}`,
      workflowExecutionTimeout: '3 minutes',
      args: [input],
    });
    return findings;
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    throw new RefusedError(
      'The tenant could not be looked at.',
      'See that a worker runs, and what it says in the Temporal UI.',
    );
  }
}
