/** Whose turn it is. */
import { permits } from '../../onboarding/links.js';
import { purposeOf } from '../../onboarding/signals.js';
import type { Access } from './access.js';
import type { Task } from './stages.js';

/** What the holder of the link must do. */
export function ownTaskOf(access: Access): Task | undefined {
  const task = taskOf(access);
  return task !== undefined && permits(access.link, task) ? task : undefined;
}

/** What somebody must do for the step at hand, also when it is blocked by their last answer. */
function taskOf({ onboarding }: Access): Task | undefined {
  const { waitingFor, problem, step } = onboarding;
  if (waitingFor !== null) return purposeOf(waitingFor);
  if (problem === null) return undefined;
  // Its other problem is the operator's: nobody was seen to sign in.
  if (step === 'forceSso') return problem.code === 'deadline_passed' ? 'forceSso' : undefined;
  const steps: Partial<Record<typeof step, Task>> = {
    consent: 'consent',
    handover: 'handover',
    roleChoice: 'roles',
  };
  return steps[step];
}
