/** Programs of this machine and the files of tools/. */
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Environment } from './cache.js';

/** The file that a command name stands for; undefined when there is none on PATH. */
export function findOnPath(command: string, env: Environment): string | undefined {
  const name = process.platform === 'win32' ? `${command}.exe` : command;
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Runs a program to its end and gives what it printed. @throws with its last lines when it fails */
export function run(
  file: string,
  args: string[],
  options: { env: Environment; cwd?: string; timeoutMs?: number; onLine?: (line: string) => void },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const { env, cwd, timeoutMs, onLine } = options;
    const child = spawn(file, args, {
      env,
      cwd,
      timeout: timeoutMs,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        output += `${line}\n`;
        onLine?.(line);
      });
    }
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${file} ended with ${signal ?? String(code)}: ${lastLines(output, 5)}`));
    });
  });
}

export function lastLines(text: string, count: number): string {
  return text.trim().split('\n').slice(-count).join('\n');
}

/** A folder of tools/, from the sources or from dist/. @throws when this installation came without it */
export function toolsFolder(name: string): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json')) && dirname(folder) !== folder) folder = dirname(folder);
  const found = join(folder, 'tools', name);
  if (existsSync(found)) return found;
  throw new Error(`this installation has no tools/${name}`);
}
