/** What is undone when an onboarding is cancelled. */
import { describeMade, type Made } from '../../onboarding/removal.js';
import type { Removal } from '../provider.js';
import type { OnboardingRun } from './run.js';

/** Removes what this onboarding made, in reverse order, if the request says so. */
export async function undo(run: OnboardingRun, removalIn: (tenantId: string) => Removal): Promise<void> {
  const { tenantId, testReplyUrl } = run.artefacts;
  if (run.request.onCancel === 'keep' || tenantId === undefined) {
    const kept = [
      ...(tenantId === undefined ? [] : ['everything: the request says to keep it']),
      ...(testReplyUrl === undefined ? [] : [`the reply URL of the test sign-in: ${testReplyUrl}`]),
    ];
    run.progress.rollback = { removed: [], kept };
    return;
  }
  const removal = removalIn(tenantId);
  const consented = run.progress.steps.some((step) => step.name === 'application' && step.attempts > 0);
  let made: Made | undefined;
  await run.rollBack(async () => {
    if (!consented) return { removed: [], kept: [] };
    // Found once: a retry removes, and reports, what the first look found.
    made ??= await removal.find();
    await removal.remove(made);
    const { toRemove: removed, toKeep: kept } = describeMade(made);
    return { removed, kept };
  });
}
