#!/usr/bin/env node
/** `sso-onboard`: the operators' command line. */
import { cancelCommand } from './cancel.js';
import { chooseRolesCommand } from './chooseRoles.js';
import { codecCommand } from './codec.js';
import { commandLine, loadSettings, run } from './commandLine.js';
import { confirmForceSsoCommand } from './confirmForceSso.js';
import { confirmHandoverCommand } from './confirmHandover.js';
import { driftCommand } from './drift.js';
import { EXIT_CODES } from './errors.js';
import { exportCommand } from './export.js';
import { grantConsentCommand } from './grantConsent.js';
import { linkCommand } from './link.js';
import { listCommand } from './list.js';
import { metadataCommand } from './metadata.js';
import { metricsCommand } from './metrics.js';
import { offboardCommand } from './offboard.js';
import { remindCommand } from './remind.js';
import { reportTestSignInCommand } from './reportTestSignIn.js';
import { retryCommand } from './retry.js';
import { schemaCommand } from './schema.js';
import { showCommand } from './show.js';
import { skipCommand } from './skip.js';
import { startCommand } from './start.js';
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
  metricsCommand,
];

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
for (const make of COMMANDS) program.addCommand(make().copyInheritedSettings(program));
program.hook('preAction', loadSettings);

await run(program);
