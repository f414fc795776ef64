import { Command } from 'commander';
import { send } from './tell.js';

export const cancelCommand = () =>
  new Command('cancel')
    .description('end an onboarding; what it made is removed if its request says so')
    .argument('<customerId>')
    .requiredOption('--by <name>', 'who decided')
    .requiredOption('--reason <text>', 'why')
    .addHelpText('after', '\nExample:\n  sso-onboard cancel contoso --by Olga --reason "customer left"')
    .action((customerId: string, options: object, command: Command) =>
      send(command, customerId, 'cancelOnboarding', options),
    );
