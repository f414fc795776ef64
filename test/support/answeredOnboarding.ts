/** An onboarding whose people have answered before they were asked, for tests of the workflow alone. */
import type { WorkflowHandle } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import type { OnboardingRequestInput } from '../../src/onboarding/request.js';
import { TENANT_ID } from './fakeActivities.js';
import { minimalRequest } from './request.js';
import type { TestTemporal } from './temporal.js';

/** Consent, handover and role choice are answered; the test sign-in is not. */
export async function startAnswered(
  temporal: TestTemporal,
  changes: Partial<OnboardingRequestInput> = {},
): Promise<WorkflowHandle> {
  const request = minimalRequest({ customerId: `c-${randomUUID().slice(0, 8)}`, ...changes });
  const handle = await temporal.client.workflow.start('onboardCustomer', {
    taskQueue: temporal.taskQueue,
    workflowId: onboardingWorkflowId(request.customerId),
    args: [request],
  });
  await handle.signal('grantConsent', { tenantId: TENANT_ID, grantedBy: 'Anna' });
  await handle.signal('confirmHandover', { confirmedBy: 'Hub Admin' });
  const assignments = [{ type: 'user', principal: 'sam@contoso.example' }];
  await handle.signal('chooseRoles', { assignments, chosenBy: 'Anna' });
  return handle;
}
