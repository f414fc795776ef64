/** Where Temporal's dev server comes from: PATH, our cache, Temporal's download, or a build of the pinned Go module. */
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir, type Environment, onceCached, type Say } from './cache.js';
import { download, DOWNLOAD_SITE } from './download.js';
import { findOnPath, run, toolsFolder } from './run.js';
import { firstWay, withProgress } from './ways.js';

/** The version in tools/temporal/go.mod. */
const VERSION = '1.5.1';
const PACKAGE = 'github.com/temporalio/cli/cmd/temporal';
const EXECUTABLE = process.platform === 'win32' ? 'temporal.exe' : 'temporal';

/** `source` says how this call came by it; what another process made meanwhile comes from the cache. */
export type FoundDevServer = { path: string; source: 'path' | 'cache' | 'download' | 'build' };

export type LocateOptions = {
  say: Say;
  env?: Environment;
  /** For tests. */
  downloadSite?: string;
};

/** The `temporal` executable to run as a dev server; made when there is none yet. @throws ServerNotFoundError */
export function locateDevServer(options: LocateOptions): Promise<FoundDevServer> {
  const { say, env = process.env, downloadSite = DOWNLOAD_SITE } = options;
  const folder = join(cacheDir(env), `temporal-cli-${VERSION}-${process.platform}-${process.arch}`);
  const executable = join(folder, EXECUTABLE);
  return firstWay<FoundDevServer>(
    'A Temporal dev server',
    [
      { name: 'temporal on PATH', find: () => onPath(env, say) },
      { name: 'our cache', find: () => cached(executable) },
      {
        name: `download from ${downloadSite}`,
        find: async () => {
          const made = await onceCached(
            folder,
            (temporary) => downloadInto(temporary, downloadSite, env, say),
            say,
          );
          return { path: executable, source: made ? 'download' : 'cache' };
        },
      },
      {
        name: 'build of tools/temporal with Go',
        find: async () => {
          const go = findOnPath('go', env);
          if (go === undefined) throw new Error('Go is not installed');
          const made = await onceCached(folder, (temporary) => buildInto(temporary, go, env, say), say);
          return { path: executable, source: made ? 'build' : 'cache' };
        },
      },
    ],
    [
      'install the Temporal CLI so that `temporal` is on PATH: https://docs.temporal.io/cli#install',
      'install Go 1.25 or newer (https://go.dev/dl), with which the CLI is built once, in a few minutes',
      'set TEMPORAL_ADDRESS to a Temporal server that runs already',
    ],
  );
}

/** @throws unless the file is there, which it is only whole */
export function cached(file: string): Promise<{ path: string; source: 'cache' }> {
  if (existsSync(file)) return Promise.resolve({ path: file, source: 'cache' });
  return Promise.reject(new Error(`no ${file}`));
}

/** One that somebody built from source calls itself 0.0.0-DEV. */
async function onPath(env: Environment, say: Say): Promise<FoundDevServer> {
  const file = findOnPath('temporal', env);
  if (file === undefined) throw new Error('there is none');
  const printed = await run(file, ['--version'], { env, timeoutMs: 10_000 });
  const version = /^temporal version (\S+)/m.exec(printed)?.[1];
  if (version !== undefined && (/^[1-9]/.test(version) || version === '0.0.0-DEV'))
    return { path: file, source: 'path' };
  const reason = `${file} is ${version ?? 'not the Temporal CLI'}; it must be 1.0 or newer`;
  say(`Not used: ${reason}`);
  throw new Error(reason);
}

async function downloadInto(temporary: string, site: string, env: Environment, say: Say): Promise<void> {
  await withProgress(say, `Downloading the Temporal CLI ${VERSION} from ${site}`, async () => {
    const query = { format: 'tar.gz' };
    const file = await download({ site, artifact: 'cli', version: `v${VERSION}`, query, env }, temporary);
    await run(file, ['--version'], { env, timeoutMs: 10_000 }); // a wrong one is not kept
    if (file !== join(temporary, EXECUTABLE)) await rename(file, join(temporary, EXECUTABLE));
  });
}

async function buildInto(temporary: string, go: string, env: Environment, say: Say): Promise<void> {
  const cwd = toolsFolder('temporal');
  await mkdir(temporary);
  let compiled = 0;
  let latest = '';
  await withProgress(
    say,
    `Building the Temporal CLI ${VERSION} with Go, once; this takes a few minutes`,
    async () => {
      const flags = ['-mod=readonly', '-trimpath', '-buildvcs=false', '-v'];
      const link = `-s -w -X github.com/temporalio/cli/temporalcli.Version=${VERSION}`;
      await run(go, ['build', ...flags, '-ldflags', link, '-o', join(temporary, EXECUTABLE), PACKAGE], {
        env,
        cwd,
        onLine: (line) => {
          compiled += 1;
          latest = line;
        },
      });
    },
    () => (compiled === 0 ? '' : `${String(compiled)} packages compiled, now ${latest}`),
  );
}
