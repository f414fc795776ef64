/** What the Temporal UI shows as current details of an offboarding, in Markdown. */
import type { OffboardingProgress } from '../../onboarding/offboarding.js';

export function renderOffboarding(progress: OffboardingProgress): string {
  const { customerId, status, step, waitingFor, problem, note, plan, refused } = progress;
  const lines = [`**Offboarding of ${customerId}**: ${status} (\`${step}\`)`, ''];
  if (note !== undefined) lines.push(note, '');
  if (waitingFor !== null) {
    lines.push(
      `**Waiting for ${waitingFor.from}** (signal \`${waitingFor.signal}\`)`,
      waitingFor.instruction,
      '',
    );
  }
  if (problem !== null) lines.push(`**Blocked: ${problem.reason}**`, `To do: ${problem.remedy}`, '');
  if (plan !== null) {
    const over = status === 'done';
    lines.push(over ? 'Removed:' : 'Will be removed:', ...listed(plan.toRemove));
    lines.push(over ? 'Kept:' : 'Will be kept:', ...listed(plan.toKeep));
  }
  const [latest] = refused.slice(-1);
  if (latest !== undefined) lines.push('', `Last refused input: \`${latest.signal}\`: ${latest.reason}`);
  return lines.join('\n');
}

const listed = (lines: readonly string[]) =>
  lines.length === 0 ? ['- nothing'] : lines.map((line) => `- ${line}`);
