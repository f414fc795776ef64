import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { locateDevServer } from '../../../environment/temporal/devServer.js';
import { type Machine, newMachine, startDownloadSite, writeProgram } from './machine.js';

const FOLDER = `temporal-cli-1.5.1-${process.platform}-${process.arch}`;
const RIGHT = 'echo "temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)"';

/** A compiler that notes where and how it was called, and makes a program that tells so. */
const compiler = (notes: string) => `
pwd > '${notes}'; echo "$@" >> '${notes}'
while [ "$1" != -o ]; do shift; done
echo 'echo built' > "$2"`;

describe('finding a dev server', () => {
  let machine: Machine;
  let site: Awaited<ReturnType<typeof startDownloadSite>>;

  beforeEach(async () => {
    machine = newMachine();
    site = await startDownloadSite(machine);
  });
  afterEach(async () => {
    await site.stop();
    machine.remove();
  });

  const locate = () => locateDevServer({ say: machine.say, env: machine.env, downloadSite: site.site });

  const fillCache = () => {
    mkdirSync(join(machine.cache, FOLDER), { recursive: true });
    return writeProgram(join(machine.cache, FOLDER, 'temporal'), RIGHT);
  };

  it('takes the one on PATH before all others', async () => {
    fillCache();
    const path = machine.install('temporal', 'echo "temporal version 1.0.0 (Server 1.24.2, UI 2.28.0)"');
    expect(await locate()).toEqual({ path, source: 'path' });
  });

  it('takes the cached one before a download, and says nothing', async () => {
    const path = fillCache();
    expect(await locate()).toEqual({ path, source: 'cache' });
    expect(site.requests).toEqual([]);
    expect(machine.lines).toEqual([]);
  });

  it('says that one on PATH is too old, and goes on', async () => {
    const old = machine.install('temporal', 'echo "temporal version 0.13.2 (Server 1.24.1, UI 2.28.0)"');
    const path = fillCache();
    expect(await locate()).toEqual({ path, source: 'cache' });
    expect(machine.lines).toEqual([`Not used: ${old} is 0.13.2; it must be 1.0 or newer`]);
  });

  it('downloads it once, before it builds one', async () => {
    machine.install('go', compiler('/dev/null'));
    const downloads = await startDownloadSite(machine, { name: 'temporal', script: RIGHT });
    const options = { say: machine.say, env: machine.env, downloadSite: downloads.site };
    const path = join(machine.cache, FOLDER, 'temporal');
    expect(await locateDevServer(options)).toEqual({ path, source: 'download' });
    expect(execFileSync(path).toString()).toContain('temporal version 1.5.1');
    expect(await locateDevServer(options)).toEqual({ path, source: 'cache' });
    await downloads.stop();
    expect(downloads.requests).toHaveLength(2);
    expect(downloads.requests[0]).toMatch(/^\/cli\/v1\.5\.1\?arch=\w+&platform=\w+&format=tar\.gz$/);
  });

  it('does not keep a download that does not run here', async () => {
    const downloads = await startDownloadSite(machine, {
      name: 'temporal',
      script: 'echo wrong glibc; exit 1',
    });
    const found = locateDevServer({ say: machine.say, env: machine.env, downloadSite: downloads.site });
    await expect(found).rejects.toThrow(/download from .*: .* ended with 1: wrong glibc/);
    await downloads.stop();
    expect(readdirSync(machine.cache)).toEqual([]);
  });

  it('builds the pinned module when there is no download', async () => {
    const notes = join(machine.folder, 'notes');
    machine.install('go', compiler(notes));
    const path = join(machine.cache, FOLDER, 'temporal');
    expect(await locate()).toEqual({ path, source: 'build' });
    expect(readFileSync(path, 'utf8')).toBe('echo built\n');
    const [cwd, call] = readFileSync(notes, 'utf8').split('\n');
    expect(cwd).toBe(join(process.cwd(), 'tools', 'temporal'));
    expect(call).toMatch(/^build -mod=readonly .* github\.com\/temporalio\/cli\/cmd\/temporal$/);
    expect(machine.lines).toEqual([
      `Downloading the Temporal CLI 1.5.1 from ${site.site} …`,
      expect.stringMatching(/failed: .* answered 404/),
      'Building the Temporal CLI 1.5.1 with Go, once; this takes a few minutes …',
    ]);
  });

  it('says for every way why it failed, and what to install', async () => {
    const error = await locate().catch((reason: unknown) => reason);
    const at = join(machine.cache, FOLDER, 'temporal');
    expect(String(error).split('\n')).toEqual([
      'Error: A Temporal dev server was not found. Tried:',
      '  - temporal on PATH: there is none',
      `  - our cache: no ${at}`,
      expect.stringMatching(/^ {2}- download from http:\S+: http:\S+ answered 404$/),
      '  - build of tools/temporal with Go: Go is not installed',
      'Do one of these:',
      expect.stringContaining('install the Temporal CLI'),
      expect.stringContaining('install Go'),
      expect.stringContaining('TEMPORAL_ADDRESS'),
    ]);
  });

  it('tells the end of what a failing build printed', async () => {
    machine.install('go', 'echo "go: no such module" >&2; exit 1');
    await expect(locate()).rejects.toThrow(/with Go: .*go ended with 1: go: no such module/);
    expect(readdirSync(machine.cache)).toEqual([]);
  });

  it('says that the download site cannot be reached', async () => {
    const gone = await startDownloadSite(machine);
    await gone.stop();
    const found = locateDevServer({ say: machine.say, env: machine.env, downloadSite: gone.site });
    await expect(found).rejects.toThrow(/download from .*: connect ECONNREFUSED/);
  });
});
