import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEnvironment } from '../../environment/environment.js';
import { readPorts } from '../../environment/settings.js';
import { freePort } from '../support/sandbox.js';

let folder: string;
let occupant: Server;
let taken: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'environment-'));
  taken = await freePort();
  occupant = createServer();
  await new Promise<void>((resolve) => {
    occupant.listen(taken, '127.0.0.1', resolve);
  });
});
afterEach(() => {
  occupant.close();
  rmSync(folder, { recursive: true, force: true });
});

it.each([
  'TEMPORAL_PORT',
  'TEMPORAL_UI_PORT',
  'CODEC_PORT',
  'SANDBOX_PORT',
  'HEALTH_PORT',
  'WEB_PORT',
] as const)(
  'an environment whose %s is taken does not start, names the setting, and leaves nothing running',
  async (name) => {
    const free = await Promise.all(Array.from({ length: 6 }, () => freePort()));
    const [TEMPORAL_PORT, TEMPORAL_UI_PORT, CODEC_PORT, SANDBOX_PORT, HEALTH_PORT, WEB_PORT] =
      free.map(String);
    const all = { TEMPORAL_PORT, TEMPORAL_UI_PORT, CODEC_PORT, SANDBOX_PORT, HEALTH_PORT, WEB_PORT };
    const ports = readPorts({ ...all, [name]: String(taken) });
    const started = startEnvironment({ dataDir: folder, ports, env: {}, say: () => undefined });
    await expect(started).rejects.toThrow(new RegExp(`Port ${String(taken)}, .* set ${name} to a free port`));
    expect(existsSync(join(folder, 'temporal.db'))).toBe(false);
  },
);

it('wrong ports are all named at once', () => {
  expect(() => readPorts({ SANDBOX_PORT: '0', CODEC_PORT: 'eighty' })).toThrow(
    /CODEC_PORT[\s\S]*SANDBOX_PORT/,
  );
});
