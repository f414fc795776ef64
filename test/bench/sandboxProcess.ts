/** The sandbox in a process of its own, as the network's other end would be, with as many tenants as are wanted. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Agent, fetch } from 'undici';
import { readWorkerSettings, type WorkerSettings } from '../../src/config/worker.js';
import { freePort } from '../support/sandbox.js';
import { PAYLOAD_KEY } from '../support/temporal.js';

const MAIN = fileURLToPath(new URL('../../sandbox/main.ts', import.meta.url));
const SEED = fileURLToPath(new URL('../../sandbox/seed.json', import.meta.url));

export type BenchTenant = { id: string; domain: string };
export type SandboxProcess = {
  origin: string;
  settings: WorkerSettings;
  tenants: BenchTenant[];
  stop: () => Promise<void>;
};

type Seed = {
  clients: { clientId: string; clientSecret: string }[];
  tenants: { id: string; displayName: string; verifiedDomains: string[] }[];
};

const guid = (name: string) => {
  const hex = createHash('sha256').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/** Each tenant has 20 users, `user1@<domain>` and so on, and has consented. */
export async function startSandboxProcess(options: {
  latencyMs: number;
  tenants: number;
}): Promise<SandboxProcess> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sso-bench-'));
  const seed = JSON.parse(readFileSync(SEED, 'utf8')) as Seed;
  const [contoso] = seed.tenants;
  const tenants = Array.from({ length: options.tenants }, (_, n) => {
    const domain = `t${String(n)}.example`;
    const users = Array.from({ length: 20 }, (_user, i) => ({
      id: guid(`${domain}/${String(i)}`),
      userPrincipalName: `user${String(i + 1)}@${domain}`,
      displayName: `User ${String(i + 1)}`,
      mail: `user${String(i + 1)}@${domain}`,
    }));
    return {
      ...contoso,
      id: guid(domain),
      displayName: domain,
      verifiedDomains: [domain],
      users,
      groups: [],
    };
  });
  const seedFile = join(dataDir, 'seed.json');
  writeFileSync(seedFile, JSON.stringify({ ...seed, tenants: [...seed.tenants, ...tenants] }));
  const port = await freePort();
  const child = spawn(process.execPath, ['--import', 'tsx', MAIN], {
    env: {
      PATH: process.env['PATH'] ?? '',
      SANDBOX_PORT: String(port),
      SANDBOX_DATA_DIR: dataDir,
      SANDBOX_SEED: seedFile,
      SANDBOX_LATENCY_MS: String(options.latencyMs),
      SANDBOX_LAG_MS: '0',
      SANDBOX_THROTTLING: 'off',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const origin = `https://localhost:${String(port)}`;
  const ca = await readyCa(child, origin, join(dataDir, 'ca.pem'));
  const [full] = seed.clients;
  if (full === undefined) throw new Error('the seed has no client');
  const dispatcher = new Agent({ connect: { ca } });
  for (const { id } of tenants) {
    const path = `${origin}/sandbox/tenants/${id}/consents/${full.clientId}`;
    await fetch(path, {
      dispatcher,
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: '{}',
    });
  }
  await dispatcher.close();
  return {
    origin,
    settings: readWorkerSettings({
      PAYLOAD_KEY: PAYLOAD_KEY.toString('base64'),
      AUTHORITY_HOST: origin,
      GRAPH_BASE_URL: origin,
      CONSENT_REDIRECT_URI: `${origin}/sandbox/consented`,
      TRUSTED_CA_FILE: join(dataDir, 'ca.pem'),
      AZURE_CLIENT_ID: full.clientId,
      AZURE_CLIENT_SECRET: full.clientSecret,
      REPLICATION_SETTLE_SECONDS: '0',
    }),
    tenants: tenants.map(({ id, displayName: domain }) => ({ id, domain })),
    stop: async () => {
      const exited = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await exited;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function readyCa(child: ChildProcess, origin: string, caFile: string): Promise<string> {
  for (;;) {
    if (child.exitCode !== null) throw new Error('the sandbox did not start');
    try {
      const ca = readFileSync(caFile, 'utf8');
      const dispatcher = new Agent({ connect: { ca } });
      const { status } = await fetch(`${origin}/healthz`, { dispatcher });
      await dispatcher.close();
      if (status === 200) return ca;
    } catch {
      // not yet
    }
    await sleep(100);
  }
}
