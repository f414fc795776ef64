/** The worker's process as it starts: what it refuses, and how that is told. Needs `npm run build`. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Connection, Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { dataConverter } from '../src/temporal/encryptionCodec.js';
import { keepCanary } from '../src/temporal/readiness.js';
import { freePort } from './support/sandbox.js';
import { fromSetup } from './support/temporal.js';

const WORKER = fileURLToPath(new URL('../dist/src/worker.js', import.meta.url));
const KEY = Buffer.alloc(32, 3);

let connection: Connection;
let child: ChildProcess | undefined;
beforeAll(async () => {
  connection = await Connection.connect({ address: fromSetup('TEST_TEMPORAL_ADDRESS') });
});
afterEach(() => {
  child?.kill('SIGKILL');
});
afterAll(async () => {
  await connection.close();
});

function start(env: Record<string, string>): { stderr: () => string; exit: Promise<number> } {
  child = spawn(process.execPath, [WORKER], {
    env: {
      PATH: process.env['PATH'] ?? '',
      TEMPORAL_ADDRESS: fromSetup('TEST_TEMPORAL_ADDRESS'),
      PAYLOAD_KEY: KEY.toString('base64'),
      AZURE_CLIENT_ID: 'client',
      AZURE_CLIENT_SECRET: 'hush',
      CONSENT_REDIRECT_URI: 'https://onboarding.example/consented',
      HEALTH_PORT: '0',
      ...env,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const exit = once(child, 'close').then(([code]) => Number(code));
  return { stderr: () => stderr, exit };
}

const lastLine = (text: string) => JSON.parse(text.trim().split('\n').at(-1) ?? '') as unknown;

describe('a worker that cannot start says why in one structured line', () => {
  it('when its settings are wrong', async () => {
    const { stderr, exit } = start({ PAYLOAD_KEY: '' });
    expect(await exit).toBe(2);
    expect(lastLine(stderr())).toMatchObject({
      level: 60,
      service: 'sso-onboarding-worker',
      problems: [expect.stringMatching(/^PAYLOAD_KEY: missing/)],
      msg: expect.stringContaining('The settings are not complete'),
    });
  });

  it('when there is no such namespace', async () => {
    const { stderr, exit } = start({ TEMPORAL_NAMESPACE: 'nowhere' });
    expect(await exit).toBe(2);
    expect(lastLine(stderr())).toMatchObject({
      msg: expect.stringMatching(/^The namespace "nowhere" does not exist/),
    });
    expect(stderr()).not.toMatch(/^\s+at /m);
  });

  it('when Temporal cannot be reached', async () => {
    const { stderr, exit } = start({ TEMPORAL_ADDRESS: `127.0.0.1:${String(await freePort())}` });
    expect(await exit).toBe(4);
    expect(lastLine(stderr())).toMatchObject({
      msg: expect.stringContaining('Temporal cannot be reached at'),
    });
  });
});

it('a worker with another key than its namespace is alive, not ready, takes no work, and says why', async () => {
  const namespace = `test-${randomUUID()}`;
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  const client = new Client({ connection, namespace, dataConverter: dataConverter([Buffer.alloc(32, 4)]) });
  for (;;) {
    // Parts of the server learn of a new namespace a little later.
    const error: unknown = await keepCanary(client, [Buffer.alloc(32, 4)]).catch((reason: unknown) => reason);
    if (error === undefined) break;
    await sleep(200);
  }
  const port = String(await freePort());
  const { stderr, exit } = start({ TEMPORAL_NAMESPACE: namespace, HEALTH_PORT: port });
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`).catch(() => undefined);
  let ready = await ask('/readyz');
  for (; ready === undefined; ready = await ask('/readyz')) await sleep(100);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({
    status: 'not ready',
    worker: 'WAITING',
    temporal: expect.stringMatching(/^PAYLOAD_KEY is not the key of the namespace/),
  });
  expect((await ask('/livez'))?.status).toBe(200);
  while (!stderr().includes('Until then this worker takes no work.')) await sleep(50);
  child?.kill('SIGTERM');
  expect(await exit).toBe(0);
});
