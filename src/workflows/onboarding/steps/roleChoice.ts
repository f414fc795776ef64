/** Steps 4.1 to 4.5: Users and groups, with a role if there is one, else "Default Access". */
import type { Assignment } from '../../../onboarding/choice.js';
import type { StepProgress } from '../../../onboarding/progress.js';
import type { OnboardingRun } from '../run.js';
import { waitFor } from '../waiting.js';

/** @param lookUp finds those who were chosen, or blocks the step */
export const roleChoice = <Chosen>(
  run: OnboardingRun,
  lookUp: (step: StepProgress, assignments: Assignment[]) => Promise<Chosen>,
): Promise<Chosen | undefined> =>
  run.skippableStep('roleChoice', async (step) => {
    const { appRoles, deadlines } = run.request;
    const roles = appRoles.map((role) => role.value);
    const { assignments } = await waitFor(run, step, 'chooseRoles', {
      from: 'azureAdministrator',
      instruction: `Choose the users and groups who may sign in${
        roles.length === 0 ? '' : `, each with a role (${roles.join(', ')})`
      }.`,
      days: deadlines.roleChoice,
    });
    return lookUp(step, assignments);
  });
