/** Whether Temporal answers for a namespace with our key, asked of a real server, each time in a namespace of its own. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { onboardingRequestSchema } from '../../src/onboarding/request.js';
import { dataConverter, type PayloadKeys } from '../../src/temporal/encryptionCodec.js';
import {
  assertNamespace,
  CANARY,
  keepCanary,
  unreadiness,
  WrongSettingsError,
} from '../../src/temporal/readiness.js';
import { registerSearchAttributes } from '../../src/temporal/registerSearchAttributes.js';
import { startOnboarding } from '../../src/temporal/start.js';
import { minimalRequest } from '../support/request.js';
import { fromSetup } from '../support/temporal.js';

const A = Buffer.alloc(32, 1);
const B = Buffer.alloc(32, 2);
const { INDEXED_VALUE_TYPE_INT, INDEXED_VALUE_TYPE_KEYWORD } = proto.temporal.api.enums.v1.IndexedValueType;
const SCRIPT = fileURLToPath(new URL('../../deploy/temporal/setup-namespace.sh', import.meta.url));

let connection: Connection;
beforeAll(async () => {
  connection = await Connection.connect({ address: fromSetup('TEST_TEMPORAL_ADDRESS') });
});
afterAll(async () => {
  await connection.close();
});

/** As docker-compose.yml makes it. */
async function newNamespace(...searchAttributes: string[]): Promise<string> {
  const namespace = `test-${randomUUID()}`;
  await promisify(execFile)('sh', [SCRIPT, ...searchAttributes], {
    env: {
      PATH: `${dirname(fromSetup('TEST_TEMPORAL_CLI'))}:${process.env['PATH'] ?? ''}`,
      HOME: tmpdir(),
      TEMPORAL_ADDRESS: fromSetup('TEST_TEMPORAL_ADDRESS'),
      TEMPORAL_NAMESPACE: namespace,
      RETENTION: '1d',
    },
  });
  return namespace;
}

const clientOf = (namespace: string, ...keys: PayloadKeys) =>
  new Client({ connection, namespace, dataConverter: dataConverter(keys) });

describe('a namespace', () => {
  it('other than "default" is made by the script, with its search attributes, and again without harm', async () => {
    const namespace = await newNamespace('CustomerId', 'Tenant');
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    expect(customAttributes).toMatchObject({
      CustomerId: INDEXED_VALUE_TYPE_KEYWORD,
      Tenant: INDEXED_VALUE_TYPE_KEYWORD,
    });
    expect(await unreadiness(clientOf(namespace, A))).toBeUndefined();
  });

  it('that does not exist is named, with what to do', async () => {
    const nowhere = clientOf('nowhere', A);
    const what = /^The namespace "nowhere" does not exist .* set TEMPORAL_NAMESPACE\.$/;
    expect(await unreadiness(nowhere)).toMatch(what);
    await expect(assertNamespace(nowhere)).rejects.toThrow(what);
  });

  it('whose search attribute has another type is refused, with its name, its type and the one it must have', async () => {
    const namespace = await newNamespace();
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: { Tenant: INDEXED_VALUE_TYPE_INT },
    });
    const attributes = async () =>
      (await connection.operatorService.listSearchAttributes({ namespace })).customAttributes;
    while (!('Tenant' in (await attributes()))) await sleep(100);
    const registered = registerSearchAttributes(connection, namespace);
    await expect(registered).rejects.toBeInstanceOf(WrongSettingsError);
    await expect(registered).rejects.toThrow(
      /search attribute Tenant exists in the namespace "test-.*" with the type Int; it must be Keyword/,
    );
    expect(await attributes()).not.toHaveProperty('CustomerId');
  });
});

describe('the payload key of a namespace', () => {
  const wrong = /^PAYLOAD_KEY is not the key of the namespace "test-/;

  it('is known from its first worker on: who has another is not ready, and starts nothing', async () => {
    const namespace = await newNamespace('CustomerId');
    expect(await unreadiness(clientOf(namespace, B))).toBeUndefined();
    await keepCanary(clientOf(namespace, A), [A]);
    await keepCanary(clientOf(namespace, A), [A]);
    const stranger = clientOf(namespace, B);
    expect(await unreadiness(clientOf(namespace, A))).toBeUndefined();
    expect(await unreadiness(stranger)).toMatch(wrong);
    await expect(keepCanary(stranger, [B])).rejects.toThrow(wrong);
    const request = onboardingRequestSchema.parse(minimalRequest({ customerId: 'contoso' }));
    await expect(startOnboarding(stranger, 'none', { request })).rejects.toThrow(wrong);
    expect((await stranger.workflow.count()).count).toBeLessThanOrEqual(1);
    await expect(stranger.workflow.getHandle('onboarding/contoso').describe()).rejects.toThrow(/not found/);
  });

  it('is replaced in the steps in which keys are', async () => {
    const namespace = await newNamespace('CustomerId');
    const step = async (...keys: PayloadKeys) => {
      await keepCanary(clientOf(namespace, ...keys), keys);
      return clientOf(namespace, A)
        .workflow.getHandle(CANARY)
        .describe()
        .then(
          () => 'readable with A',
          () => 'not readable with A',
        );
    };
    expect(await step(A)).toBe('readable with A');
    expect(await step(A, B)).toBe('readable with A');
    expect(await step(B, A)).toBe('not readable with A');
    expect(await unreadiness(clientOf(namespace, A, B))).toBeUndefined();
    expect(await step(B)).toBe('not readable with A');
    expect(await unreadiness(clientOf(namespace, B))).toBeUndefined();
  });
});
