import { Command } from 'commander';
import pc from 'picocolors';
import { ConfigError } from '../config/read.js';
import { readTemporalSettings } from '../config/temporal.js';
import { examine } from '../temporal/doctor/examine.js';
import type { Finding } from '../temporal/doctor/finding.js';
import { print } from './context.js';

const UNREACHABLE = 4;
const WRONG = 2;

export const doctorCommand = () =>
  new Command('doctor')
    .description('say what Temporal lacks before anything is started: server, namespace, rights, key, clock')
    .addHelpText(
      'after',
      `
It changes nothing. Run it with the settings of the process that is to be started. It ends with 0 where nothing fails,
with 2 where something does, and with 4 where Temporal cannot be reached; warnings alone end with 0.

Examples:
  sso-onboard doctor
  sso-onboard doctor --json`,
    )
    .action(async (_options: unknown, command: Command) => {
      const { settings, problems } = settingsOf(process.env);
      const { findings, reachable } = await examine(settings);
      const all = [...problems, ...findings];
      const ok = all.every(({ result }) => result !== 'failed');
      print(command, { ok, findings: all }, render(all));
      if (!ok) process.exitCode = reachable ? WRONG : UNREACHABLE;
    });

/** Wrong settings do not hide what else is wrong. */
function settingsOf(env: NodeJS.ProcessEnv) {
  try {
    return { settings: readTemporalSettings(env), problems: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const problems = error.problems.map((says): Finding => {
      return { check: 'settings', result: 'failed', says, toDo: '.env.example explains each setting.' };
    });
    return { settings: undefined, problems };
  }
}

const COLOURS = { ok: pc.green, warning: pc.yellow, failed: pc.red };

export function render(findings: Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  return findings
    .flatMap(({ check, result, says, toDo }) => [
      `${COLOURS[result](result.padEnd('warning'.length))}  ${check.padEnd(width)}  ${says}`,
      ...(toDo === undefined ? [] : [`${' '.repeat('warning'.length + 2 + width + 2)}${toDo}`]),
    ])
    .join('\n');
}
