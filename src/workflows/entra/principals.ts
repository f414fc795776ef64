/** Steps 4.1 to 4.5: the users and groups that were chosen, looked up in the tenant's directory. */
import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.js';
import type { ChosenPrincipal } from '../../activities/entra/principals.js';
import { type Assignment, SMALL_CHOICE } from '../../onboarding/choice.js';
import type { StepProgress } from '../../onboarding/progress.js';
import { IN_TENANT } from '../activityOptions.js';
import { type Application, scopeOf } from './tenant.js';

const { lookUpPrincipals } = proxyActivities<Activities>(IN_TENANT);

/** A large choice is looked up page by page, as it is assigned. */
export type Chosen = { assignments: Assignment[]; principals: ChosenPrincipal[] | null };

export const principals =
  ({ tenant }: Application) =>
  async (step: StepProgress, assignments: Assignment[]): Promise<Chosen> => {
    if (assignments.length > SMALL_CHOICE) return { assignments, principals: null };
    const found = await lookUpPrincipals.executeWithOptions(
      { summary: `look up ${String(assignments.length)} users and groups` },
      [{ ...scopeOf(tenant, step), assignments }],
    );
    return { assignments, principals: found.principals };
  };
