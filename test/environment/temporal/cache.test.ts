import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheDir, onceCached } from '../../../environment/temporal/cache.js';

describe('the cache folder', () => {
  it('is the one that is set, else in the folder for caches, else in the home folder', () => {
    const name = 'messagemedia-sso-onboarding';
    expect(cacheDir({ TEMPORAL_CACHE_DIR: '/a', XDG_CACHE_HOME: '/b', HOME: '/c' })).toBe('/a');
    expect(cacheDir({ XDG_CACHE_HOME: '/b', HOME: '/c' })).toBe(join('/b', name));
    expect(cacheDir({ HOME: '/c' })).toBe(join('/c', '.cache', name));
  });
});

describe('making something once', () => {
  let folder: string;
  let path: string;
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cache-'));
    path = join(folder, 'thing');
    lines.length = 0;
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('puts it at its place only when it is whole, and leaves nothing else there', async () => {
    const made = await onceCached(
      path,
      async (temporary) => {
        await writeFile(temporary, 'whole');
        expect(existsSync(path)).toBe(false);
      },
      say,
    );
    expect(made).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe('whole');
    expect(readdirSync(folder)).toEqual(['thing']);
  });

  it('does not make again what is there', async () => {
    writeFileSync(path, 'first');
    expect(await onceCached(path, (temporary) => writeFile(temporary, 'second'), say)).toBe(false);
    expect(readFileSync(path, 'utf8')).toBe('first');
  });

  it('leaves nothing when making fails, and can make it the next time', async () => {
    const failing = onceCached(
      path,
      async (temporary) => {
        await writeFile(temporary, 'half');
        throw new Error('disk full');
      },
      say,
    );
    await expect(failing).rejects.toThrow('disk full');
    expect(readdirSync(folder)).toEqual([]);
    expect(await onceCached(path, (temporary) => writeFile(temporary, 'whole'), say)).toBe(true);
  });

  it('lets a second one wait for the first, and says for whom', async () => {
    let secondWaits: () => void;
    const waiting = new Promise<void>((resolve) => (secondWaits = resolve));
    let firstStarted: () => void;
    const started = new Promise<void>((resolve) => (firstStarted = resolve));
    const first = onceCached(
      path,
      async (temporary) => {
        firstStarted();
        await waiting;
        await writeFile(temporary, 'first');
      },
      say,
    );
    await started;
    const second = onceCached(
      path,
      (temporary) => writeFile(temporary, 'second'),
      (line) => {
        say(line);
        secondWaits();
      },
    );
    expect(await Promise.all([first, second])).toEqual([true, false]);
    expect(readFileSync(path, 'utf8')).toBe('first');
    expect(lines).toEqual([`Waiting for process ${String(process.pid)}, which is making thing …`]);
  });

  it('takes over from a process that was killed, and removes what it left half made', async () => {
    const dead = String(spawnSync(process.execPath, ['-e', '']).pid);
    writeFileSync(`${path}.lock`, dead);
    mkdirSync(`${path}.${dead}.tmp`);
    expect(await onceCached(path, (temporary) => writeFile(temporary, 'whole'), say)).toBe(true);
    expect(readdirSync(folder)).toEqual(['thing']);
    expect(lines).toEqual([]);
  });

  it('takes over a lock that nobody has touched for long, whoever has its process id now', async () => {
    writeFileSync(`${path}.lock`, String(process.pid));
    utimesSync(`${path}.lock`, 0, 0);
    expect(await onceCached(path, (temporary) => writeFile(temporary, 'whole'), say)).toBe(true);
    expect(readdirSync(folder)).toEqual(['thing']);
  });
});
