/** What is downloaded or built once and kept, outside the repository: several clones share it. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export type Environment = Record<string, string | undefined>;
export type Say = (line: string) => void;

const NAME = 'messagemedia-sso-onboarding';
const HEARTBEAT_MS = 5_000;
/** A lock that nobody has touched for so long is of a process on another machine, or its pid was given to another. */
const ABANDONED_MS = 60_000;

/** `TEMPORAL_CACHE_DIR`, or a folder of ours where the system keeps caches. */
export function cacheDir(env: Environment = process.env): string {
  if (env['TEMPORAL_CACHE_DIR']) return env['TEMPORAL_CACHE_DIR'];
  return join(env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache'), NAME);
}

/**
 * Makes what is to be at `path`, a file or a folder, unless it is there; false when it was there, or another process
 * made it while we waited. `make` gets another path to make it at, which is then renamed: a half-made one is never
 * seen. The lock only saves work; it is the rename that keeps the result whole.
 */
export async function onceCached(
  path: string,
  make: (temporary: string) => Promise<void>,
  say: Say,
): Promise<boolean> {
  if (existsSync(path)) return false;
  await mkdir(dirname(path), { recursive: true });
  const unlock = await lock(path, say);
  if (unlock === undefined) return false;
  const temporary = `${path}.${String(process.pid)}.tmp`;
  try {
    await removeLeftovers(path);
    await make(temporary);
    await rename(temporary, path);
    return true;
  } finally {
    await rm(temporary, { recursive: true, force: true });
    await unlock();
  }
}

/** Waits until we hold the lock; undefined when another process has made `path` meanwhile. */
async function lock(path: string, say: Say): Promise<(() => Promise<void>) | undefined> {
  const file = `${path}.lock`;
  let said = false;
  while (!(await claim(file))) {
    const owner = await ownerOf(file);
    if (owner?.gone) {
      await rm(file, { force: true });
    } else if (owner !== undefined && !said) {
      say(`Waiting for process ${String(owner.pid)}, which is making ${basename(path)} …`);
      said = true;
    } else {
      await sleep(200);
    }
  }
  const heartbeat = setInterval(() => {
    utimes(file, new Date(), new Date()).catch(() => undefined); // taken over by another: no reason to stop
  }, HEARTBEAT_MS);
  const unlock = async () => {
    clearInterval(heartbeat);
    await rm(file, { force: true });
  };
  if (!existsSync(path)) return unlock;
  await unlock();
  return undefined;
}

/** Linked, not created and then written: a lock without its pid in it would look like an abandoned one. */
async function claim(file: string): Promise<boolean> {
  const own = `${file}.${randomUUID()}`;
  await writeFile(own, String(process.pid));
  try {
    await link(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

/** Undefined when the lock was given back while we looked. */
async function ownerOf(file: string): Promise<{ pid: number; gone: boolean } | undefined> {
  try {
    const pid = Number(await readFile(file, 'utf8'));
    const { mtimeMs } = await stat(file);
    return { pid, gone: !isAlive(pid) || Date.now() - mtimeMs > ABANDONED_MS };
  } catch {
    return undefined;
  }
}

/** What processes left that were killed while making it. */
async function removeLeftovers(path: string): Promise<void> {
  const prefix = `${basename(path)}.`;
  for (const name of await readdir(dirname(path))) {
    const pid = name.startsWith(prefix) ? /^(\d+)\.tmp$/.exec(name.slice(prefix.length))?.[1] : undefined;
    if (pid !== undefined && !isAlive(Number(pid))) {
      await rm(join(dirname(path), name), { recursive: true, force: true });
    }
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
