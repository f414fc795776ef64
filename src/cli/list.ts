import { Command, InvalidArgumentError, Option } from 'commander';
import { ONBOARDING_STATUSES } from '../onboarding/progress.js';
import { WAITED_FOR } from '../onboarding/searchAttributes.js';
import { STEP_NAMES } from '../onboarding/steps.js';
import { WATCH_STATUSES } from '../onboarding/watch.js';
import { allPages } from '../temporal/list.js';
import { print, withTemporal } from './context.js';
import { renderList, renderWatches } from './render.js';

type Options = {
  status?: string;
  step?: string;
  waitingFor?: string;
  watches?: string | true;
  limit?: number;
};

export const listCommand = () =>
  new Command('list')
    .description('list onboardings, newest first; or the watches over customers who were onboarded')
    .addOption(new Option('--status <status>', 'only with this status').choices(ONBOARDING_STATUSES))
    .addOption(new Option('--step <step>', 'only at this step').choices(STEP_NAMES))
    .addOption(new Option('--waiting-for <who>', 'only waiting for them').choices(WAITED_FOR))
    .addOption(
      new Option('--watches [status]', 'list the watches instead, all or only with this status')
        .choices(WATCH_STATUSES)
        .conflicts(['status', 'step']),
    )
    .option('--limit <count>', 'at most so many, the newest', positive)
    .addHelpText(
      'after',
      `
Temporal forgets an onboarding some time after it is over. A watch stays for as long as it runs.

Examples:
  sso-onboard list --status blocked
  sso-onboard list --limit 20
  sso-onboard list --watches atRisk
  sso-onboard list --waiting-for azureAdministrator --json`,
    )
    .action(async ({ watches, limit, ...filter }: Options, command: Command) => {
      if (watches === undefined) {
        const listed = await withTemporal((temporal) =>
          allPages((page) => temporal.list('onboarding', filter, page), limit),
        );
        print(command, listed, renderList(listed));
        return;
      }
      const status = watches === true ? undefined : watches;
      const listed = await withTemporal((temporal) =>
        allPages((page) => temporal.list('watch', { ...filter, status }, page), limit),
      );
      print(command, listed, renderWatches(listed));
    });

function positive(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a number from 1 on.');
}
