/** Runs one of Temporal's servers as a child process that ends with us. */
import { Connection } from '@temporalio/client';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, openSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from './cache.js';
import { lastLines } from './run.js';

export const HOST = '127.0.0.1';
const START_MS = 60_000;

export type ServerOptions = {
  binary: string;
  args: string[];
  /** That it is told to listen on. */
  port: number;
  namespace?: string;
  env?: Environment;
  /** What the server prints is appended; its folder must exist. */
  logFile?: string;
  /** How long it may take to end, before it is made to. */
  stopMs?: number;
};

export type Server = {
  address: string;
  /** The exit code; null when a signal ended it. */
  exited: Promise<number | null>;
  /** Ends it, if need be by force; resolves when no process of it is left. */
  stop: () => Promise<void>;
};

/** The server did not get ready; the message ends with the last that it printed. */
export class ServerStartError extends Error {}

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** Resolves when the namespace can be used. @throws ServerStartError */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { binary, args, port, namespace = 'default', env, logFile, stopMs = 30_000 } = options;
  // Detached: Ctrl-C reaches only us, who let the worker finish before the server goes.
  const child = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env });
  const printed = follow(child, logFile);
  const exited = whenExited(child);
  const stop = async () => {
    if (!hasExited(child)) child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), stopMs);
    await exited.finally(() => {
      clearTimeout(timer);
    });
  };
  const address = `${HOST}:${String(port)}`;
  try {
    if (child.pid === undefined) await exited;
    await whenReady(address, namespace, child);
  } catch (error) {
    await stop().catch(() => undefined);
    const why = error instanceof Error ? error.message : String(error);
    throw new ServerStartError(`Temporal did not start: ${why}\n${lastLines(printed(), 10)}`.trimEnd(), {
      cause: error,
    });
  }
  return { address, exited, stop };
}

/** Gives the end of what the server has printed so far. */
function follow(child: Child, logFile: string | undefined): () => string {
  const log = logFile === undefined ? undefined : createWriteStream('', { fd: openSync(logFile, 'a') });
  log?.on('error', () => undefined); // a full disk must not end us
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.toString()).slice(-8_000);
      log?.write(chunk);
    });
  }
  child.once('close', () => log?.end());
  return () => tail;
}

/** Rejects when the program could not be run at all. */
function whenExited(child: Child): Promise<number | null> {
  const exited = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (child.pid === undefined || process.platform === 'win32') return exited;
  const endGuard = guard(child.pid);
  return exited.finally(endGuard);
}

/**
 * A shell that ends the server when we are gone, even by SIGKILL: then its standard input closes. Not on Windows.
 */
function guard(pid: number): () => Promise<void> {
  const script = 'read -r _; kill -TERM "$1" && sleep 5 && kill -KILL "$1"';
  const shell = spawn('sh', ['-c', script, 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  const ended = once(shell, 'exit').catch(() => undefined); // without a shell there is only stop()
  return async () => {
    shell.kill('SIGKILL');
    await ended;
  };
}

async function whenReady(address: string, namespace: string, child: Child): Promise<void> {
  const connection = Connection.lazy({
    address,
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 500 },
  });
  const ask = () => connection.workflowService.describeNamespace({ namespace });
  const giveUp = Date.now() + START_MS;
  try {
    for (;;) {
      try {
        await connection.withDeadline(Date.now() + 1_000, ask);
        return;
      } catch (error) {
        if (hasExited(child)) {
          throw new Error(`it ended with ${child.signalCode ?? String(child.exitCode)}`, { cause: error });
        }
        if (Date.now() > giveUp) throw error;
      }
      await sleep(50);
    }
  } finally {
    await connection.close();
  }
}

function hasExited(child: Child): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
