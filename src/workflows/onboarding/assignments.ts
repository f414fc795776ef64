/** Step 4.6 for a choice of a size that one activity assigns, or that the customer is asked to assign. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { StepProgress } from '../../onboarding/progress.js';
import { IN_TENANT } from '../activityOptions.js';
import { waitUntil } from './looking.js';
import type { OnboardingRun } from './run.js';

const { assignPrincipals, checkAssignments } = proxyActivities<Activities>(IN_TENANT);

type AssignmentsInput = Parameters<Activities['assignPrincipals']>[0];

export async function assignAll(_run: OnboardingRun, step: StepProgress, input: AssignmentsInput) {
  const { assigned } = await assignPrincipals.executeWithOptions(
    { summary: `assign ${String(input.principals.length)} users and groups` },
    [input],
  );
  const warned = assigned.flatMap(({ type, principal, warning }) =>
    warning === undefined ? [] : [`${type} "${principal}" ${warning}`],
  );
  if (warned.length > 0) step.note = `assigned with warnings: ${warned.join('; ')}`;
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
  // Each look is in the history: no more than it needs.
  const principals = input.principals.map(({ principalId, role }) => ({ principalId, role }));
  const assigned = await waitUntil(
    run,
    step,
    {
      from: 'azureAdministrator',
      instruction: `In Enterprise applications > "${displayName}" > Users and groups, assign: ${wanted.join('; ')}.`,
      days: run.request.deadlines.assignments,
    },
    async () => {
      const { missing } = await checkAssignments.executeWithOptions(
        { summary: 'check what the customer has assigned' },
        [{ ...input, principals }],
      );
      step.note = `${String(missing)} of ${String(principals.length)} still to be assigned`;
      return missing === 0 ? input.principals : undefined;
    },
  );
  delete step.note;
  return assigned;
}
