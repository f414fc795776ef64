/** How a process that cannot start says why, and ends: one structured line, as all its others, or plain at a terminal. */
import { pino } from 'pino';
import { ConfigError } from './config/read.js';
import { TemporalUnreachableError } from './temporal/connection.js';
import { WrongSettingsError } from './temporal/readiness.js';

/** As `sso-onboard --help` says. */
export function exitCodeOfStart(error: unknown): 1 | 2 | 4 {
  if (error instanceof ConfigError || error instanceof WrongSettingsError) return 2;
  return error instanceof TemporalUnreachableError ? 4 : 1;
}

export function endWith(service: string, error: unknown): never {
  const code = exitCodeOfStart(error);
  const message = error instanceof Error ? error.message : String(error);
  const stack = code === 1 && error instanceof Error ? error.stack : undefined;
  if (process.stderr.isTTY) process.stderr.write(`${stack ?? message}\n`);
  else {
    const problems = error instanceof ConfigError ? error.problems : undefined;
    pino({ base: { service } }, pino.destination({ dest: 2, sync: true })).fatal(
      { exitCode: code, problems, stack },
      message,
    );
  }
  process.exit(code);
}
