/** Where Temporal's time-skipping test server comes from: our cache, Temporal's download, or Maven. */
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir, type Environment, onceCached, type Say } from './cache.js';
import { cached, type LocateOptions } from './devServer.js';
import { download, DOWNLOAD_SITE } from './download.js';
import { findOnPath, run, toolsFolder } from './run.js';
import { startTestServer } from './startTestServer.js';
import { firstWay, withProgress } from './ways.js';

/** The version in tools/temporal-test-server/pom.xml. */
const VERSION = '1.38.0';
const EXECUTABLE = process.platform === 'win32' ? 'temporal-test-server.exe' : 'temporal-test-server';

/** With its classes loaded from an archive, if there is one, it starts in half the time. */
const ARCHIVE = 'classes.jsa';
/** `exec`, so that who started the script can end the server. */
const SCRIPT = `#!/bin/sh
folder="\${0%/*}"
[ ! -f "$folder/${ARCHIVE}" ] || archive="-XX:SharedArchiveFile=$folder/${ARCHIVE}"
exec "\${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \${archive:+"$archive"} \\
  -cp "$folder/jars/*" io.temporal.testserver.TestServer "$1"
`;

export type FoundTestServer = { path: string; source: 'cache' | 'download' | 'maven' };

/**
 * An executable for `startTestServer`.
 * @throws ServerNotFoundError
 */
export function locateTestServer(options: LocateOptions): Promise<FoundTestServer> {
  const { say, env = process.env, downloadSite = DOWNLOAD_SITE } = options;
  const folder = join(cacheDir(env), `temporal-test-server-${VERSION}-${process.platform}-${process.arch}`);
  const executable = join(folder, EXECUTABLE);
  return firstWay<FoundTestServer>(
    "Temporal's time-skipping test server",
    [
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
        name: 'tools/temporal-test-server with Maven',
        find: async () => {
          if (process.platform === 'win32') throw new Error('not on Windows; use WSL');
          const maven = findOnPath('mvn', env);
          if (maven === undefined) throw new Error('Maven is not installed');
          const made = await onceCached(folder, (temporary) => fetchInto(temporary, maven, env, say), say);
          return { path: executable, source: made ? 'maven' : 'cache' };
        },
      },
    ],
    [
      'let this machine reach the download site',
      'install Java 8 or newer and Maven (Debian: apt-get install default-jre-headless maven)',
    ],
  );
}

async function downloadInto(temporary: string, site: string, env: Environment, say: Say): Promise<void> {
  await withProgress(say, `Downloading Temporal's test server ${VERSION} from ${site}`, async () => {
    const from = { site, artifact: 'temporal-test-server', version: `v${VERSION}`, env };
    const file = await download(from, temporary);
    if (file !== join(temporary, EXECUTABLE)) await rename(file, join(temporary, EXECUTABLE));
  });
}

async function fetchInto(temporary: string, maven: string, env: Environment, say: Say): Promise<void> {
  const pom = join(toolsFolder('temporal-test-server'), 'pom.xml');
  await withProgress(say, `Fetching Temporal's test server ${VERSION} with Maven, once`, async () => {
    const output = `-DoutputDirectory=${join(temporary, 'jars')}`;
    await run(maven, ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', output], { env });
    await mkdir(temporary, { recursive: true });
    await writeFile(join(temporary, EXECUTABLE), SCRIPT);
    await chmod(join(temporary, EXECUTABLE), 0o755);
    await archiveClasses(temporary, env);
  });
}

/** Java 13 and newer write the archive when a server that has run ends; others do not start with the option. */
async function archiveClasses(folder: string, env: Environment): Promise<void> {
  const archive = join(folder, ARCHIVE);
  const options = {
    env: { ...env, JAVA_TOOL_OPTIONS: `-XX:ArchiveClassesAtExit=${archive}` },
    stopMs: 60_000,
  };
  const server = await startTestServer(join(folder, EXECUTABLE), options).catch(() => undefined);
  await server?.stop();
  // Java answers SIGTERM with an exit code. What was made to end may have left half of it.
  if ((await server?.exited) === null) await rm(archive, { force: true });
}
