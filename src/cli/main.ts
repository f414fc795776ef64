#!/usr/bin/env node
/** `sso-onboard`: the operators' command line. */
import { Command, CommanderError } from 'commander';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cancelCommand } from './cancel.js';
import { chooseRolesCommand } from './chooseRoles.js';
import { codecCommand } from './codec.js';
import { confirmForceSsoCommand } from './confirmForceSso.js';
import { confirmHandoverCommand } from './confirmHandover.js';
import { demoCommand } from './demo.js';
import { driftCommand } from './drift.js';
import { EXIT_CODES, exitCodeOf, messageOf } from './errors.js';
import { exportCommand } from './export.js';
import { grantConsentCommand } from './grantConsent.js';
import { linkCommand } from './link.js';
import { visibleInTerminal } from '../onboarding/visible.js';
import { listCommand } from './list.js';
import { metadataCommand } from './metadata.js';
import { offboardCommand } from './offboard.js';
import { remindCommand } from './remind.js';
import { reportTestSignInCommand } from './reportTestSignIn.js';
import { retryCommand } from './retry.js';
import { sandboxCommand } from './sandbox.js';
import { schemaCommand } from './schema.js';
import { showCommand } from './show.js';
import { skipCommand } from './skip.js';
import { startCommand } from './start.js';
import { verifyTenantCommand } from './verifyTenant.js';
import { watchCommand } from './watch.js';
import { webCommand } from './web.js';
import { workerCommand } from './worker.js';

const COMMANDS = [
  startCommand,
  listCommand,
  showCommand,
  grantConsentCommand,
  chooseRolesCommand,
  linkCommand,
  confirmHandoverCommand,
  remindCommand,
  reportTestSignInCommand,
  confirmForceSsoCommand,
  retryCommand,
  skipCommand,
  cancelCommand,
  watchCommand,
  driftCommand,
  offboardCommand,
  exportCommand,
  metadataCommand,
  schemaCommand,
  codecCommand,
  workerCommand,
  webCommand,
  sandboxCommand,
  demoCommand,
  verifyTenantCommand,
];

/** `.env`, or else what `npm start` has written. Variables that are set already win. */
function loadSettings(): void {
  const file = ['.env', join('.sso-onboard', 'environment.env')].find((candidate) => existsSync(candidate));
  if (file !== undefined) process.loadEnvFile(file);
}

const program = new Command('sso-onboard')
  .description(
    'Onboards MessageMedia customers to single sign-on with Microsoft Entra ID (formerly Azure AD).',
  )
  .option(
    '--json',
    'print the outcome as one JSON document on standard output; all else goes to standard error',
  )
  .configureHelp({ showGlobalOptions: true })
  .exitOverride()
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
for (const make of COMMANDS) program.addCommand(make().copyInheritedSettings(program));

// `| head` closes the pipe early, which is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// The demo brings its own: settings of a real service are none of its business.
program.hook('preAction', (_, command) => {
  if (command.name() !== 'demo') loadSettings();
});

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2; // help is no error
  } else {
    process.stderr.write(`${visibleInTerminal(messageOf(error))}\n`);
    process.exitCode = exitCodeOf(error);
  }
}
