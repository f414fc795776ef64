import { type Command, Option } from 'commander';
import { commandFor, exampleOf } from './act.js';
import { UsageError } from './errors.js';
import { parseTenant } from './parseOptions.js';
import { send } from './tell.js';

type ConsentOptions = {
  tenantId?: string;
  grantedBy?: string;
  declined?: boolean;
  declinedBy?: string;
  reason?: string;
};

export const grantConsentCommand = () =>
  commandFor('onboarding', 'grantConsent')
    .addOption(
      new Option('--tenant-id <guid>', 'the tenant whose administrator consented')
        .argParser(parseTenant)
        .conflicts(['declined', 'declinedBy', 'reason']),
    )
    .addOption(
      new Option('--granted-by <name>', 'who consented').conflicts(['declined', 'declinedBy', 'reason']),
    )
    .option('--declined', 'they declined instead')
    .option('--declined-by <name>', 'who declined')
    .option('--reason <text>', 'why they declined')
    .addHelpText(
      'after',
      `
Examples:
  ${exampleOf('onboarding', 'grantConsent')}
  sso-onboard grant-consent contoso --declined --declined-by "Anna Admin" --reason "asks for too much"`,
    )
    .action((customerId: string, options: ConsentOptions, command: Command) => {
      const { tenantId, grantedBy, declined, declinedBy } = options;
      const complete = declined ? declinedBy : tenantId && grantedBy;
      if (!complete)
        throw new UsageError('Give --tenant-id and --granted-by, or --declined and --declined-by.');
      return send(command, customerId, 'grantConsent', options);
    });
