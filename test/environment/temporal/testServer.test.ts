import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { locateTestServer } from '../../../environment/temporal/testServer.js';
import { createTimeSkipping } from '../../support/temporal.js';
import { type Machine, newMachine, startDownloadSite } from './machine.js';

const FOLDER = `temporal-test-server-1.38.0-${process.platform}-${process.arch}`;
const MAVEN = `
for argument; do case "$argument" in -DoutputDirectory=*) folder=\${argument#*=};; esac; done
/bin/mkdir -p "$folder" && echo > "$folder/server.jar"`;

describe('finding a time-skipping test server', () => {
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

  const locate = (downloadSite = site.site) =>
    locateTestServer({ say: machine.say, env: machine.env, downloadSite });

  it('downloads it once, before it asks Maven', async () => {
    machine.install('mvn', MAVEN);
    const downloads = await startDownloadSite(machine, {
      name: 'temporal-test-server',
      script: 'echo native',
    });
    const path = join(machine.cache, FOLDER, 'temporal-test-server');
    expect(await locate(downloads.site)).toEqual({ path, source: 'download' });
    expect(await locate(downloads.site)).toEqual({ path, source: 'cache' });
    await downloads.stop();
    expect(execFileSync(path).toString()).toBe('native\n');
    expect(downloads.requests).toHaveLength(2);
  });

  it('lets Maven fetch the jars, and runs them with Java on the port that it is given', async () => {
    machine.install('mvn', MAVEN);
    machine.install('java', 'echo "$@"');
    const { path, source } = await locate();
    expect(source).toBe('maven');
    const jars = join(machine.cache, FOLDER, 'jars', '*');
    expect(execFileSync(path, ['7777'], { env: machine.env }).toString()).toBe(
      `-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp ${jars} io.temporal.testserver.TestServer 7777\n`,
    );
    expect(await locate()).toEqual({ path, source: 'cache' });
  });

  it('loads the classes from an archive where Java has written one', async () => {
    machine.install('mvn', MAVEN);
    machine.install('java', '[ -z "$JAVA_TOOL_OPTIONS" ] || : > "${JAVA_TOOL_OPTIONS#*=}"; echo "$@"');
    const { path } = await locate();
    const archive = join(machine.cache, FOLDER, 'classes.jsa');
    expect(execFileSync(path, ['7777'], { env: machine.env }).toString()).toContain(
      `-XX:SharedArchiveFile=${archive}`,
    );
  });

  it('says for every way why it failed, and what to install', async () => {
    await expect(locate()).rejects.toThrow(
      /our cache: no [^]*download from [^]* answered 404[^]*Maven: Maven is not installed[^]*install Java/,
    );
    machine.install('mvn', 'echo "[ERROR] no such artifact"; exit 1');
    await expect(locate()).rejects.toThrow(/Maven: .* ended with 1: \[ERROR\] no such artifact/);
    expect(readdirSync(machine.cache)).toEqual([]);
  });

  it('finds one in which three days pass in a moment', async () => {
    const { path } = await locateTestServer({ say: machine.say });
    const environment = await createTimeSkipping(path);
    try {
      const before = await environment.currentTimeMs();
      await environment.sleep('3 days');
      expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(3 * 86_400_000);
    } finally {
      await environment.teardown();
    }
  });
});
