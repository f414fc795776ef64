/** What a run tells: where the tenant and the sandbox differ, what it settles, and what it has removed. */
import { z } from 'zod';
import type { Check } from './check.js';
import { CHECKS } from './checks/index.js';
import type { CleanedUp } from './cleanup.js';
import { compare, type Deviation } from './compare.js';
import type { Recording } from './recording.js';
import type { Trial } from './trial.js';

export type Outcome = {
  tenantId: string;
  runId: string;
  /** Requests that were compared. */
  requests: number;
  deviations: Deviation[];
  answers: { row: string; question: string; answer: string }[];
  notChecked: { check: string; step: string; why: string }[];
  signIn: Recording['signIn'];
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
    answers: CHECKS.flatMap((check) => answerOf(check, recording)),
    notChecked: recording.checks.flatMap(({ name, notReached }) =>
      notReached.map(({ step, why }) => ({ check: name, step, why })),
    ),
    signIn: recording.signIn,
    cleanedUp,
    failure: failure ?? null,
  };
}

/** Of a batch, the worst of what its items were answered. */
function statusOf(recording: Recording, check: Check, step: string): number | undefined {
  const exchanges = recording.checks.find(({ name }) => name === check.name)?.exchanges;
  const exchange = exchanges?.find((candidate) => candidate.step === step);
  const items = batch.safeParse(exchange?.body).data?.responses;
  return items === undefined
    ? (exchange?.status ?? undefined)
    : Math.max(...items.map(({ status }) => status));
}

const batch = z.object({ responses: z.array(z.object({ status: z.int() })).min(1) });

function answerOf(check: Check, recording: Recording): Outcome['answers'] {
  const asked = recording.checks.some(({ name, exchanges }) => name === check.name && exchanges.length > 0);
  const answer = asked ? check.answer?.((step) => statusOf(recording, check, step)) : undefined;
  return answer === undefined ? [] : [{ row: check.row, question: check.settles, answer }];
}
