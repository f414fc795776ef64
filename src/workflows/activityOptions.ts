/** How activities are retried. Temporal retries what passes by itself; what does not is shown to a person. */
import type { ActivityOptions } from '@temporalio/workflow';

export const IN_TENANT: ActivityOptions = {
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '20 seconds',
  scheduleToCloseTimeout: '30 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
  // What is cancelled is rolled back only when nothing is being made any more.
  cancellationType: 'WAIT_CANCELLATION_COMPLETED',
};

/** One try: whether a text is still wanted is looked at before each. */
export const TEXT: ActivityOptions = {
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '20 seconds',
  retry: { maximumAttempts: 1 },
};
