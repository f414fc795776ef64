/** What the Temporal UI shows as current details of a watch, in Markdown. */
import { describeDifference } from '../../onboarding/drift.js';
import type { WatchProgress } from '../../onboarding/watch.js';

export function renderWatch(progress: WatchProgress): string {
  const { waitingFor, problem, drift, certificates } = progress;
  const lines = [`**Watch over the SSO of ${progress.companyName}**: ${progress.status}`, ''];
  if (waitingFor !== null) {
    lines.push(
      `**Waiting for ${waitingFor.from}** (signal \`${waitingFor.signal}\`) until ${waitingFor.deadline}`,
    );
    lines.push(waitingFor.instruction, '');
  }
  if (problem !== null) {
    lines.push(`**Blocked: ${problem.reason}**`, `To do: ${problem.remedy}`);
    lines.push(...(problem.details ?? []).map((detail) => `- ${detail}`), '');
  }
  for (const { thumbprint, expiresAt, active, trusted } of certificates) {
    const marks = [active ? 'active' : 'not active', trusted ? 'known to the Hub' : 'not known to the Hub'];
    lines.push(`- certificate \`${thumbprint}\`, until ${expiresAt}: ${marks.join(', ')}`);
  }
  if (drift !== null) {
    lines.push('', `Compared at ${drift.checkedAt}:`);
    if (drift.differences.length === 0) lines.push('- everything is as agreed');
    lines.push(...drift.differences.map((difference) => `- ${describeDifference(difference)}`));
    lines.push(...drift.repaired.map((difference) => `- repaired: ${describeDifference(difference)}`));
  }
  const noticed = progress.noticed.slice(-5);
  if (noticed.length > 0) lines.push('', ...noticed.map(({ at, what }) => `- ${at}: ${what}`));
  lines.push('', `Next check: ${progress.nextCheck}`);
  return lines.join('\n');
}
