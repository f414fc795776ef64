import { Command } from 'commander';
import { send } from './tell.js';

export const remindCommand = () =>
  new Command('remind')
    .description('text those who are waited for once more, at most every ten minutes')
    .argument('<customerId>')
    .requiredOption('--by <name>', 'who decided')
    .addHelpText('after', '\nExample:\n  sso-onboard remind contoso --by "Olga Operator"')
    .action((customerId: string, options: object, command: Command) =>
      send(command, customerId, 'remind', options),
    );
