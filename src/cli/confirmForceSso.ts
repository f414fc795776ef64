import { Command } from 'commander';
import { send } from './tell.js';

export const confirmForceSsoCommand = () =>
  new Command('confirm-force-sso')
    .description(
      'SSO is the only way in for users on the listed domains, and an administrator is not one of them',
    )
    .argument('<customerId>')
    .requiredOption('--confirmed-by <name>', 'who has switched it on')
    .requiredOption(
      '--administrator-without-sso <address>',
      'who can still sign in with a password: an administrator on none of the listed domains',
    )
    .addHelpText(
      'after',
      `
It is taken only as the last step, once somebody was seen to sign in by SSO.

Example:
  sso-onboard confirm-force-sso contoso --confirmed-by "Hanna Hub" --administrator-without-sso hanna@contoso-it.example`,
    )
    .action((customerId: string, options: object, command: Command) =>
      send(command, customerId, 'confirmForceSso', options),
    );
