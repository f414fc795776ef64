/** The README's commands, as they stand there, in a copy of the project. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from './support/sandbox.js';
import { fromSetup } from './support/temporal.js';

const PROJECT = fileURLToPath(new URL('../', import.meta.url));
const LEFT_OUT = ['node_modules', 'dist', '.git', '.sso-onboard', 'test-results'];
const blocks = [...readFileSync(join(PROJECT, 'README.md'), 'utf8').matchAll(/```sh\n(.*?)```/gs)].map(
  ([, block = '']) => block.replace(/^ {3}/gm, ''),
);
const [install = '', start = '', ...commands] = blocks;

let copy: string;
let ports: Record<string, string>;

beforeAll(async () => {
  copy = mkdtempSync(join(tmpdir(), 'readme-'));
  cpSync(PROJECT, copy, { recursive: true, filter: (path) => !LEFT_OUT.includes(basename(path)) });
  symlinkSync(join(PROJECT, 'node_modules'), join(copy, 'node_modules'));
  const names = [
    'TEMPORAL_PORT',
    'TEMPORAL_UI_PORT',
    'CODEC_PORT',
    'SANDBOX_PORT',
    'HEALTH_PORT',
    'WEB_PORT',
  ];
  const free = await Promise.all(names.map(async (name) => [name, String(await freePort())]));
  ports = Object.fromEntries(free) as Record<string, string>;
});
afterAll(() => {
  rmSync(copy, { recursive: true, force: true });
});

/** The usual ports may be in use. */
const atOurPorts = (text: string) =>
  text
    .replaceAll('localhost:8443', `localhost:${ports['SANDBOX_PORT']!}`)
    .replaceAll(':8234', `:${ports['CODEC_PORT']!}`);

const environment = (more: Record<string, string> = {}) => ({
  ...process.env,
  NODE_OPTIONS: '',
  PATH: `${dirname(fromSetup('TEST_TEMPORAL_CLI'))}:${process.env['PATH'] ?? ''}`,
  ...more,
});

async function bash(script: string, more: Record<string, string> = {}): Promise<string> {
  const options = { cwd: copy, env: environment(more), maxBuffer: 10_000_000 };
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], options);
  return stdout;
}

/** Resolves when the text has been printed. */
function printed(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let all = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        all += chunk.toString();
        if (all.includes(text)) resolve();
      });
    }
    child.once('exit', () => {
      reject(new Error(all));
    });
  });
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const listening = once(server.listen(port, '127.0.0.1'), 'listening').then(
    () => true,
    () => false,
  );
  const free = await listening;
  server.close();
  return free;
}

describe('the README', () => {
  it('starts with an install, the demo, and the environment', () => {
    expect(install.trim().split('\n')).toEqual(['npm ci', 'npm run demo']);
    expect(start.trim()).toBe('npm start');
    expect(commands.length).toBeGreaterThan(4);
  });

  it('shows a demo that holds', async () => {
    expect(await bash('npm run demo')).toContain('All of it held');
  });

  it('leads through an onboarding by hand, and Ctrl-C leaves nothing behind', async () => {
    const example = join(copy, 'examples/sandbox-contoso.yaml');
    writeFileSync(example, atOurPorts(readFileSync(example, 'utf8')));
    const child = spawn('bash', ['-c', start], { cwd: copy, env: environment(ports), detached: true });
    try {
      await printed(child, 'Ready.');
      const address = { TEMPORAL_ADDRESS: `127.0.0.1:${ports['TEMPORAL_PORT']!}` };
      for (const block of commands.filter((command) => !command.startsWith('npm test'))) {
        await bash(atOurPorts(block), address);
      }
      const listed = JSON.parse(await bash('npx sso-onboard list --json', address)) as object[];
      expect(listed).toMatchObject([{ customerId: 'contoso', status: 'done' }]);
    } finally {
      const gone = once(child, 'exit');
      process.kill(-child.pid!, 'SIGINT'); // as a terminal does: to all of the group
      await gone;
    }
    const taken = await Promise.all(Object.values(ports).map((port) => isFree(Number(port))));
    expect(taken).toEqual(Object.keys(ports).map(() => true));
  });
});
