/** What is shipped runs on what is shipped: the installation without development's packages. Needs `npm run build`. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../../environment/temporal/run.js';
import { freePort, startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { until } from '../support/until.js';
import { workerEnvironment } from '../support/workerProcess.js';

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

let folder: string;
let world: TestSandbox;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'production-'));
  for (const path of ['package.json', 'package-lock.json', '.npmrc', 'dist/src']) {
    cpSync(at(path), join(folder, path), { recursive: true });
  }
  await run('npm', ['ci', '--omit=dev', '--ignore-scripts'], { env: process.env, cwd: folder });
  world = await startTestSandbox();
});
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true, force: true });
});

const TRACED = { OTEL_TRACES_EXPORTER: 'otlp', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };

it.each([
  ['worker', {}],
  ['worker', TRACED],
  ['web', {}],
  ['web', TRACED],
])('%s gets ready without the packages of development, with %j', async (command, more) => {
  expect(existsSync(join(folder, 'node_modules/typescript'))).toBe(false);
  const port = String(await freePort());
  const env = {
    ...workerEnvironment(world, 'production'),
    HEALTH_PORT: port,
    WEB_PORT: port,
    METRICS_PORT: String(await freePort()),
    PUBLIC_URL: 'http://localhost:8080',
    LINK_KEY: Buffer.alloc(32, 9).toString('base64'),
    SESSION_KEY: Buffer.alloc(32, 11).toString('base64'),
    SIGN_IN_CLIENT_ID: 'sign-in',
    SIGN_IN_CLIENT_SECRET: 'hush',
    ...more,
  };
  const child: ChildProcess = spawn(process.execPath, ['dist/src/cli/main.js', command], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = once(child, 'exit');
  const ask = () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ status }) => status,
      () => child.exitCode ?? 0,
    );
  expect(await until(ask, (status) => status === 200 || child.exitCode !== null)).toBe(200);
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
});
