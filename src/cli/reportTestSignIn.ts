import type { Command } from 'commander';
import { testSignInSchema } from '../onboarding/testSignIn.js';
import { commandFor, exampleOf } from './act.js';
import { print, say, withTemporal } from './context.js';
import { UsageError } from './errors.js';
import { renderWatch } from './renderWatch.js';
import { send } from './tell.js';

type Options = { by: string; error: string; watch?: boolean };

export const reportTestSignInCommand = () =>
  commandFor('onboarding', 'reportTestSignIn')
    .requiredOption('--by <name>', 'who tried')
    .requiredOption('--error <text>', 'what Entra ID showed, or only its AADSTS number')
    .option('--watch', 'the test is that of the watch, after a certificate was replaced')
    .addHelpText(
      'after',
      `
Only a test in which Entra ID let nobody in is reported here. That somebody was let in is seen by the response, on the
page of their link.

Examples:
  ${exampleOf('onboarding', 'reportTestSignIn')}
  ${exampleOf('watch', 'reportTestSignIn')}`,
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
