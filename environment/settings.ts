/** Settings of the environment that one command starts: ports, folders, and the keys made for it. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const port = (preferred: number) => z.coerce.number().int().min(1).max(65_535).default(preferred);

const shape = z.object({
  TEMPORAL_PORT: port(7233),
  TEMPORAL_UI_PORT: port(8233),
  CODEC_PORT: port(8234),
  SANDBOX_PORT: port(8443),
  HEALTH_PORT: port(8081),
  WEB_PORT: port(8080),
});

export type Ports = z.infer<typeof shape>;

/** @throws Error naming each port that is not one */
export function readPorts(env: Record<string, string | undefined>): Ports {
  const parsed = shape.safeParse(env);
  if (!parsed.success) throw new Error(`Ports are wrong:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** A key made at the first start: `payload` encrypts payloads, `link` signs links to the pages, `session` seals sign-ins. */
export function loadOrMakeKey(dataDir: string, name: 'payload' | 'link' | 'session'): string {
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, `${name}.key`);
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}
