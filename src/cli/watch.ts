import { Command, Option } from 'commander';
import { createHash } from 'node:crypto';
import { RefusedError } from '../temporal/customerWorkflow.js';
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
    .addOption(new Option('--check', 'look at everything now').conflicts(['confirmHandover', 'stop']))
    .addOption(
      new Option(
        '--confirm-handover <file>',
        'the Hub has this XML, as --metadata-xml has written it',
      ).conflicts('stop'),
    )
    .addOption(
      new Option('--handover', "every value of the Hub's form, in its order, with the new XML").conflicts([
        ...ACTIONS,
        'metadataXml',
      ]),
    )
    .addOption(new Option('--metadata-xml', 'only the XML to paste into the Hub').conflicts(ACTIONS))
    .option('--stop', 'end it; nothing in the tenant is changed')
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
  sso-onboard watch contoso --confirm-handover metadata.xml --by "Hanna Hub"
  sso-onboard watch contoso --stop --by Olga --reason "customer left"`,
    )
    .action(async (customerId: string, options: Options, command: Command) => {
      const { check, handover, metadataXml, confirmHandover, stop, by, reason } = options;
      const named = () => {
        if (by === undefined) throw new UsageError('Give --by: who decided.');
        return by;
      };
      if (confirmHandover !== undefined || stop === true) named();
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
        if (confirmHandover !== undefined) {
          const metadataSha256 = createHash('sha256').update(readBytes(confirmHandover)).digest('hex');
          await temporal.tell(subject, 'confirmHandover', { confirmedBy: named(), metadataSha256 });
          say(`Accepted: confirmHandover for ${customerId}.`);
        }
        if (stop === true) {
          await temporal.tell(subject, 'endWatch', {
            by: named(),
            ...(reason === undefined ? {} : { reason }),
          });
          say(`Accepted: endWatch for ${customerId}.`);
        }
        const watch =
          check === true ? await checkNow(temporal, customerId, by) : await temporal.ask(subject, 'progress');
        print(command, watch, renderWatch(watch));
      });
    });
