/** What `sso-onboard doctor` says of a real server, each time of a namespace of its own. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { onboardingRequestSchema } from '../../src/onboarding/request.js';
import { SEARCH_ATTRIBUTES } from '../../src/onboarding/searchAttributes.js';
import { dataConverter, keyIdOf, type PayloadKeys } from '../../src/temporal/encryptionCodec.js';
import { keepCanary } from '../../src/temporal/readiness.js';
import { startOnboarding } from '../../src/temporal/start.js';
import { minimalRequest } from '../support/request.js';
import { freePort } from '../support/sandbox.js';
import { fromSetup } from '../support/temporal.js';

const CLI = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const SCRIPT = fileURLToPath(new URL('../../deploy/temporal/setup-namespace.sh', import.meta.url));
const A = Buffer.alloc(32, 1);
const B = Buffer.alloc(32, 2);
const NAMES = SEARCH_ATTRIBUTES.map(({ name }) => name);
const { INDEXED_VALUE_TYPE_INT } = proto.temporal.api.enums.v1.IndexedValueType;

let connection: Connection;
let setUp: string;
/** One search attribute, and days of retention. */
let lacking: string;
beforeAll(async () => {
  connection = await Connection.connect({ address: fromSetup('TEST_TEMPORAL_ADDRESS') });
  [setUp, lacking] = await Promise.all([newNamespace(NAMES), newNamespace(NAMES.slice(1), '1d')]);
  await keepCanary(clientOf(setUp, A), [A]);
});
afterAll(() => connection.close());

const clientOf = (namespace: string, ...keys: PayloadKeys) =>
  new Client({ connection, namespace, dataConverter: dataConverter(keys) });

async function newNamespace(names: string[], retention = '30d'): Promise<string> {
  const namespace = `test-${randomUUID()}`;
  await promisify(execFile)('sh', [SCRIPT, ...names], {
    env: {
      PATH: `${dirname(fromSetup('TEST_TEMPORAL_CLI'))}:${process.env['PATH'] ?? ''}`,
      HOME: tmpdir(),
      TEMPORAL_ADDRESS: fromSetup('TEST_TEMPORAL_ADDRESS'),
      TEMPORAL_NAMESPACE: namespace,
      RETENTION: retention,
    },
  });
  return namespace;
}

const said = z.object({
  ok: z.boolean(),
  findings: z.array(
    z.object({
      check: z.string(),
      result: z.enum(['ok', 'warning', 'failed']),
      says: z.string(),
      toDo: z.string().optional(),
    }),
  ),
});
const printed = (stdout: string) => said.parse(JSON.parse(stdout));

function run(
  namespace: string,
  env: Record<string, string> = {},
  ...args: string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const settings = {
    PATH: process.env['PATH'] ?? '',
    TEMPORAL_ADDRESS: fromSetup('TEST_TEMPORAL_ADDRESS'),
    TEMPORAL_NAMESPACE: namespace,
    TASK_QUEUE: namespace,
    PAYLOAD_KEY: A.toString('base64'),
  };
  return new Promise((resolve) => {
    const options = { env: { ...settings, ...env }, cwd: tmpdir() };
    execFile(process.execPath, [CLI, 'doctor', ...args], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}
/** By check. */
async function findings(namespace: string, env: Record<string, string> = {}) {
  const { code, stdout } = await run(namespace, env, '--json');
  const { ok, findings } = printed(stdout);
  return { code, ok, of: (name: string) => findings.filter(({ check }) => check === name) };
}

describe('sso-onboard doctor', () => {
  it('finds nothing that fails in a namespace that is set up, and says who is to be started next', async () => {
    const { code, stdout } = await run(setUp, {}, '--json');
    const { ok, findings } = printed(stdout);
    expect(findings.filter(({ result }) => result !== 'ok').map(({ check }) => check)).toEqual(['workers']);
    expect(findings.map(({ check }) => check)).toEqual([
      'server',
      'namespace',
      'retention',
      'permission to read',
      'permission to write',
      'permission to poll',
      'clock',
      'search attributes',
      'encryption key',
      'workers',
    ]);
    expect({ ok, code }).toEqual({ ok: true, code: 0 });
    const shown = await run(setUp);
    expect(shown.stdout).toMatch(/^ok +server +127\.0\.0\.1:\d+ answers, version 1\.\d+\.\d+$/m);
    expect(shown.stdout).toMatch(
      /^warning +workers +nobody polls the task queue "test-.*\n +Start one: sso-onboard worker/m,
    );
  });

  it('fails for a key that is not that of the workers, with the ids of both', async () => {
    const { code, of } = await findings(setUp, { PAYLOAD_KEY: B.toString('base64') });
    expect(of('encryption key')).toEqual([
      expect.objectContaining({
        result: 'failed',
        says: expect.stringMatching(new RegExp(`${keyIdOf(A)}, which is not in PAYLOAD_KEY: ${keyIdOf(B)}`)),
      }),
    ]);
    expect(code).toBe(2);
  });

  it('names search attributes that are missing, with what adds them, and warns of a short retention', async () => {
    const { code, of } = await findings(lacking);
    expect(of('search attributes')).toEqual([
      expect.objectContaining({
        result: 'warning',
        says: `missing: ${NAMES[0] ?? ''}`,
        toDo: expect.stringContaining(
          `temporal operator search-attribute create --namespace ${lacking} --name ${NAMES[0] ?? ''} --type Keyword`,
        ),
      }),
    ]);
    expect(of('retention')).toEqual([
      expect.objectContaining({ result: 'warning', says: 'what is over is forgotten after 1 days' }),
    ]);
    expect(code).toBe(0);
  });

  it('fails for a search attribute of another type, with its name and type', async () => {
    const searchAttributes = { [NAMES[0] ?? '']: INDEXED_VALUE_TYPE_INT };
    await connection.operatorService.addSearchAttributes({ namespace: lacking, searchAttributes });
    const attributes = () => connection.operatorService.listSearchAttributes({ namespace: lacking });
    while (!((NAMES[0] ?? '') in (await attributes()).customAttributes)) await sleep(100);
    const { code, ok, of } = await findings(lacking);
    expect(of('search attributes')).toEqual([
      expect.objectContaining({
        result: 'failed',
        says: `must be of the type Keyword: ${NAMES[0] ?? ''} (Int)`,
      }),
    ]);
    expect({ ok, code }).toEqual({ ok: false, code: 2 });
  });

  it('fails for a key that is missing for what still runs, also where it is the key of the workers', async () => {
    const request = onboardingRequestSchema.parse(minimalRequest({ customerId: 'contoso' }));
    await startOnboarding(clientOf(setUp, A), setUp, { request });
    await keepCanary(clientOf(setUp, B, A), [B, A]);
    const listed = () => clientOf(setUp, A, B).workflow.count("WorkflowType = 'onboardCustomer'");
    while ((await listed()).count < 1) await sleep(100);
    const withB = await findings(setUp, { PAYLOAD_KEY: B.toString('base64') });
    expect(withB.of('encryption key')).toEqual([
      expect.objectContaining({
        result: 'failed',
        says: expect.stringMatching(/^1 of 1 workflows looked at are encrypted with key/),
      }),
    ]);
    const both = [B, A].map((key) => key.toString('base64')).join(',');
    expect((await findings(setUp, { PAYLOAD_KEY: both })).of('encryption key')).toEqual([
      expect.objectContaining({ result: 'ok', says: expect.stringContaining('1 workflows looked at') }),
    ]);
  });

  it('says all that is wrong at once: a namespace that does not exist, and a key that is no key', async () => {
    const { code, of } = await findings('nowhere', { PAYLOAD_KEY: 'short' });
    expect(of('settings')).toEqual([
      expect.objectContaining({ result: 'failed', says: expect.stringContaining('PAYLOAD_KEY') }),
    ]);
    expect(of('namespace')).toEqual([
      {
        check: 'namespace',
        result: 'failed',
        says: '"nowhere" does not exist',
        toDo: expect.stringContaining('temporal operator namespace create --namespace nowhere'),
      },
    ]);
    expect(code).toBe(2);
  });

  it('ends with 4 where Temporal cannot be reached', async () => {
    const { code, of } = await findings('default', {
      TEMPORAL_ADDRESS: `127.0.0.1:${String(await freePort())}`,
    });
    expect(of('server')).toEqual([
      expect.objectContaining({ result: 'failed', toDo: expect.stringContaining('TEMPORAL_ADDRESS') }),
    ]);
    expect(code).toBe(4);
  });

  it('names the credentials where Temporal refuses them', async () => {
    const server = createServer().on('stream', (stream, headers) => {
      stream.on('error', () => undefined);
      const isInfo = String(headers[':path']).endsWith('/GetSystemInfo');
      const status = { ':status': 200, 'content-type': 'application/grpc' };
      if (!isInfo) {
        const refusal = { ...status, 'grpc-status': '7', 'grpc-message': 'Request unauthorized.' };
        stream.respond(refusal, { endStream: true });
        return;
      }
      stream.respond(status, { waitForTrailers: true });
      stream.on('wantTrailers', () => {
        stream.sendTrailers({ 'grpc-status': '0' });
      });
      stream.end(Buffer.alloc(5)); // an empty message
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { code, of } = await findings('default', { TEMPORAL_ADDRESS: `127.0.0.1:${String(port)}` });
    server.close();
    expect(of('namespace')).toEqual([
      {
        check: 'namespace',
        result: 'failed',
        says: 'Request unauthorized.',
        toDo: expect.stringContaining('TEMPORAL_API_KEY'),
      },
    ]);
    expect(code).toBe(2);
  });
});
