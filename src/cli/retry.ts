import { Argument, Command } from 'commander';
import { STEP_NAMES } from '../onboarding/steps.js';
import { send } from './tell.js';

export const retryCommand = () =>
  new Command('retry')
    .description('try a blocked step again, after what blocked it is mended')
    .argument('<customerId>')
    .addArgument(new Argument('<step>').choices(STEP_NAMES))
    .option('--by <name>', 'who decided')
    .addHelpText('after', '\nExample:\n  sso-onboard retry contoso samlSettings --by "Olga Operator"')
    .action((customerId: string, step: string, options: object, command: Command) =>
      send(command, customerId, 'retryStep', { step, ...options }),
    );
