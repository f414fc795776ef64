import { Command } from 'commander';
import { userInfo } from 'node:os';
import { startOnboarding } from '../temporal/start.js';
import { print, withTemporal } from './context.js';
import { readRequest } from './document.js';

export const startCommand = () =>
  new Command('start')
    .description("start a customer's onboarding")
    .argument('<file>', 'the request, YAML or JSON; - for standard input')
    .option('--dry-run', 'only check the request')
    .option('--by <name>', 'who starts it, for the record (default: who you are on this machine)')
    .addHelpText(
      'after',
      `
Examples:
  sso-onboard start examples/onboarding.yaml
  sso-onboard start --dry-run contoso.yaml
  sso-onboard start --json - < contoso.json`,
    )
    .action(async (file: string, { dryRun, by }: { dryRun?: boolean; by?: string }, command: Command) => {
      const request = readRequest(file);
      if (dryRun === true) {
        print(command, request, `The request for ${request.customerId} is valid.`);
        return;
      }
      const started = await withTemporal((client, taskQueue) =>
        startOnboarding(client, { taskQueue, request, by: by ?? ownName() }),
      );
      print(
        command,
        started,
        `Started ${started.workflowId}. Follow it: sso-onboard show ${started.customerId} --watch`,
      );
    });

/** A container may run as somebody without a name. */
function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'the command line';
  }
}
