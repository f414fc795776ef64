import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiKeyFrom } from '../../../src/temporal/apiKey.js';
import { connectConfig, TemporalUnreachableError } from '../../../src/temporal/connection.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'api-key-'));
  file = join(folder, 'key');
  writeFileSync(file, 'first\n');
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('an API key is read again from its file, and the last one counts while there is none', () => {
  let now = 0;
  const apiKey = apiKeyFrom(file, () => now);
  expect(apiKey()).toBe('first');
  writeFileSync(file, 'second\n');
  expect(apiKey()).toBe('first');
  now += 10_000;
  expect(apiKey()).toBe('second');
  rmSync(file);
  now += 10_000;
  expect(apiKey()).toBe('second');
});

it('an API key from a file switches TLS on as one from the environment does, which goes before it', () => {
  const env = { TEMPORAL_ADDRESS: 'temporal.example:7233', TEMPORAL_API_KEY_FILE: file };
  const { connectionOptions, apiKey } = connectConfig(env);
  expect(connectionOptions).toMatchObject({ apiKey: 'first', tls: true });
  expect(apiKey?.()).toBe('first');
  const both = connectConfig({ ...env, TEMPORAL_API_KEY: 'given' });
  expect([both.connectionOptions.apiKey, both.apiKey]).toEqual(['given', undefined]);
  const nowhere = { ...env, TEMPORAL_API_KEY_FILE: join(folder, 'nowhere') };
  expect(() => connectConfig(nowhere)).toThrow(TemporalUnreachableError);
});
