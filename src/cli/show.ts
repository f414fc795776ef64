import type { Client } from '@temporalio/client';
import { Command } from 'commander';
import { clearScreenDown, moveCursor } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress } from '../onboarding/progress.js';
import { handoverOf, progressOf, RefusedError, retryingActivities } from '../temporal/onboardings.js';
import { print, withTemporal } from './context.js';
import { renderHandover, renderProgress } from './render.js';

type Options = { watch?: boolean; handover?: boolean; metadataXml?: boolean };

const WATCH_MS = 1_000;

export const showCommand = () =>
  new Command('show')
    .description('show how an onboarding stands, and what to do')
    .argument('<customerId>')
    .option('--watch', 'a live list of the steps, until the onboarding is over')
    .option('--handover', "every value of the Hub's form, in its order")
    .option('--metadata-xml', 'only the XML to paste into the Hub')
    .addHelpText(
      'after',
      `
Examples:
  sso-onboard show contoso --watch
  sso-onboard show contoso --metadata-xml > metadata.xml
  sso-onboard show contoso --json | jq .waitingFor`,
    )
    .action(async (customerId: string, options: Options, command: Command) => {
      await withTemporal(async (client) => {
        if (options.handover === true || options.metadataXml === true) {
          const handover = await handoverOf(client, customerId);
          if (handover === null)
            throw new RefusedError('There is nothing to hand over yet: the step metadata comes first.');
          const text = options.metadataXml === true ? handover.metadataXml : renderHandover(handover);
          print(command, handover, text);
        } else if (options.watch === true) {
          const progress = await watch(client, customerId);
          print(command, progress, '');
        } else {
          const progress = await progressOf(client, customerId);
          print(command, progress, renderProgress(progress, await retryingActivities(client, customerId)));
        }
      });
    });

/** Redraws in a terminal; elsewhere writes a line for each change. */
async function watch(client: Client, customerId: string): Promise<Progress> {
  const terminal = process.stderr;
  let drawn = 0;
  let last = '';
  for (;;) {
    const progress = await progressOf(client, customerId);
    const { status, step } = progress;
    if (terminal.isTTY) {
      const text = renderProgress(progress, await retryingActivities(client, customerId));
      moveCursor(terminal, 0, -drawn);
      clearScreenDown(terminal);
      terminal.write(`${text}\n`);
      // Lines that wrap take more than one row.
      drawn = text
        .split('\n')
        .reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / terminal.columns)), 0);
    } else if (last !== `${step} ${status}`) {
      last = `${step} ${status}`;
      terminal.write(`${step} ${status}\n`);
    }
    if (status === 'done' || status === 'cancelled') return progress;
    await sleep(WATCH_MS);
  }
}
