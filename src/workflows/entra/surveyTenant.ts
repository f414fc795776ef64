/** The preflight alone, for whoever wants to know before an onboarding is started: a worker looks, nothing is written. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { Workflows } from '../../onboarding/contract.js';

const activities = proxyActivities<Activities>({
  startToCloseTimeout: '1 minute',
  heartbeatTimeout: '20 seconds',
  scheduleToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1 second', maximumAttempts: 4 },
});

export const surveyTenant: Workflows['surveyTenant'] = (input) => activities.surveyTenant(input);
