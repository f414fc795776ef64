import { Command } from 'commander';
import { type DriftReport, violations } from '../onboarding/drift.js';
import { RefusedError } from '../temporal/customerWorkflow.js';
import type { Watch } from '../temporal/port.js';
import { checkNow } from './checkNow.js';
import { print, withTemporal } from './context.js';
import { DIFFERS } from './errors.js';
import { renderDrift } from './renderWatch.js';

export const driftCommand = () =>
  new Command('drift')
    .description('compare the tenant now with what was agreed, field by field, with who changed it')
    .argument('<customerId>')
    .option('--by <name>', 'who asks, for the record', 'operator')
    .addHelpText(
      'after',
      `
What the request says under watch.repair is set right, and shown so. What the customer added on their own is shown,
left alone, and does not count. Who changed something is known where the tenant consented to AuditLog.Read.All and
Directory.Read.All.

Exit codes: 0 everything is as agreed, ${String(DIFFERS)} something differs, 1 it could not be compared.

Examples:
  sso-onboard drift contoso
  sso-onboard drift contoso --json | jq '.differences[].field'`,
    )
    .action(async (customerId: string, { by }: { by: string }, command: Command) => {
      const drift = comparisonOf(await withTemporal((temporal) => checkNow(temporal, customerId, by)));
      print(command, drift, renderDrift(drift));
      if (violations(drift.differences).length > 0) process.exitCode = DIFFERS;
    });

/**
 * What the check has found; where another part of it failed, "sso-onboard watch" tells.
 * @throws RefusedError when it did not come to compare
 */
export function comparisonOf({
  drift,
  checkedAt,
  problem,
  status,
  nextCheck,
}: Pick<Watch, 'drift' | 'checkedAt' | 'problem' | 'status' | 'nextCheck'>): DriftReport {
  if (drift !== null && checkedAt !== null && drift.checkedAt >= checkedAt) return drift;
  if (problem !== null) throw new RefusedError(problem.reason, `To do: ${problem.remedy}`);
  if (status === 'stopped') throw new RefusedError('The watch has ended.');
  throw new RefusedError('It was not compared yet.', `It continues by itself at ${nextCheck}.`);
}
