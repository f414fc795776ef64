/** How a watch looks in a terminal. */
import colors from 'picocolors';
import { describeDifference, type DriftReport } from '../onboarding/drift.js';
import type { WatchProgress } from '../onboarding/watch.js';
import type { Watch } from '../temporal/port.js';
import { plain, renderProblem, renderRetrying, renderStep, renderTestSignIns, statusOf } from './render.js';

/** So many of what was noticed. */
const SHOWN = 5;

/** Certificates, what is waited for, what blocks, what differs, what others did. */
export function renderWatch(watch: Watch): string {
  const { companyName, customerId, tenant, status, execution, certificates, steps, ...rest } = plain(watch);
  const { waitingFor, problem, drift, noticed, testSignIns, retrying, refused, nextCheck } = rest;
  const lines = [
    `Watch over ${colors.bold(companyName)} (${customerId}), tenant ${tenant}: ${statusOf(status, execution)}`,
    ...certificates.map(renderCertificate),
  ];
  if (steps.some(({ name, status: step }) => name !== 'configuration' && step !== 'pending')) {
    lines.push('', ...steps.map(renderStep));
  }
  lines.push(...renderRetrying(retrying), ...renderTestSignIns(testSignIns));
  if (execution === 'RUNNING' && waitingFor !== null) {
    const until = `Waiting for ${waitingFor.from} until ${waitingFor.deadline}`;
    lines.push('', colors.yellow(until), waitingFor.instruction);
  }
  if (execution === 'RUNNING' && problem !== null) {
    lines.push(...renderProblem(problem));
  }
  if (drift !== null) lines.push('', ...driftLines(drift));
  const latest = noticed.slice(-SHOWN).map(({ at, what }) => `  ${at} ${what}`);
  if (latest.length > 0) lines.push('', 'Noticed:', ...latest);
  const [last] = refused.slice(-1);
  if (last !== undefined) lines.push('', `Last refused input: ${last.signal}: ${last.reason}`);
  if (execution === 'RUNNING') lines.push('', `Next check: ${nextCheck}`);
  return lines.join('\n');
}

/** Every difference field by field, with who made it where that is known. */
export const renderDrift = (report: DriftReport): string => driftLines(plain(report)).join('\n');

function driftLines({ checkedAt, differences, repaired }: DriftReport): string[] {
  const lines = [
    ...differences.map((difference) =>
      difference.kind === 'added'
        ? `  + ${describeDifference(difference)} (their own: it is left alone)`
        : colors.yellow(`  ! ${describeDifference(difference)}`),
    ),
    ...repaired.map((difference) => colors.green(`  ✔ repaired: ${describeDifference(difference)}`)),
  ];
  return lines.length === 0
    ? [`Compared at ${checkedAt}: everything is as agreed.`]
    : [`Compared at ${checkedAt}:`, ...lines];
}

function renderCertificate({
  thumbprint,
  expiresAt,
  active,
  trusted,
}: WatchProgress['certificates'][number]): string {
  const marks = [active ? colors.green('active') : 'not active', trusted ? 'known to the Hub' : ''];
  const unknown = trusted ? [] : [colors.yellow('not known to the Hub')];
  return `  certificate ${thumbprint}, until ${expiresAt}: ${[...marks, ...unknown].filter(Boolean).join(', ')}`;
}
