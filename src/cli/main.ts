#!/usr/bin/env node
/** `sso-onboard`: the operators' command line. */
import { commands } from './commands.js';
import { commandLine, loadSettings, run } from './commandLine.js';
import { EXIT_CODES } from './errors.js';

const program = commandLine('sso-onboard')
  .description(
    'Onboards MessageMedia customers to single sign-on with Microsoft Entra ID (formerly Azure AD).',
  )
  .showHelpAfterError('(sso-onboard --help, or sso-onboard <command> --help)')
  .addHelpText(
    'after',
    `
${EXIT_CODES}

Settings come from the environment, .env, or what "npm start" left in .sso-onboard; the connection to Temporal is set
as for the temporal CLI: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, TEMPORAL_API_KEY, TEMPORAL_TLS_*, temporal.toml.

Examples:
  sso-onboard start examples/onboarding.yaml
  sso-onboard show contoso --watch
  sso-onboard list --status blocked`,
  );
for (const command of commands()) {
  program.addCommand(command.copyInheritedSettings(program));
}
program.hook('preAction', loadSettings);

await run(program);
