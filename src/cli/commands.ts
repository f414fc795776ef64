/** Every command of `sso-onboard`, in the order of its help. */
import type { Command } from 'commander';
import { startCommand } from './start.js';
import { listCommand } from './list.js';
import { showCommand } from './show.js';
import { grantConsentCommand } from './grantConsent.js';
import { chooseRolesCommand } from './chooseRoles.js';
import { linkCommand } from './link.js';
import { actionCommands } from './act.js';
import { reportTestSignInCommand } from './reportTestSignIn.js';
import { watchCommand } from './watch.js';
import { driftCommand } from './drift.js';
import { offboardCommand } from './offboard.js';
import { exportCommand } from './export.js';
import { metadataCommand } from './metadata.js';
import { schemaCommand } from './schema.js';
import { codecCommand } from './codec.js';
import { workerCommand } from './worker.js';
import { webCommand } from './web.js';
import { metricsCommand } from './metrics.js';
import { doctorCommand } from './doctor.js';

export const commands = (): Command[] =>
  [
    startCommand,
    listCommand,
    showCommand,
    grantConsentCommand,
    chooseRolesCommand,
    linkCommand,
    actionCommands,
    reportTestSignInCommand,
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
    doctorCommand,
  ].flatMap((make) => make());
