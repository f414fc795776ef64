/** `npm run verify-tenant`: a sandbox takes the place of the tenant. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Outcome } from '../../verifyTenant/outcome.js';
import { recordingSchema } from '../../verifyTenant/recording.js';
import { startVerifiedWorld, type VerifiedWorld } from '../support/verifyTenant.js';

const CLI = fileURLToPath(new URL('../../dist/verifyTenant/main.js', import.meta.url));

let verified: VerifiedWorld;
beforeEach(async () => {
  verified = await startVerifiedWorld();
});
afterEach(async () => {
  await verified.stop();
});

describe('the command', () => {
  const environment = () => ({
    PATH: process.env['PATH'] ?? '',
    NO_COLOR: '1',
    AUTHORITY_HOST: verified.world.sandbox.origin,
    GRAPH_BASE_URL: verified.world.sandbox.origin,
    TRUSTED_CA_FILE: verified.world.sandbox.caFile,
    AZURE_CLIENT_ID: verified.settings().client.clientId,
    AZURE_CLIENT_SECRET: 'sandbox-secret',
  });
  const quick = ['--patience', '0', '--settle', '0'];
  const run = (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const options = { env: environment(), cwd: verified.folder, maxBuffer: 10_000_000 };
      execFile(process.execPath, [CLI, ...args], options, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      });
    });

  it('ends with 0 on the sandbox as it is, with 5 and the row when something differs', async () => {
    const same = await run('contoso.example', '--yes', ...quick);
    expect(same.stderr).toContain('It creates:');
    expect(same.stdout).toContain(': 0 deviations.');
    expect(same.code).toBe(0);
    verified.world.sandbox.world.rules.duplicateAssignment = 'conflict';
    const differing = await run('contoso.example', '--yes', '--json', '--output', 'recording.json', ...quick);
    expect(differing.code).toBe(5);
    const outcome = JSON.parse(differing.stdout) as Outcome;
    expect(outcome.deviations.map(({ row, found }) => `${row} ${found}`)).toContain('O7 409');
    expect(outcome.answers.map(({ row }) => row)).toEqual(expect.arrayContaining(['Q2', 'Q3', 'Q5', 'Q7']));
    recordingSchema.parse(JSON.parse(readFileSync(join(verified.folder, 'recording.json'), 'utf8')));
    expect(verified.leftovers()).toEqual([]);
  });

  it('asks first, and does nothing where nobody can answer', async () => {
    const { code, stderr } = await run('contoso.example', ...quick);
    expect(stderr).toContain('give --yes');
    expect(code).toBe(2);
    expect(verified.leftovers()).toEqual([]);
  });

  it('cleans up after Ctrl-C, and says so', async () => {
    const child = spawn(process.execPath, [CLI, 'contoso.example', '--yes', ...quick], {
      env: environment(),
      cwd: verified.folder,
    });
    let words = '';
    child.stderr.on('data', (chunk: Buffer) => {
      if (!words.includes('Two signing') && chunk.toString().includes('Two signing')) child.kill('SIGINT');
      words += chunk.toString();
    });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    const [code] = (await once(child, 'exit')) as [number];
    expect(stdout).toContain('The run ended early: it was stopped');
    expect(stdout).toContain('Nothing that this run made is left');
    expect(code).toBe(1);
    expect(verified.leftovers()).toEqual([]);
  });
});
