/** What a run tells: where the tenant and the sandbox differ, what it settles, and what it has removed. */
import type { CleanedUp } from './cleanup.js';
import { compare, type Deviation } from './compare.js';
import { type Answered, answersOf } from './questions.js';
import type { Recording, SignIn } from './recording.js';
import type { Trial } from './trial.js';

export type Outcome = {
  tenantId: string;
  runId: string;
  /** Requests that were compared. */
  requests: number;
  deviations: Deviation[];
  /** At least one for each open question. */
  answers: Answered[];
  notChecked: { check: string; step: string; why: string }[];
  signIn: SignIn;
  cleanedUp: CleanedUp;
  failure: string | null;
  recordingFile: string;
};

export function outcomeOf(
  trial: Trial,
  reference: Recording,
  run: { tenantId: string; runId: string; recordingFile: string },
): Outcome {
  const { recording, cleanedUp, failure } = trial;
  return {
    ...run,
    requests: recording.checks.reduce((sum, { exchanges }) => sum + exchanges.length, 0),
    deviations: compare(recording, reference),
    answers: answersOf(recording),
    notChecked: recording.checks.flatMap(({ name, notReached }) =>
      notReached.map(({ step, why }) => ({ check: name, step, why })),
    ),
    signIn: recording.signIn,
    cleanedUp,
    failure: failure ?? null,
  };
}
