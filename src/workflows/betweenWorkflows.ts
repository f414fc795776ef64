/** What the workflows of one customer tell each other. */
import { defineSignal, getExternalWorkflowHandle, isCancellation, log } from '@temporalio/workflow';
import { offboardingWorkflowId, onboardingWorkflowId } from '../onboarding/names.js';

/** To an onboarding, from the customer's watch. That there is one to tell is all that is asked. */
export const watchAsks = defineSignal('watchAsks');
/** To an offboarding, from the customer's watch: nothing of it is at work any more. */
export const watchEnded = defineSignal('watchEnded');

/**
 * Whether a customer who is watched is being onboarded again: what was agreed gives way to what is being set up. Asked
 * each time anew: nothing has to be told when the onboarding has ended, however it has.
 */
export async function isOnboardedAgain(customerId: string): Promise<boolean> {
  try {
    await getExternalWorkflowHandle(onboardingWorkflowId(customerId)).signal(watchAsks);
    return true;
  } catch (error) {
    if (isCancellation(error)) throw error;
    return false;
  }
}

/** An offboarding removes nothing while a watch may still repair it. Mostly there is none. */
export async function tellOffboarding(customerId: string): Promise<void> {
  try {
    await getExternalWorkflowHandle(offboardingWorkflowId(customerId)).signal(watchEnded);
  } catch (error) {
    log.info('no offboarding waits for the end of the watch', { error });
  }
}
