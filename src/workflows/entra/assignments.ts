/** Step 4.6: Assign; the customer does, where the permission profile does not let us. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import { filled } from '../../onboarding/blanks.js';
import { applicationDisplayName } from '../../onboarding/names.js';
import { DETAILS } from '../../onboarding/problems/details.js';
import type { StepProgress } from '../../onboarding/progress.js';
import { IN_TENANT } from '../activityOptions.js';
import { waitUntil } from '../onboarding/looking.js';
import type { OnboardingRun } from '../onboarding/run.js';
import { LeftOut } from '../run/attempts.js';
import { assignLargeChoice } from './largeChoice.js';
import type { Chosen } from './principals.js';
import { type Application, scopeOf } from './tenant.js';

const { assignPrincipals, checkAssignments } = proxyActivities<Activities>(IN_TENANT);

type AssignmentsInput = Parameters<Activities['assignPrincipals']>[0];

export const assignments = (
  run: OnboardingRun,
  { tenant, servicePrincipalId, roleIds }: Application,
  chosen: Chosen | undefined,
) =>
  run.skippableStep('assignments', async (step) => {
    if (chosen === undefined) throw new LeftOut('nobody was chosen');
    const target = { ...scopeOf(tenant, step), servicePrincipalId, roleIds };
    const { principals } = chosen;
    if (principals === null) {
      const publish = () => {
        run.publish();
      };
      run.made({ manyAssignments: await assignLargeChoice(chosen.assignments, step, target, publish) });
      return;
    }
    const assign = tenant.permissionProfile === 'full' ? assignAll : customerAssigns;
    run.made({ assignments: await assign(run, step, { ...target, principals }) });
  });

async function assignAll(_run: OnboardingRun, step: StepProgress, input: AssignmentsInput) {
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
async function customerAssigns(run: OnboardingRun, step: StepProgress, input: AssignmentsInput) {
  const { deadlines } = run.request;
  const wanted = input.principals.map(({ type, principal, role }) =>
    filled(type === 'user' ? DETAILS.assignUser : DETAILS.assignGroup, {
      principal,
      role: role ?? DETAILS.defaultAccess,
    }),
  );
  // Each look is in the history: no more than it needs.
  const principals = input.principals.map(({ principalId, role }) => ({ principalId, role }));
  const assigned = await waitUntil(
    run,
    step,
    'assignments',
    {
      from: 'azureAdministrator',
      instruction: filled(DETAILS.assign, {
        application: applicationDisplayName(run.request),
        wanted: wanted.join('; '),
      }),
      days: deadlines.assignments,
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
