/** A command, run to its end. */
import { spawn } from 'node:child_process';

const PATIENCE_MS = 10 * 60_000;

export type RunOptions = { env?: Record<string, string>; cwd?: string; shows?: boolean };

/** What it printed. The sandbox is in this process, so the command must not block it. @throws Error with its output, if it failed */
export async function run(command: string, args: string[], options: RunOptions = {}): Promise<string> {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    if (options.shows === true) process.stdout.write(text);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const patience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  clearTimeout(patience);
  if (code === 0) return printed;
  throw new Error(
    `${[command, ...args].join(' ')} ended with ${String(code)}:\n${options.shows === true ? '' : printed}\n${errors}`,
  );
}
