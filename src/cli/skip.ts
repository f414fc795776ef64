import { Argument, Command } from 'commander';
import { STEP_NAMES } from '../onboarding/steps.js';
import { send } from './tell.js';

export const skipCommand = () =>
  new Command('skip')
    .description('leave out a step that no later step needs')
    .argument('<customerId>')
    .addArgument(new Argument('<step>').choices(STEP_NAMES))
    .requiredOption('--by <name>', 'who decided')
    .requiredOption('--reason <text>', 'why')
    .addHelpText('after', '\nExample:\n  sso-onboard skip contoso claims --by Olga --reason "set by hand"')
    .action((customerId: string, step: string, options: object, command: Command) =>
      send(command, customerId, 'skipStep', { step, ...options }),
    );
