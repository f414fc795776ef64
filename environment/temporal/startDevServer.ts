/** Runs Temporal's dev server as a child process that ends with us. */
import { Connection } from '@temporalio/client';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, openSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertPortFree } from './ports.js';
import { lastLines } from './run.js';

const HOST = '127.0.0.1';
const START_MS = 60_000;
const STOP_MS = 5_000;

export type DevServerOptions = {
  binary: string;
  port: number;
  uiPort: number;
  /** SQLite; in memory when not given. */
  dbFile?: string;
  /** Where the UI's browser decodes payloads. */
  codecEndpoint?: string;
  searchAttributes: Record<string, 'Keyword' | 'Text'>;
  /** What the server prints is appended; its folder must exist. */
  logFile?: string;
  namespace?: string;
};

export type DevServer = {
  address: string;
  uiUrl: string;
  /** The exit code; null when a signal ended it. */
  exited: Promise<number | null>;
  /** Ends it, by force after five seconds; resolves when no process of it is left. */
  stop: () => Promise<void>;
};

/** The server did not get ready; the message ends with the last that it printed. */
export class DevServerStartError extends Error {}

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** Resolves when the namespace can be used. @throws PortTakenError, DevServerStartError */
export async function startDevServer(options: DevServerOptions): Promise<DevServer> {
  const { port, uiPort, namespace = 'default' } = options;
  await assertPortFree(port, 'Temporal', 'TEMPORAL_PORT');
  await assertPortFree(uiPort, "Temporal's web UI", 'TEMPORAL_UI_PORT');
  // Detached: Ctrl-C reaches only us, who let the worker finish before the server goes.
  const child = spawn(options.binary, serverArguments(options), {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const printed = follow(child, options.logFile);
  const exited = whenExited(child);
  const stop = async () => {
    if (!hasExited(child)) child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
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
    throw new DevServerStartError(`Temporal did not start: ${why}\n${lastLines(printed(), 10)}`.trimEnd(), {
      cause: error,
    });
  }
  return { address, uiUrl: `http://${HOST}:${String(uiPort)}`, exited, stop };
}

function serverArguments(options: DevServerOptions): string[] {
  const { port, uiPort, dbFile, codecEndpoint, searchAttributes, namespace } = options;
  return [
    ...['server', 'start-dev', '--ip', HOST, '--port', String(port), '--ui-port', String(uiPort)],
    ...['--log-level', 'error', '--dynamic-config-value', 'system.enableActivityEagerExecution=true'],
    ...(dbFile === undefined ? [] : ['--db-filename', dbFile]),
    ...(codecEndpoint === undefined ? [] : ['--ui-codec-endpoint', codecEndpoint]),
    ...(namespace === undefined ? [] : ['--namespace', namespace]),
    ...Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
  ];
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
