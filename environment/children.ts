/** Child processes of the environment: started, restarted when they fall, and all gone at the end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export type ChildSpec = {
  name: string;
  /** The compiled module that node runs. */
  module: string;
  env: Record<string, string>;
  /** Resolves to true when the child does its work. */
  ready: () => Promise<boolean>;
  logFile: string;
  /** What its fall costs. */
  loses?: string;
};

const POLL_MS = 100;
const READY_WITHIN_MS = 60_000;
export const RESTART_AFTER_MS = 1_000;
const KILL_AFTER_MS = 10_000;
/** So many pieces of what a child writes are kept. */
const LAST_WORDS = 20;

export class Children {
  private readonly running = new Map<string, ChildProcess>();
  private stopping = false;

  constructor(private readonly say: (line: string) => void) {}

  /** Resolves when the child is ready. @throws Error with the child's last words when it ends before that */
  async start(spec: ChildSpec): Promise<void> {
    const words: string[] = [];
    const child = this.spawn(spec, words);
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await spec.ready())) {
      if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
        this.running.delete(spec.name);
        child.kill('SIGKILL');
        throw new Error(`The ${spec.name} did not start:\n${words.join('').trim().slice(-2000)}`);
      }
      await sleep(POLL_MS);
    }
    child.once('exit', () => {
      this.restart(spec);
    });
  }

  /** Ends all of them, those started last first. */
  async stop(): Promise<void> {
    this.stopping = true;
    for (const child of [...this.running.values()].reverse()) await end(child);
    this.running.clear();
  }

  private restart(spec: ChildSpec): void {
    if (this.stopping) return;
    this.say(
      `The ${spec.name} has stopped, see ${spec.logFile}. It restarts automatically${spec.loses === undefined ? '' : `, without ${spec.loses}`}.`,
    );
    void sleep(RESTART_AFTER_MS).then(() => {
      if (this.stopping) return;
      this.spawn(spec, []).once('exit', () => {
        this.restart(spec);
      });
    });
  }

  private spawn(spec: ChildSpec, words: string[]): ChildProcess {
    const log = createWriteStream(spec.logFile, { flags: 'a' });
    // A session of its own would survive Ctrl-C; the IPC channel tells it when this process is gone altogether.
    const child = spawn(process.execPath, [spec.module], {
      env: { ...process.env, ...spec.env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.pipe(log, { end: false });
      stream?.on('data', (chunk: Buffer) => {
        words.push(chunk.toString());
        words.splice(0, words.length - LAST_WORDS);
      });
    }
    this.running.set(spec.name, child);
    return child;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((resolve) =>
    child.once('exit', () => {
      resolve();
    }),
  );
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
  await gone;
  clearTimeout(timer);
}
