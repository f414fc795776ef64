import { Command, Option } from 'commander';
import { createHash } from 'node:crypto';
import { RefusedError } from '../temporal/customerWorkflow.js';
import type { Port } from '../temporal/port.js';
import { exampleOf, summaryOf } from './act.js';
import { checkNow } from './checkNow.js';
import { print, say, withTemporal } from './context.js';
import { readBytes } from './document.js';
import { UsageError } from './errors.js';
import { renderHandover } from './render.js';
import { renderWatch } from './renderWatch.js';

type Options = {
  check?: boolean;
  handover?: boolean;
  metadataXml?: boolean;
  confirmHandover?: string;
  stop?: boolean;
  by?: string;
  reason?: string;
};

const ACTIONS = ['check', 'confirmHandover', 'stop'];

export const watchCommand = () =>
  new Command('watch')
    .description(
      'show what keeps sign-in working after the onboarding; check now, confirm a handover, end it',
    )
    .argument('<customerId>')
    .addOption(new Option('--check', summaryOf('watch', 'checkNow')).conflicts(['confirmHandover', 'stop']))
    .addOption(
      new Option('--confirm-handover <file>', summaryOf('watch', 'confirmHandover')).conflicts('stop'),
    )
    .addOption(
      new Option('--handover', "every value of the Hub's form, in its order, with the new XML").conflicts([
        ...ACTIONS,
        'metadataXml',
      ]),
    )
    .addOption(new Option('--metadata-xml', 'only the XML to paste into the Hub').conflicts(ACTIONS))
    .option('--stop', summaryOf('watch', 'endWatch'))
    .option('--by <name>', 'who decided; needed with --confirm-handover and --stop')
    .option('--reason <text>', 'why, with --stop')
    .addHelpText(
      'after',
      `
What was ended with --stop begins again with a new onboarding of the customer, and not otherwise.
"sso-onboard drift <customerId>" compares now, and its exit code says whether anything differs.

Examples:
  sso-onboard watch contoso
  sso-onboard watch contoso --metadata-xml > metadata.xml
  ${exampleOf('watch', 'confirmHandover')}
  ${exampleOf('watch', 'endWatch')}`,
    )
    .action(async (customerId: string, options: Options, command: Command) => {
      const { check, handover, metadataXml, by } = options;
      const told = toldBy(options);
      await withTemporal(async (temporal) => {
        const subject = { kind: 'watch', customerId } as const;
        if (handover === true || metadataXml === true) {
          const found = await temporal.ask(subject, 'handover');
          if (found === null) throw new RefusedError('There is nothing to hand over.');
          // Byte for byte, so that its SHA-256 is the one that is shown.
          if (metadataXml === true) process.stdout.write(found.metadataXml);
          else print(command, found, renderHandover(found));
          return;
        }
        if (told !== undefined) {
          await tell(temporal, customerId, told);
          say(`Accepted: ${told.signal} for ${customerId}.`);
        }
        const watch =
          check === true ? await checkNow(temporal, customerId, by) : await temporal.ask(subject, 'progress');
        print(command, watch, renderWatch(watch));
      });
    });

/** What the monitoring is to be told, by whom. */
type Told = { by: string } & (
  { signal: 'confirmHandover'; metadataSha256: string } | { signal: 'endWatch'; reason: string | undefined }
);

/** @throws UsageError */
function toldBy({ confirmHandover, stop, by, reason }: Options): Told | undefined {
  if (confirmHandover === undefined && stop !== true) return undefined;
  if (by === undefined) throw new UsageError('Give --by: who decided.');
  if (confirmHandover === undefined) return { signal: 'endWatch', by, reason };
  const metadataSha256 = createHash('sha256').update(readBytes(confirmHandover)).digest('hex');
  return { signal: 'confirmHandover', by, metadataSha256 };
}

function tell(temporal: Port, customerId: string, told: Told): Promise<void> {
  const subject = { kind: 'watch', customerId } as const;
  const { by } = told;
  if (told.signal === 'endWatch') return temporal.tell(subject, 'endWatch', { by, reason: told.reason });
  const { metadataSha256 } = told;
  return temporal.tell(subject, 'confirmHandover', { confirmedBy: by, metadataSha256 });
}
