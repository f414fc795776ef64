import { Command } from 'commander';
import { userInfo } from 'node:os';
import { describeClaims } from '../onboarding/claims.js';
import { describeFinding, type Finding } from '../onboarding/preflight.js';
import { surveyTenant } from '../temporal/preflight.js';
import { print, withClient, withTemporal } from './context.js';
import { readRequest } from './document.js';
import { UsageError } from './errors.js';
import { plain } from './render.js';

export const startCommand = () =>
  new Command('start')
    .description("start a customer's onboarding")
    .argument('<file>', 'the request, YAML or JSON; - for standard input')
    .option('--dry-run', 'only check the request')
    .option('--online', 'with --dry-run: have a worker look at the tenant too; nothing is written')
    .option('--by <name>', 'who starts it, as the customer reads it (default: who you are on this machine)')
    .addHelpText(
      'after',
      `
Examples:
  sso-onboard start examples/onboarding.yaml
  sso-onboard start --dry-run contoso.yaml
  sso-onboard start --dry-run --online contoso.yaml
  sso-onboard start --json - < contoso.json`,
    )
    .action(async (file: string, { dryRun, online, by }: Options, command: Command) => {
      if (online === true && dryRun !== true) throw new UsageError('--online goes with --dry-run.');
      const request = readRequest(file);
      if (online === true) {
        const findings = await withClient((client, taskQueue) => surveyTenant(client, taskQueue, request));
        const text = `${renderFindings(request.customerId, findings)}\n${describeClaims(request)}`;
        print(command, { request, findings }, text);
        if (findings.some(({ verdict }) => verdict === 'blocks')) process.exitCode = 1;
        return;
      }
      if (dryRun === true) {
        print(
          command,
          request,
          `The request for ${request.customerId} is valid.\n${describeClaims(request)}`,
        );
        return;
      }
      const started = await withTemporal((temporal) => temporal.start({ request, by: by ?? ownName() }));
      print(
        command,
        started,
        `Started ${started.workflowId}. Follow it: sso-onboard show ${started.customerId} --watch`,
      );
    });

type Options = { dryRun?: boolean; online?: boolean; by?: string };

/** What blocks first. */
export function renderFindings(customerId: string, findings: readonly Finding[]): string {
  const order = ['blocks', 'warns', 'unknown', 'fine'] as const;
  const lines = order.flatMap((verdict) =>
    findings.filter((one) => one.verdict === verdict).map((one) => `  ${describeFinding(one)}`),
  );
  const blocking = findings.filter(({ verdict }) => verdict === 'blocks').length;
  const outcome =
    blocking === 0 ? 'nothing in the tenant stands in its way' : `${String(blocking)} in its way`;
  return [`The request for ${customerId} is valid; ${outcome}.`, ...plain(lines)].join('\n');
}

/** A container may run as somebody without a name. */
function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'the command line';
  }
}
