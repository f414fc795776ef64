import { Command } from 'commander';
import { once } from 'node:events';
import { exportWorkflows } from '../temporal/export.js';
import { say, withClient } from './context.js';

export const exportCommand = () =>
  new Command('export')
    .description('print every onboarding, watch and offboarding that Temporal has, as JSON lines')
    .addHelpText(
      'after',
      `
One line each: the request, and how it stands, with its steps, artefacts, certificates and what people did. Names, mobile
numbers and addresses of people are in it: keep it as such. A worker must run.

Exit codes: 0 all is printed, 1 some could not be read: their lines say why in "unreadable".

Examples:
  sso-onboard export > customers.jsonl
  sso-onboard export | jq -r 'select(.kind == "watch") | [.customerId, .progress.certificates[0].expiresAt] | @tsv'`,
    )
    .action(async () => {
      let [workflows, unreadable] = [0, 0];
      const customers = new Set<string>();
      await withClient(async (client, taskQueue) => {
        for await (const workflow of exportWorkflows(client, taskQueue)) {
          workflows += 1;
          customers.add(workflow.customerId);
          if (workflow.unreadable !== null) unreadable += 1;
          const line = `${JSON.stringify(workflow)}\n`;
          if (!process.stdout.write(line)) await once(process.stdout, 'drain');
        }
      });
      say(`${String(workflows)} workflows of ${String(customers.size)} customers.`);
      if (unreadable === 0) return;
      say(`${String(unreadable)} of them could not be read: "unreadable" says why.`);
      process.exitCode = 1;
    });
