/** A Temporal dev server of a test's own, on a SQLite file, which can be killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../../src/onboarding/searchAttributes.js';
import { dataConverter } from '../../src/temporal/encryptionCodec.js';
import { freePort } from '../support/sandbox.js';
import { fromSetup, PAYLOAD_KEY } from '../support/temporal.js';

export class TemporalProcess {
  private readonly folder = mkdtempSync(join(tmpdir(), 'chaos-temporal-'));
  private child: ChildProcess | undefined;
  readonly address: string;
  readonly connection: Connection;
  readonly client: Client;

  private constructor(private readonly port: number) {
    this.address = `127.0.0.1:${String(port)}`;
    this.connection = Connection.lazy({
      address: this.address,
      channelArgs: { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 500 },
    });
    this.client = new Client({ connection: this.connection, dataConverter: dataConverter([PAYLOAD_KEY]) });
  }

  static async start(): Promise<TemporalProcess> {
    const temporal = new TemporalProcess(await freePort());
    await temporal.start();
    return temporal;
  }

  async start(): Promise<void> {
    const attributes = SEARCH_ATTRIBUTES.flatMap(({ name }) => ['--search-attribute', `${name}=Keyword`]);
    const options = ['--headless', '--port', String(this.port), '--log-level', 'never'];
    const file = ['--db-filename', join(this.folder, 'temporal.db')];
    this.child = spawn(
      fromSetup('TEST_TEMPORAL_CLI'),
      ['server', 'start-dev', ...options, ...file, ...attributes],
      { stdio: 'ignore' },
    );
    for (;;) {
      const answered = await this.connection
        .withDeadline(Date.now() + 1_000, () =>
          this.connection.workflowService.describeNamespace({ namespace: 'default' }),
        )
        .catch(() => undefined);
      if (answered !== undefined) return;
      await sleep(100);
    }
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  async close(): Promise<void> {
    await this.connection.close();
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
