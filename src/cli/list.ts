import { Command, Option } from 'commander';
import { ONBOARDING_STATUSES } from '../onboarding/progress.js';
import { WAITED_FOR } from '../onboarding/searchAttributes.js';
import { STEP_NAMES } from '../onboarding/steps.js';
import { listOnboardings } from '../temporal/list.js';
import { print, withTemporal } from './context.js';
import { renderList } from './render.js';

type Options = { status?: string; step?: string; waitingFor?: string };

export const listCommand = () =>
  new Command('list')
    .description('list onboardings, newest first')
    .addOption(new Option('--status <status>', 'only with this status').choices(ONBOARDING_STATUSES))
    .addOption(new Option('--step <step>', 'only at this step').choices(STEP_NAMES))
    .addOption(new Option('--waiting-for <who>', 'only waiting for them').choices(WAITED_FOR))
    .addHelpText(
      'after',
      `
Examples:
  sso-onboard list --status blocked
  sso-onboard list --waiting-for azureAdministrator --json`,
    )
    .action(async (options: Options, command: Command) => {
      const listed = await withTemporal((client) => listOnboardings(client, options));
      print(command, listed, renderList(listed));
    });
