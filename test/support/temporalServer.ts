/** Temporal's server and its schema tool, as docker-compose.yml names them: built once with Go, and kept. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir, onceCached } from '../../environment/temporal/cache.js';
import { findOnPath, run, toolsFolder } from '../../environment/temporal/run.js';

/** The version in tools/temporal-server/go.mod. */
export const TEMPORAL_SERVER = '1.32.0';
const PROGRAMS = {
  'temporal-server': 'go.temporal.io/server/cmd/server',
  'temporal-sql-tool': 'go.temporal.io/server/cmd/tools/sql',
};
const { env } = process;
const say = (line: string) => process.stderr.write(`${line}\n`);

/** The folder with both programs. @throws Error that says what to install */
export async function temporalServer(): Promise<string> {
  const folder = join(
    cacheDir(env),
    `temporal-server-${TEMPORAL_SERVER}-${process.platform}-${process.arch}`,
  );
  const make = async (temporary: string) => {
    const go = findOnPath('go', env);
    if (go === undefined) {
      throw new Error("Go, which builds Temporal's server, is not on PATH. Install it: https://go.dev/dl");
    }
    say(`Building Temporal's server ${TEMPORAL_SERVER} with Go, once; this takes some minutes`);
    await mkdir(temporary);
    const flags = ['-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w'];
    for (const [name, source] of Object.entries(PROGRAMS)) {
      await run(go, ['build', ...flags, '-o', join(temporary, name), source], {
        env,
        cwd: toolsFolder('temporal-server'),
      });
    }
  };
  await onceCached(folder, make, say);
  return folder;
}
