/** A program that can be started, ended, killed and started again; what it says goes to a file. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { until } from '../../support/until.js';

export type Started = {
  file: string;
  args: string[];
  env: Record<string, string>;
  log: string;
  /** Whom it runs as, where that is somebody else than us. */
  owner?: { uid: number; gid: number } | undefined;
};

export class Program {
  private child: ChildProcess | undefined;

  constructor(private readonly started: Started) {}

  start(): void {
    const { file, args, env, log, owner } = this.started;
    const output = openSync(log, 'a');
    this.child = spawn(file, args, { env, stdio: ['ignore', output, output], ...owner });
    closeSync(output);
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  get runs(): boolean {
    return this.child !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  get log(): string {
    return readFileSync(this.started.log, 'utf8');
  }

  /** As systemd, Docker and Kubernetes do. */
  stop(): Promise<void> {
    return this.end('SIGTERM');
  }

  /** As a power cut would. */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (this.child === undefined || !this.runs) return;
    const gone = once(this.child, 'exit');
    this.child.kill(signal);
    await gone;
  }
}

/** A worker or the web pages, asked by `/readyz` as an orchestrator asks. */
export class Service extends Program {
  constructor(
    started: Started,
    private readonly origin: string,
  ) {
    super(started);
  }

  /** Undefined while nobody listens. */
  async readiness(): Promise<{ status: number; said: string } | undefined> {
    const reply = await fetch(`${this.origin}/readyz`).catch(() => undefined);
    return reply && { status: reply.status, said: await reply.text() };
  }

  /** What it says, once it answers with this status. */
  async untilReady(status = 200): Promise<string> {
    const found = await until(
      () => this.readiness(),
      (answer) => {
        if (!this.runs) throw new Error(`it has ended: ${this.log}`);
        return answer?.status === status;
      },
    );
    return found?.said ?? '';
  }
}
