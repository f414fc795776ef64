/** What all our command lines share: `--json`, where settings come from, how errors are told, and exit codes. */
import { Command, CommanderError } from 'commander';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { visibleInTerminal } from '../onboarding/visible.js';
import { exitCodeOf, messageOf } from './errors.js';

export const commandLine = (name: string): Command =>
  new Command(name)
    .option(
      '--json',
      'print the outcome as one JSON document on standard output; all else goes to standard error',
    )
    .configureHelp({ showGlobalOptions: true })
    .exitOverride();

/** `.env`, or else what `npm start` has written. Variables that are set already win. */
export function loadSettings(): void {
  const file = ['.env', join('.sso-onboard', 'environment.env')].find((candidate) => existsSync(candidate));
  if (file !== undefined) process.loadEnvFile(file);
}

/** Does what the arguments of this process say, and sets its exit code. */
export async function run(program: Command): Promise<void> {
  // `| head` closes the pipe early, which is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
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
}
