/** What the command line refuses, and how its processes end, where no Temporal is needed to say so. */
import { expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/sandbox.js';

const CLI = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const KEY = Buffer.alloc(32, 1).toString('base64');

/** Temporal is at a port where nobody listens. */
async function run(...args: string[]): Promise<{ code: number; stderr: string }> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    TEMPORAL_ADDRESS: `127.0.0.1:${String(await freePort())}`,
    PAYLOAD_KEY: KEY,
    PUBLIC_URL: 'http://localhost:8080',
    LINK_KEY: KEY,
    SESSION_KEY: Buffer.alloc(32, 8).toString('base64'),
    SIGN_IN_CLIENT_ID: 'sign-in',
    SIGN_IN_CLIENT_SECRET: 'hush',
    AZURE_CLIENT_ID: 'client',
    AZURE_CLIENT_SECRET: 'hush',
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], { env }, (error, _stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stderr });
    });
  });
}

it.each([
  { command: ['watch', 'contoso', '--handover', '--stop', '--by', 'Olga'], other: '--stop' },
  { command: ['watch', 'contoso', '--metadata-xml', '--check'], other: '--check' },
  { command: ['watch', 'contoso', '--handover', '--metadata-xml'], other: '--metadata-xml' },
])('$command: two things at once are refused, none is left undone silently', async ({ command, other }) => {
  const { code, stderr } = await run(...command);
  expect(code).toBe(2);
  expect(stderr).toContain(`cannot be used with option '${other}`);
});

it.each(['list', 'worker', 'web'])('%s ends with 4 where Temporal cannot be reached', async (command) => {
  const { code, stderr } = await run(command);
  expect(stderr).toContain('Temporal');
  expect(code).toBe(4);
});

it.each([
  ['--ui-origin', 'localhost:8233'],
  ['--ui-origin', 'file:///srv/ui'],
  ['--allowed-host', ''],
  ['--allowed-host', 'http://codec.example'],
])(
  'codec %s %p is refused as its setting is: it would let in every page, or nobody',
  async (option, value) => {
    const { code, stderr } = await run('codec', '--port', String(await freePort()), option, value);
    expect(stderr).toContain(option === '--ui-origin' ? 'http or https' : 'with or without port');
    expect(code).toBe(2);
  },
);
