import { Command } from 'commander';
import { testSignInSchema } from '../onboarding/testSignIn.js';
import { print, say, withTemporal } from './context.js';
import { UsageError } from './errors.js';
import { renderWatch } from './renderWatch.js';
import { send } from './tell.js';

type Options = { by: string; error: string; watch?: boolean };

export const reportTestSignInCommand = () =>
  new Command('report-test-sign-in')
    .description('Entra ID let nobody in by the test sign-in: say what it showed, and see what that means')
    .argument('<customerId>')
    .requiredOption('--by <name>', 'who tried')
    .requiredOption('--error <text>', 'what Entra ID showed, or only its AADSTS number')
    .option('--watch', 'the test is that of the watch, after a certificate was replaced')
    .addHelpText(
      'after',
      `
That somebody was let in cannot be said here: it is seen by the response, at the page of their link.

Examples:
  sso-onboard report-test-sign-in contoso --by "Una User" --error AADSTS50105
  sso-onboard report-test-sign-in contoso --watch --by "Una User" --error 50105`,
    )
    .action(async (customerId: string, { by, error, watch }: Options, command: Command) => {
      const { entraErrorFinding } = await import('../saml/findings.js');
      const finding = entraErrorFinding(/^\d+$/.test(error.trim()) ? `AADSTS${error.trim()}` : error);
      if (finding === undefined) throw new UsageError('There is no AADSTS number in --error.');
      const report = testSignInSchema.parse({ by, findings: [finding] });
      if (watch !== true) return send(command, customerId, 'reportTestSignIn', report);
      const watched = await withTemporal(async (temporal) => {
        const subject = { kind: 'watch', customerId } as const;
        await temporal.tell(subject, 'reportTestSignIn', report);
        say(`Accepted: reportTestSignIn for ${customerId}.`);
        return temporal.ask(subject, 'progress');
      });
      print(command, watched, renderWatch(watched));
    });
