/** `sso-onboard metadata` as it is run. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Diagnosis } from '../../src/saml/diagnose.js';
import { readIdpMetadata } from '../../src/saml/metadata.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';

const project = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const corpus = (name: string) => project(`test/unit/saml/corpus/documents/${name}.xml`);
const TENANT = 'a5d1d5c2-8308-5710-8878-c861608a989d';

let world: TestSandbox;
beforeAll(async () => {
  world = await startTestSandbox();
});
afterAll(async () => {
  await world.stop();
});

/** The sandbox is in this process, so the command runs beside it. */
async function run(args: string[], { env = {}, input = '' } = {}) {
  const child = spawn(process.execPath, [project('dist/src/cli/main.js'), 'metadata', ...args], {
    env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', ...env },
  });
  child.stdin.end(input);
  const read = async (stream: NodeJS.ReadableStream) => {
    let text = '';
    for await (const chunk of stream) text += String(chunk);
    return text;
  };
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const [code, stdout, stderr] = await Promise.all([exit, read(child.stdout), read(child.stderr)]);
  return { code, stdout, stderr };
}

describe('sso-onboard metadata', () => {
  it.each([
    ['entra', 'Entra ID', 0],
    ['okta', 'Okta', 0],
    ['keycloak', 'Keycloak', 0],
    ['adfs', 'AD FS', 0],
    ['google', 'Google', 0],
    ['ping', 'Ping', 0],
    ['certificate-expired', 'certificate_expired', 1],
    ['html', 'This is an HTML page', 1],
  ])('shows what %s is: %s, and ends with exit code %d', async (name, words, code) => {
    const shown = await run([corpus(name)]);
    expect(shown.stdout).toContain(words);
    expect(shown.code).toBe(code);
  });

  it("tells of the sandbox's, with --json, whether the application's certificate is in it", async () => {
    const url = `${world.sandbox.origin}/${TENANT}/federationmetadata/2007-06/federationmetadata.xml`;
    const env = { TRUSTED_CA_FILE: world.sandbox.caFile };
    const { code, stdout } = await run(
      ['--json', '--allow-host', 'localhost', '--tenant', TENANT, '--thumbprint', 'AB:'.repeat(20), url],
      { env },
    );
    const { metadata, problems } = JSON.parse(stdout) as Diagnosis;
    expect(metadata).toMatchObject({ vendor: 'Entra ID', tenantId: TENANT, signed: true });
    expect(problems.map((problem) => problem.code)).toEqual(['tenant_wide', 'certificate_missing']);
    expect(code).toBe(1);
  });

  it('marks the certificate that is yours, however its thumbprint is written', async () => {
    const { signingCertificates } = readIdpMetadata(readFileSync(corpus('entra-two-certificates')));
    const { thumbprint } = signingCertificates[1]!;
    const asWindowsShowsIt = `\u200e${thumbprint.toLowerCase().replace(/..(?=.)/g, '$& ')}`;
    const args = ['--thumbprint', asWindowsShowsIt, corpus('entra-two-certificates')];
    const { metadata } = JSON.parse((await run(['--json', ...args])).stdout) as {
      metadata: { signingCertificates: { ours: boolean }[] };
    };
    expect(metadata.signingCertificates.map(({ ours }) => ours)).toEqual([false, true]);
    const { stdout } = await run(args);
    expect(stdout.match(/signing certificate, yours/g)).toHaveLength(1);
    expect(stdout).toContain('sha256WithRSAEncryption');
  });

  it('reads standard input', async () => {
    const { code, stdout } = await run(['-'], { input: 'https://login.microsoftonline.com/x' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: expect.stringContaining('Open the URL') });
  });

  it.each([
    [['/nowhere.xml'], 'cannot be read'],
    [['http://login.microsoftonline.com/'], 'is not https'],
    [['https://localhost:1/'], '--allow-host localhost'],
    [['--tenant', '', corpus('entra')], 'must be a GUID'],
    [['--tenant', 'sts.windows.net', corpus('entra')], 'must be a GUID'],
    [['--thumbprint', 'AB:CD', corpus('entra')], '40 hexadecimal digits'],
  ])('ends with exit code 2 for %j', async (args, words) => {
    const { code, stderr } = await run(args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(words) });
  });
});
