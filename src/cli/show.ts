import { Command } from 'commander';
import { clearScreenDown, moveCursor } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { OnboardingNotFoundError, RefusedError } from '../temporal/customerWorkflow.js';
import { offboardingSince } from '../temporal/offboardings.js';
import type { Offboarding, Onboarding, Port, Watch } from '../temporal/port.js';
import { changes } from './changes.js';
import { print, say, withTemporal } from './context.js';
import { plain, renderHandover, renderProgress, statusOf } from './render.js';

type Options = { watch?: boolean; unassigned?: boolean; handover?: boolean; metadataXml?: boolean };

const WATCH_MS = 1_000;

export const showCommand = () =>
  new Command('show')
    .description('show how an onboarding stands, and what to do')
    .argument('<customerId>')
    .option('--watch', 'a live list of the steps, until the onboarding is over; exit code 1 if not done')
    .option('--handover', "every value of the Hub's form, in its order")
    .option('--metadata-xml', 'only the XML to paste into the Hub')
    .option('--unassigned', 'of a large choice, everyone that could not be assigned, and why')
    .addHelpText(
      'after',
      `
Examples:
  sso-onboard show contoso --watch
  sso-onboard show contoso --metadata-xml > metadata.xml
  sso-onboard show contoso --json | jq .waitingFor`,
    )
    .action(async (customerId: string, options: Options, command: Command) => {
      await withTemporal(async (temporal) => {
        const subject = { kind: 'onboarding', customerId } as const;
        if (options.handover === true || options.metadataXml === true) {
          const handover = await temporal.ask(subject, 'handover');
          if (handover === null)
            throw new RefusedError('There is nothing to hand over yet: the step metadata comes first.');
          // Byte for byte, so that its SHA-256 is the one that is shown.
          if (options.metadataXml === true) process.stdout.write(handover.metadataXml);
          else print(command, handover, renderHandover(handover));
        } else if (options.unassigned === true) {
          const unassigned = await temporal.ask(subject, 'unassigned');
          const lines = unassigned.map(({ type, principal, reason }) => `${type} "${principal}" ${reason}`);
          print(command, unassigned, lines.length === 0 ? 'Nobody.' : plain(lines).join('\n'));
        } else if (options.watch === true) {
          const onboarding = await watch(temporal, customerId);
          print(command, onboarding, `${customerId}: ${statusOf(onboarding.status, onboarding.execution)}`);
          if (onboarding.status !== 'done') process.exitCode = 1;
        } else {
          const onboarding = await temporal.ask(subject, 'progress');
          const isDone = onboarding.status === 'done';
          const watching = isDone ? await watchOver(temporal, customerId) : null;
          const offboarding = (isDone ? await offboardingSince(temporal, customerId) : undefined) ?? null;
          const since = [
            ...(watching === null ? [] : [mention(watching)]),
            ...(offboarding === null ? [] : [mentionOffboarding(offboarding)]),
          ];
          const lines = [renderProgress(onboarding), ...(since.length === 0 ? [] : ['', ...since])];
          print(command, { ...onboarding, watch: watching, offboarding }, lines.join('\n'));
        }
      });
    });

/** Null where the request asks for none. */
const watchOver = (temporal: Port, customerId: string): Promise<Watch | null> =>
  temporal.ask({ kind: 'watch', customerId }, 'progress').catch((error: unknown) => {
    if (error instanceof OnboardingNotFoundError) return null;
    throw error;
  });

function mention({ customerId, status, execution, nextCheck }: Watch): string {
  const next = execution === 'RUNNING' ? `, next check ${nextCheck}` : '';
  return `Watched over: ${statusOf(status, execution)}${next}. See: sso-onboard watch ${customerId}`;
}

const mentionOffboarding = ({ customerId, status, execution }: Offboarding): string =>
  `Offboarding: ${statusOf(status, execution)}. See: sso-onboard offboard ${customerId}`;

/** Redraws in a terminal; elsewhere writes a line for each change. */
async function watch(temporal: Port, customerId: string): Promise<Onboarding> {
  const terminal = process.stderr;
  let drawn = 0;
  let last: Onboarding | undefined;
  for (;;) {
    const onboarding = await temporal.ask({ kind: 'onboarding', customerId }, 'progress');
    if (terminal.isTTY) {
      const text = renderProgress(onboarding);
      moveCursor(terminal, 0, -drawn);
      clearScreenDown(terminal);
      terminal.write(`${text}\n`);
      drawn = rows(text, terminal.columns);
    } else {
      for (const line of changes(last, onboarding)) say(plain(line));
    }
    last = onboarding;
    // One that was terminated cannot say so itself.
    const over = onboarding.status === 'done' || onboarding.status === 'cancelled';
    if (over || onboarding.execution !== 'RUNNING') return onboarding;
    await sleep(WATCH_MS);
  }
}

/** How many rows of a terminal the text takes: long lines wrap, colours take no room. */
export function rows(text: string, columns: number): number {
  return stripVTControlCharacters(text)
    .split('\n')
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / columns)), 0);
}
