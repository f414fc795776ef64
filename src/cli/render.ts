/** How onboardings look in a terminal. Colours follow NO_COLOR and whether it is a terminal. */
import Table from 'cli-table3';
import colors from 'picocolors';
import type { HandoverPackage } from '../onboarding/handover.js';
import type { Progress, StepProgress } from '../onboarding/progress.js';
import type { StepStatus } from '../onboarding/steps.js';
import type { Listed, Retrying } from '../temporal/onboardings.js';

const MARKS: Record<StepStatus, string> = {
  pending: colors.dim('·'),
  running: colors.cyan('▶'),
  waiting: colors.yellow('…'),
  blocked: colors.red('✖'),
  done: colors.green('✔'),
  skipped: colors.dim('⤼'),
};

/** The steps, what is waited for, and what to do. */
export function renderProgress(progress: Progress, retrying: readonly Retrying[] = []): string {
  const { waitingFor, problem, refused, rollback, artefacts } = progress;
  const lines = [
    `${colors.bold(progress.companyName)} (${progress.customerId}), tenant ${artefacts.tenantId ?? progress.tenant}: ${progress.status}`,
    '',
    ...progress.steps.map(renderStep),
  ];
  for (const { activity, attempt, lastFailure } of retrying) {
    lines.push('', `${activity} is retried (attempt ${String(attempt)}): ${lastFailure ?? ''}`);
  }
  if (waitingFor !== null) {
    lines.push(
      '',
      colors.yellow(`Waiting for ${waitingFor.from} until ${waitingFor.deadline}`),
      waitingFor.instruction,
    );
  }
  if (problem !== null) {
    lines.push('', colors.red(`Blocked: ${problem.reason}`), `To do: ${problem.remedy}`);
    lines.push(...(problem.details ?? []).map((detail) => `  - ${detail}`));
  }
  const [latest] = refused.slice(-1);
  if (latest !== undefined) lines.push('', `Last refused input: ${latest.signal}: ${latest.reason}`);
  if (rollback !== null) {
    lines.push('', `Removed: ${rollback.removed.join(', ') || 'nothing'}`);
    lines.push(`Kept: ${rollback.kept.join(', ') || 'nothing'}`);
  }
  return lines.join('\n');
}

function renderStep({ name, title, status, attempts, note }: StepProgress): string {
  const more = [
    ...(attempts > 1 ? [`attempt ${String(attempts)}`] : []),
    ...(note === undefined ? [] : [note]),
  ];
  const suffix = more.length === 0 ? '' : colors.dim(` (${more.join('; ')})`);
  return `${MARKS[status]} ${name.padEnd(13)} ${title}${suffix}`;
}

/** Every entry of the Hub's form in its order, then the XML to paste. */
export function renderHandover(handover: HandoverPackage): string {
  const entries = handover.form.map((entry) =>
    'value' in entry
      ? `  ${entry.field}: ${colors.bold(entry.value)}`
      : `  ${entry.field}: the XML below (--metadata-xml prints it alone)`,
  );
  const traps = handover.traps.map((trap) => `  - ${trap}`);
  return [
    `${handover.location}:`,
    ...entries,
    '',
    'Mind:',
    ...traps,
    '',
    `Metadata XML, SHA-256 ${handover.metadataSha256}:`,
    handover.metadataXml,
  ].join('\n');
}

export function renderList(listed: readonly Listed[]): string {
  if (listed.length === 0) return 'No onboardings.';
  const table = new Table({
    head: ['customer', 'status', 'step', 'waiting for', 'tenant', 'started'],
    style: { head: [], border: [] },
  });
  for (const { customerId, status, step, waitingFor, tenant, startedAt, workflowStatus } of listed) {
    // A workflow that failed or was terminated did not get to say so itself.
    const shown =
      workflowStatus === 'RUNNING' || workflowStatus === 'COMPLETED' ? status : workflowStatus.toLowerCase();
    table.push([customerId, shown ?? '', step ?? '', waitingFor ?? '', tenant ?? '', startedAt]);
  }
  return table.toString();
}
