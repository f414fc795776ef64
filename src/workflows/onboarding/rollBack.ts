/** What is undone when an onboarding is cancelled. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { describeMade, type Made } from '../../onboarding/removal.js';
import type { OnboardingRequest } from '../../onboarding/request.js';
import { IN_TENANT } from '../activityOptions.js';
import type { OnboardingRun } from './run.js';

const { findMade, removeMade } = proxyActivities<Activities>(IN_TENANT);

/** Removes what this onboarding made, in reverse order, if the request says so. */
export async function undo(run: OnboardingRun, request: OnboardingRequest): Promise<void> {
  const { tenantId, testReplyUrl } = run.progress.artefacts;
  if (request.onCancel === 'keep' || tenantId === undefined) {
    const kept = [
      ...(tenantId === undefined ? [] : ['everything: the request says to keep it']),
      ...(testReplyUrl === undefined ? [] : [`the reply URL of the test sign-in: ${testReplyUrl}`]),
    ];
    run.progress.rollback = { removed: [], kept };
    return;
  }
  const { customerId, onboardingId } = run.progress;
  const { permissionProfile } = request;
  const scope = { customerId, onboardingId, tenantId, permissionProfile, retried: true };
  const consented = run.progress.steps.some((step) => step.name === 'application' && step.attempts > 0);
  let made: Made | undefined;
  await run.rollBack(async () => {
    if (!consented) return { removed: [], kept: [] };
    // Found once: a retry removes, and reports, what the first look found.
    made ??= await findMade.executeWithOptions({ summary: 'find what this onboarding made' }, [
      { ...scope, madeBy: 'onboarding' },
    ]);
    await removeMade.executeWithOptions({ summary: 'remove it' }, [{ ...scope, made }]);
    const { toRemove: removed, toKeep: kept } = describeMade(made);
    return { removed, kept };
  });
}
