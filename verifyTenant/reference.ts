/** The sandbox, as a process of its own, with a tenant that is like the one that is verified. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Agent, fetch } from 'undici';
import { EntraId } from '../src/graph/entra.js';
import { readFacts } from './facts.js';
import type { Facts, Recording } from './recording.js';
import { referenceSeed } from './referenceSeed.js';
import type { Connection } from './send.js';
import { tryTenant } from './trial.js';
import { newRunId } from './values.js';

const MODULE = fileURLToPath(new URL('../sandbox/main.js', import.meta.url));
const READY_WITHIN_MS = 30_000;
const POLL_MS = 100;
const TIMEOUT_MS = 30_000;
/** The sandbox is Microsoft's global cloud. */
const TEMPLATE_ID = '8adf8e6e-67b2-4cf2-a259-e3dc5476c621';

/** What the sandbox answers to the same requests. */
export async function askSandbox(facts: Facts, interrupted: AbortSignal): Promise<Recording> {
  const folder = await mkdtemp(join(tmpdir(), 'verify-tenant-'));
  const client = { clientId: randomUUID(), secret: randomBytes(24).toString('base64url') };
  const tenantId = randomUUID();
  const seedFile = join(folder, 'seed.json');
  await writeFile(seedFile, JSON.stringify(referenceSeed(facts, tenantId, client)), { mode: 0o600 });
  const port = await freePort();
  const child = spawn(process.execPath, [MODULE], {
    // None of the command's own secrets.
    env: {
      PATH: process.env['PATH'],
      SANDBOX_HOST: '127.0.0.1',
      SANDBOX_PORT: String(port),
      SANDBOX_DATA_DIR: folder,
      SANDBOX_SEED: seedFile,
      SANDBOX_LAG_MS: '0',
      SANDBOX_LATENCY_MS: '0',
      SANDBOX_THROTTLING: 'off',
    },
    // Ctrl-C is for the command, which stops the sandbox itself; the channel tells it when the command is gone.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  try {
    const origin = `https://localhost:${String(port)}`;
    const dispatcher = await ready(child, origin, join(folder, 'ca.pem'));
    const consents = `${origin}/sandbox/tenants/${tenantId}/consents/${client.clientId}`;
    await fetch(consents, {
      method: 'PUT',
      body: JSON.stringify({ permissions: facts.permissions }),
      headers: { 'content-type': 'application/json' },
      dispatcher,
    });
    return await recordSandbox(
      { origin, dispatcher, ca: await readFile(join(folder, 'ca.pem'), 'utf8') },
      {
        facts,
        tenantId,
        client,
        interrupted,
      },
    );
  } finally {
    await end(child);
    await rm(folder, { recursive: true, force: true });
  }
}

export type SandboxAt = { origin: string; dispatcher: Agent; ca: string };

/** Goes through the checks in a sandbox that runs already, and was seeded by `referenceSeed`. */
export async function recordSandbox(
  { origin, dispatcher, ca }: SandboxAt,
  given: {
    facts: Facts;
    tenantId: string;
    client: { clientId: string; secret: string };
    interrupted: AbortSignal;
  },
): Promise<Recording> {
  const { facts, tenantId, client, interrupted } = given;
  const entra = new EntraId({
    authorityHost: origin,
    graphBaseUrl: origin,
    ca,
    dispatcher,
    timeoutMs: TIMEOUT_MS,
  });
  const connection: Connection = {
    tenantId,
    graphBaseUrl: origin,
    authorityHost: origin,
    templateId: TEMPLATE_ID,
    credential: entra.credential(tenantId, { kind: 'secret', ...client }),
    dispatcher,
    timeoutMs: TIMEOUT_MS,
  };
  const userNames = facts.usersNamed ? referenceSeed(facts, tenantId, client).tenants[0].users : [];
  const tenant = await readFacts(connection, {
    p1: facts.p1,
    permissions: facts.permissions,
    tokensWithoutRoles: 0,
    userNames: userNames.map(({ userPrincipalName }) => userPrincipalName),
  });
  const { recording, failure } = await tryTenant({
    connection,
    runId: newRunId(),
    tenant,
    clientId: client.clientId,
    madeBy: 'sandbox',
    patienceMs: 0,
    settleMs: 0,
    interrupted,
  });
  if (failure !== undefined) throw new Error(`The sandbox could not be asked: ${failure}`);
  return recording;
}

export const trusting = (ca: string): Agent =>
  new Agent({ connect: { secureContext: createSecureContext({ ca }) } });

/** @throws Error with what it said when it does not start */
async function ready(child: ChildProcess, origin: string, caFile: string): Promise<Agent> {
  const words: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => words.push(chunk.toString()));
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const ca = await readFile(caFile, 'utf8').catch(() => undefined);
    if (ca !== undefined) {
      const dispatcher = trusting(ca);
      const answered = await fetch(`${origin}/healthz`, { dispatcher }).then(
        ({ ok }) => ok,
        () => false,
      );
      if (answered) return dispatcher;
      await dispatcher.close();
    }
    if (child.exitCode !== null || Date.now() > deadline) {
      throw new Error(`The sandbox to compare with did not start.\n${words.join('').trim().slice(-2000)}`);
    }
    await sleep(POLL_MS);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('This machine has no free port.');
  return address.port;
}
