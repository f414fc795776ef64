import { type Command, InvalidArgumentError, Option } from 'commander';
import { randomBytes } from 'node:crypto';
import { readLinkSettings } from '../config/temporal.js';
import { LINK_PURPOSES, type LinkPurpose } from '../onboarding/links.js';
import { setupUrl } from '../onboarding/linkToken.js';
import { commandFor, exampleOf, summaryOf } from './act.js';
import { print, withTemporal } from './context.js';
import { UsageError } from './errors.js';

type LinkOptions = {
  contact?: string;
  purpose: LinkPurpose;
  days: number;
  send?: boolean;
  again?: string;
  revoke?: string;
  by: string;
  watch?: boolean;
};

export const linkCommand = () =>
  commandFor('onboarding', 'makeLink')
    .option('--contact <name>', 'a contact of the request')
    .addOption(new Option('--purpose <purpose>', 'what it is for').choices(LINK_PURPOSES).default('all'))
    .option('--days <days>', 'until it expires', parseDays, 14)
    .option('--send', 'also by text message')
    .addOption(new Option('--again <id>', 'the link with this id once more').conflicts(['contact', 'revoke']))
    .addOption(
      new Option('--revoke <id>', `${summaryOf('onboarding', 'revokeLink')}: the one with this id`).conflicts(
        ['contact', 'send'],
      ),
    )
    .option('--watch', 'to the pages of the watch over the finished onboarding')
    .option('--by <name>', 'who decided', 'operator')
    .addHelpText(
      'after',
      `
It takes the web pages' PUBLIC_URL and LINK_KEY. "sso-onboard show <customerId> --json" lists the links.

Examples:
  ${exampleOf('onboarding', 'makeLink')}
  sso-onboard link contoso --again 4f2a91c07be3 --send
  ${exampleOf('onboarding', 'revokeLink')}
  ${exampleOf('watch', 'makeLink')}`,
    )
    .action(async (customerId: string, options: LinkOptions, command: Command) => {
      const { revoke, by, watch = false } = options;
      const subject = { kind: watch ? 'watch' : 'onboarding', customerId } as const;
      if (revoke !== undefined) {
        await withTemporal((temporal) => temporal.tell(subject, 'revokeLink', { id: revoke, by }));
        print(command, { id: revoke, revoked: true }, `The link ${revoke} is withdrawn.`);
        return;
      }
      const settings = readLinkSettings(process.env);
      const link = await withTemporal(async (temporal) => {
        const linked = async () => (await temporal.ask(subject, 'progress')).links;
        const known = (await linked()).find(({ id }) => id === options.again);
        const contact = known?.contact ?? options.contact;
        if (contact === undefined) {
          throw new UsageError('Give --contact, or --again with the id of a link that was made.');
        }
        const id = known?.id ?? randomBytes(6).toString('hex');
        const purpose = known?.purpose ?? options.purpose;
        const { days, send = false } = options;
        await temporal.tell(subject, 'makeLink', { id, purpose, contact, days, send, by });
        return (await linked()).find((made) => made.id === id);
      });
      if (link === undefined) throw new UsageError('The link was not kept: make another.');
      const url = setupUrl(settings, customerId, link, subject.kind);
      print(
        command,
        { ...link, url },
        `${url}\nFor ${link.contact}, until ${link.expiresAt}; id ${link.id}.`,
      );
    });

function parseDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 90) return days;
  throw new InvalidArgumentError('It must be a number of days from 1 to 90.');
}
