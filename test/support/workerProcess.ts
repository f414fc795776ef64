/** A worker as it runs in production: a process of its own, which can be killed. Needs `npm run build`. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestSandbox } from './sandbox.js';
import { fromSetup, PAYLOAD_KEY } from './temporal.js';

const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

/** The settings of a worker for this sandbox; payloads are encrypted. */
export function workerEnvironment({ sandbox }: TestSandbox, taskQueue: string): Record<string, string> {
  const { origin, caFile, world } = sandbox;
  return {
    PATH: process.env['PATH'] ?? '',
    TEMPORAL_ADDRESS: fromSetup('TEST_TEMPORAL_ADDRESS'),
    TASK_QUEUE: taskQueue,
    PAYLOAD_KEY: PAYLOAD_KEY.toString('base64'),
    AUTHORITY_HOST: origin,
    GRAPH_BASE_URL: origin,
    MESSAGEMEDIA_BASE_URL: origin,
    MESSAGEMEDIA_API_KEY: 'sandbox-key',
    MESSAGEMEDIA_API_SECRET: 'sandbox-api-secret',
    CONSENT_REDIRECT_URI: `${origin}/sandbox/consented`,
    TRUSTED_CA_FILE: caFile,
    AZURE_CLIENT_ID: world.clients[0]!.clientId,
    AZURE_CLIENT_SECRET: 'sandbox-secret',
    REPLICATION_SETTLE_SECONDS: '1',
    HEALTH_PORT: '0',
  };
}

export class WorkerProcess {
  private child: ChildProcess | undefined;

  /** `dist` is what `npm run build` has made, of this version or another. */
  constructor(
    private readonly env: Record<string, string>,
    private readonly dist = DIST,
  ) {}

  start(): void {
    this.child = spawn(process.execPath, [join(this.dist, 'src/worker.js')], {
      env: this.env,
      stdio: 'ignore',
    });
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
}
