import { Command, Option } from 'commander';
import { setTimeout as sleep } from 'node:timers/promises';
import colors from 'picocolors';
import { inputFor } from '../onboarding/actions/index.js';
import type { OffboardingSignal } from '../onboarding/offboarding.js';
import { PERMISSION_PROFILES } from '../onboarding/permissions.js';
import { describeIssues } from '../onboarding/describeIssues.js';
import { type OffboardingRequest, offboardingRequestSchema } from '../onboarding/request.js';
import { offboardingSince, onboardedBy } from '../temporal/offboardings.js';
import type { Offboarding, Port } from '../temporal/port.js';
import { exampleOf, summaryOf } from './act.js';
import { print, say, withTemporal } from './context.js';
import { UsageError } from './errors.js';
import { plain, renderProblem, statusOf } from './render.js';

type Options = {
  confirm?: boolean;
  retry?: boolean;
  cancel?: boolean;
  by?: string;
  reason?: string;
  tenant?: string;
  permissionProfile?: string;
};

const POLL_MS = 300;

export const offboardCommand = () =>
  new Command('offboard')
    .description('remove what a finished onboarding made: first shown, then, once confirmed, removed')
    .argument('<customerId>')
    .addOption(new Option('--confirm', 'remove what was shown').conflicts(['retry', 'cancel']))
    .addOption(new Option('--retry', summaryOf('offboarding', 'retryOffboarding')).conflicts('cancel'))
    .option('--cancel', summaryOf('offboarding', 'cancelOffboarding'))
    .option('--by <name>', 'who decided; needed with --confirm, --retry and --cancel')
    .option('--reason <text>', 'why; needed with --cancel')
    .option('--tenant <tenant>', 'of a customer whose onboarding and watch Temporal no longer has')
    .addOption(
      new Option('--permission-profile <profile>', 'with --tenant: what the tenant consented to')
        .choices(PERMISSION_PROFILES)
        .default('full'),
    )
    .addHelpText(
      'after',
      `
Repeated, it shows how the offboarding stands, and what it has removed.
Where two people must confirm (OFFBOARDING_CONFIRMED_BY), they confirm in the console, and --confirm is refused.
Entra ID keeps the removed application for 30 days. Starting the customer's onboarding again within them restores it.

Examples:
  sso-onboard offboard contoso
  ${exampleOf('offboarding', 'confirmOffboarding')}
  ${exampleOf('offboarding', 'cancelOffboarding')}
  sso-onboard offboard contoso --tenant contoso.com`,
    )
    .action(async (customerId: string, options: Options, command: Command) => {
      const answer = answerOf(options);
      const progress = await withTemporal(async (temporal) => {
        if (answer === undefined) {
          const before = await offboardingSince(temporal, customerId);
          // Shown again; a tenant that is named is looked through once more.
          if (before?.status === 'done' && options.tenant === undefined) return before;
          await temporal.offboard(await requestFor(temporal, customerId, options));
        } else {
          await temporal.tell({ kind: 'offboarding', customerId }, answer.signal, answer.input);
          say(`Accepted: ${answer.signal} for ${customerId}.`);
        }
        return settled(temporal, customerId);
      });
      print(command, progress, renderOffboarding(progress));
      if (fellShort(progress, options)) process.exitCode = 1;
    });

/** Also where what was confirmed has changed meanwhile, and is asked about again, or somebody ended the workflow. */
export const fellShort = (
  { status, execution }: Pick<Offboarding, 'status' | 'execution'>,
  { confirm }: Pick<Options, 'confirm'>,
): boolean =>
  status === 'blocked' ||
  (confirm === true && status !== 'done') ||
  (execution !== 'RUNNING' && execution !== 'COMPLETED');

/** @throws UsageError when something is missing in what is to be told */
function answerOf({ confirm, retry, cancel, by, reason }: Options) {
  const signal: OffboardingSignal | undefined =
    confirm === true
      ? 'confirmOffboarding'
      : retry === true
        ? 'retryOffboarding'
        : cancel === true
          ? 'cancelOffboarding'
          : undefined;
  if (signal === undefined) return undefined;
  if (by === undefined) throw new UsageError('Give --by: who decided.');
  const parsed = inputFor('offboarding', signal, cancel === true ? { reason } : {}, by);
  if (!parsed.success) {
    throw new UsageError(
      describeIssues(parsed.error)
        .map((line) => `--${line}`)
        .join('\n'),
    );
  }
  return { signal, input: parsed.data };
}

async function requestFor(
  temporal: Port,
  customerId: string,
  { tenant, permissionProfile }: Options,
): Promise<OffboardingRequest> {
  const from = tenant === undefined ? await onboardedBy(temporal, customerId) : { tenant, permissionProfile };
  const parsed = offboardingRequestSchema.safeParse({
    customerId,
    tenant: from.tenant,
    permissionProfile: from.permissionProfile,
  });
  if (!parsed.success) throw new UsageError(describeIssues(parsed.error).join('\n'));
  return parsed.data;
}

/** Until it waits for somebody or is over. */
async function settled(temporal: Port, customerId: string): Promise<Offboarding> {
  for (;;) {
    const progress = await temporal.ask({ kind: 'offboarding', customerId }, 'progress');
    const isAtWork = progress.status === 'running' && progress.note === undefined;
    if (!isAtWork || progress.execution !== 'RUNNING') return progress;
    await sleep(POLL_MS);
  }
}

export function renderOffboarding(progress: Offboarding): string {
  const { customerId, tenant, status, execution, plan, confirmations, refused, ...rest } = plain(progress);
  // It waits for nobody any more.
  const { waitingFor, problem, note } =
    execution === 'RUNNING' ? rest : { waitingFor: null, problem: null, note: undefined };
  const list = (lines: readonly string[]) => lines.map((line) => `  - ${line}`);
  const done = status === 'done';
  const lines = [`${colors.bold(customerId)}, tenant ${tenant}: offboarding ${statusOf(status, execution)}`];
  if (plan !== null && status !== 'cancelled') {
    const { toRemove, toKeep } = plan;
    lines.push(
      '',
      done ? 'Removed:' : 'To be removed:',
      ...(toRemove.length === 0 ? ['  nothing'] : list(toRemove)),
    );
    if (toKeep.length > 0) lines.push(done ? 'Kept:' : 'To be kept:', ...list(toKeep));
  }
  if (waitingFor !== null) {
    const command = `sso-onboard offboard ${customerId} --confirm --by <name>`;
    lines.push('', waitingFor.instruction);
    if (confirmations === undefined || confirmations.needed === 1) {
      lines.push(colors.yellow(`Confirm with: ${command}`));
    }
  }
  if (problem !== null) lines.push(...renderProblem(problem));
  if (note !== undefined) lines.push('', note);
  const [latest] = refused.slice(-1);
  if (latest !== undefined) lines.push('', `Last refused: ${latest.reason}`);
  return lines.join('\n');
}
