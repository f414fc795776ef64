/** A machine of a test's own: nothing on PATH but what the test puts there, an empty cache, a download site. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOnPath } from '../../../environment/temporal/run.js';

export type Machine = ReturnType<typeof newMachine>;

export function newMachine() {
  const folder = mkdtempSync(join(tmpdir(), 'machine-'));
  const bin = join(folder, 'bin');
  const cache = join(folder, 'cache');
  mkdirSync(bin);
  for (const tool of ['tar', 'gzip']) symlinkSync(findOnPath(tool, process.env) ?? tool, join(bin, tool));
  const lines: string[] = [];
  return {
    folder,
    cache,
    lines,
    env: { PATH: bin, TEMPORAL_CACHE_DIR: cache, no_proxy: '127.0.0.1' },
    say: (line: string) => void lines.push(line),
    install(name: string, script: string) {
      return writeProgram(join(bin, name), script);
    },
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

export function writeProgram(file: string, script: string): string {
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** Answers as temporal.download does, with one program for everybody; without a program, 404. */
export async function startDownloadSite(machine: Machine, program?: { name: string; script: string }) {
  const requests: string[] = [];
  const archive = join(machine.folder, 'archive.tar.gz');
  if (program !== undefined) {
    const content = join(machine.folder, 'content', 'release');
    mkdirSync(content, { recursive: true });
    writeProgram(join(content, program.name), program.script);
    execFileSync('tar', ['-czf', archive, '-C', join(machine.folder, 'content'), 'release']);
  }
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    if (program === undefined) {
      response.writeHead(404).end();
    } else if (request.url === '/archive') {
      response.end(readFileSync(archive));
    } else {
      response.end(
        JSON.stringify({ archiveUrl: `${site}/archive`, fileToExtract: `release/${program.name}` }),
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const site = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  return { site, requests, stop: () => new Promise((resolve) => server.close(resolve)) };
}
