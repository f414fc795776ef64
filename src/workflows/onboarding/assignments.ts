/** Step 4.6 for a choice of a size that one activity assigns, or that the customer is asked to assign. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { StepProgress } from '../../onboarding/progress.js';
import { IN_TENANT } from '../activityOptions.js';
import type { OnboardingRun } from './run.js';

const { assignPrincipals, checkAssignments } = proxyActivities<Activities>(IN_TENANT);

/** How often the minimal profile looks whether the customer has assigned somebody. */
const POLL_MS = 15 * 60_000;

type AssignmentsInput = Parameters<Activities['assignPrincipals']>[0];

export async function assignAll(_run: OnboardingRun, _step: StepProgress, input: AssignmentsInput) {
  const { assigned } = await assignPrincipals.executeWithOptions(
    { summary: `assign ${String(input.principals.length)} users and groups` },
    [input],
  );
  return assigned;
}

/** The minimal permission profile may not assign: it says what to do, and checks it. */
export async function customerAssigns(
  run: OnboardingRun,
  step: StepProgress,
  input: AssignmentsInput,
  displayName: string,
) {
  const roleOf = (role: string | null) => role ?? 'Default Access';
  const wanted = input.principals.map(
    ({ type, principal, role }) => `${type} ${principal} as ${roleOf(role)}`,
  );
  const { assigned } = await checkAssignments(input);
  await run.waitUntil(
    step,
    {
      from: 'azureAdministrator',
      instruction: `In Enterprise applications > "${displayName}" > Users and groups, assign: ${wanted.join('; ')}.`,
      days: run.request.deadlines.assignments,
      pollMs: POLL_MS,
    },
    async () => {
      const { missing } = await checkAssignments.executeWithOptions(
        { summary: 'check what the customer has assigned' },
        [input],
      );
      step.note = `${String(missing.length)} of ${String(input.principals.length)} still to be assigned`;
      return missing.length === 0;
    },
  );
  delete step.note;
  return assigned;
}
