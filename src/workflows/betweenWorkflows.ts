/** What the workflows of one customer tell each other. */
import { defineSignal, getExternalWorkflowHandle, isCancellation, log } from '@temporalio/workflow';
import type { InternalSignals } from '../onboarding/contract.js';
import { offboardingWorkflowId, onboardingWorkflowId } from '../onboarding/names.js';

const internalSignal = <N extends keyof InternalSignals>(name: N) =>
  defineSignal<InternalSignals[N], N>(name);

export const assignmentProgress = internalSignal('assignmentProgress');
export const watchAsks = internalSignal('watchAsks');
export const watchEnded = internalSignal('watchEnded');

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
