import { Command } from 'commander';
import { send } from './tell.js';

export const confirmHandoverCommand = () =>
  new Command('confirm-handover')
    .description("the Hub's form is filled in and saved")
    .argument('<customerId>')
    .requiredOption('--confirmed-by <name>', 'who filled it in')
    .addHelpText('after', '\nExample:\n  sso-onboard confirm-handover contoso --confirmed-by "Hanna Hub"')
    .action((customerId: string, options: object, command: Command) =>
      send(command, customerId, 'confirmHandover', options),
    );
