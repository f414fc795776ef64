/** `npm run demo`. Settings of a real service are none of its business: it brings its own. */
import type { Command } from 'commander';
import { once } from 'node:events';
import { commandLine, run } from '../src/cli/commandLine.js';
import { print, say } from '../src/cli/context.js';
import { runDemo } from './demo.js';
import { demoReport } from './report.js';

const program = commandLine('npm run demo --')
  .description('Onboards a sandbox customer on this machine, and proves that sign-in works.')
  .option('--keep', 'leave everything running afterwards, until Ctrl-C')
  .addHelpText(
    'after',
    '\nExamples:\n  npm run demo\n  npm run demo -- --keep\n  npm run --silent demo -- --json',
  )
  .action(async (options: { keep?: boolean }, command: Command) => {
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

await run(program);
