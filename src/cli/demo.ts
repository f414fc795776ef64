import { Command } from 'commander';
import { once } from 'node:events';
import { print, say } from './context.js';

export const demoCommand = () =>
  new Command('demo')
    .description('onboard a sandbox customer on this machine, and prove that sign-in works')
    .option('--keep', 'leave everything running afterwards, until Ctrl-C')
    .addHelpText(
      'after',
      '\nExamples:\n  sso-onboard demo\n  sso-onboard demo --keep\n  sso-onboard demo --json',
    )
    .action(async (options: { keep?: boolean }, command: Command) => {
      const { runDemo } = await import('../demo/demo.js');
      const { demoReport } = await import('../demo/report.js');
      const { outcome, environment } = await runDemo({ say, env: process.env });
      try {
        print(command, outcome, demoReport(outcome));
        if (options.keep === true) {
          say(
            `\nStill running${outcome.temporalUi === null ? '' : `: ${outcome.temporalUi}`}\nThe operators' console: ${environment.webUrl}/console (sign in as Olga Operator)\nCtrl-C stops everything.`,
          );
          await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
        }
      } finally {
        await environment.stop();
      }
      process.exitCode = outcome.ok ? 0 : 1;
    });
