/** What the Temporal UI shows as current details: the state of an onboarding and what to do, in Markdown. */
import type { Progress } from '../../onboarding/progress.js';
import type { StepStatus } from '../../onboarding/steps.js';

const MARKS: Record<StepStatus, string> = {
  pending: '·',
  running: '▶',
  waiting: '⏳',
  blocked: '⛔',
  done: '✔',
  skipped: '⤼',
};

export function renderDetails(progress: Progress): string {
  const { waitingFor, problem, rollback, refused } = progress;
  const lines = [`**SSO onboarding of ${progress.companyName}**: ${progress.status}`, ''];
  if (waitingFor !== null) {
    const { from, signal, deadline } = waitingFor;
    const ends =
      signal === undefined ? 'checked by itself; `retryStep` checks at once' : `signal \`${signal}\``;
    lines.push(`**Waiting for ${from}** (${ends}) until ${deadline}`);
    lines.push(waitingFor.instruction, '');
  }
  if (problem !== null) {
    lines.push(`**Blocked: ${problem.reason}**`, `To do: ${problem.remedy}`);
    lines.push(...(problem.details ?? []).map((detail) => `- ${detail}`), '');
  }
  for (const step of progress.steps) {
    const attempts = step.attempts > 1 ? `, attempt ${String(step.attempts)}` : '';
    const note = step.note === undefined ? '' : `: ${step.note}`;
    lines.push(`- ${MARKS[step.status]} ${step.title} (\`${step.name}\`) ${step.status}${attempts}${note}`);
  }
  const [latest] = refused.slice(-1);
  if (latest !== undefined) lines.push('', `Last refused input: \`${latest.signal}\`: ${latest.reason}`);
  if (rollback !== null) {
    lines.push('', `Removed: ${rollback.removed.join(', ') || 'nothing'}`);
    lines.push(`Kept: ${rollback.kept.join(', ') || 'nothing'}`);
  }
  return lines.join('\n');
}
