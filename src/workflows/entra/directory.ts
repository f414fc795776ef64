/**
 * Questions to a tenant's directory from the web pages, which hold no credential of it: a worker asks. Short-lived
 * workflows, whose payloads are encrypted like all others.
 */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { Workflows } from '../../onboarding/contract.js';

const retry = { initialInterval: '500 milliseconds', maximumAttempts: 3 } as const;
const { searchDirectory: search } = proxyActivities<Activities>({
  startToCloseTimeout: '10 seconds',
  scheduleToCloseTimeout: '20 seconds',
  retry,
});
const { previewAssignments: preview } = proxyActivities<Activities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '20 seconds',
  scheduleToCloseTimeout: '8 minutes',
  retry,
});

export const searchDirectory: Workflows['searchDirectory'] = (question) =>
  search({ ...question, retried: false });

export const previewAssignments: Workflows['previewAssignments'] = (question) =>
  preview({ ...question, retried: false });
