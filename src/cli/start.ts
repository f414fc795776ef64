import { Command } from 'commander';
import { startOnboarding } from '../temporal/onboardings.js';
import { print, withTemporal } from './context.js';
import { readRequest } from './document.js';

export const startCommand = () =>
  new Command('start')
    .description("start a customer's onboarding")
    .argument('<file>', 'the request, YAML or JSON; - for standard input')
    .option('--dry-run', 'only check the request')
    .addHelpText(
      'after',
      `
Examples:
  sso-onboard start examples/onboarding.yaml
  sso-onboard start --dry-run contoso.yaml
  sso-onboard start --json - < contoso.json`,
    )
    .action(async (file: string, options: { dryRun?: boolean }, command: Command) => {
      const request = readRequest(file);
      if (options.dryRun === true) {
        print(command, request, `The request for ${request.customerId} is valid.`);
        return;
      }
      const started = await withTemporal((client, taskQueue) => startOnboarding(client, taskQueue, request));
      print(
        command,
        started,
        `Started ${started.workflowId}. Follow it: sso-onboard show ${started.customerId} --watch`,
      );
    });
