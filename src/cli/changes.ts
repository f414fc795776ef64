/** What is new since the last look at an onboarding: lines for a log, where nothing can be redrawn. */
import type { Onboarding } from '../temporal/port.js';

/** One line per step that got on, then whom it waits for, what blocks it, or what is retried. */
export function changes(before: Onboarding | undefined, after: Onboarding): string[] {
  const lines = after.steps
    .filter(({ status }, i) => status !== (before?.steps[i]?.status ?? 'pending'))
    .map(({ name, title, status }) => `${status.padEnd(8)} ${name.padEnd(13)} ${title}`);
  const said = new Set(before === undefined ? [] : remarks(before));
  return [...lines, ...remarks(after).filter((line) => !said.has(line))];
}

function remarks({ waitingFor, problem, retrying }: Onboarding): string[] {
  return [
    ...(waitingFor === null ? [] : [`waiting for ${waitingFor.from}: ${waitingFor.instruction}`]),
    ...(problem === null ? [] : [`blocked: ${problem.reason} To do: ${problem.remedy}`]),
    ...retrying.map(({ activity, lastFailure }) => `${activity} is retried: ${lastFailure ?? ''}`),
  ];
}
