/** Whether a customer who is watched is being onboarded again: what was agreed gives way to what is being set up. */
import { defineSignal, getExternalWorkflowHandle, isCancellation } from '@temporalio/workflow';
import { onboardingWorkflowId } from '../onboarding/names.js';

/** To an onboarding. That there is one to tell is all that is asked. */
export const watchAsks = defineSignal('watchAsks');

/** Asked each time anew: nothing has to be told when the onboarding has ended, however it has. */
export async function isOnboardedAgain(customerId: string): Promise<boolean> {
  try {
    await getExternalWorkflowHandle(onboardingWorkflowId(customerId)).signal(watchAsks);
    return true;
  } catch (error) {
    if (isCancellation(error)) throw error;
    return false;
  }
}
