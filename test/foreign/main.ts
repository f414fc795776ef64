/**
 * `npm run test:foreign`: other people's clients, unmodified, against the sandbox; `-- python` for one of them. Each is
 * fetched at a pinned version into a temporary folder, and uses Microsoft's own addresses: the sandbox's proxy leads them
 * to it, or, for a client that knows no proxy, the names of a network of its own.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { MICROSOFT_NAMES } from '../../sandbox/microsoftNames.js';
import { startSandbox } from '../../sandbox/server.js';
import { makeCertificate } from '../../sandbox/tls.js';
import { freePort } from '../support/sandbox.js';
import { hamilton } from './hamilton.js';
import { m365 } from './m365.js';
import { python } from './python.js';
import { run } from './run.js';
import { terraform } from './terraform.js';

/** What a client is run with. */
export type Foreign = {
  folder: string;
  /** Of the client's processes: proxy and certificate authority. */
  env: Record<string, string>;
  /** Where the sandbox is without the proxy. */
  host: string;
  tenant: string;
  clientId: string;
  secret: string;
  /** A file with a certificate and its key, by which the client may prove itself too. */
  certificate: string;
  step: (name: string) => void;
};

export type Client = {
  /** Brings it, and says where it is. */
  fetch: (folder: string) => Promise<string>;
  use: (foreign: Foreign, fetched: string) => Promise<void>;
  /** It knows no proxy: it gets a network in which Microsoft's names are the sandbox's (Linux alone). */
  needsNames?: true;
};

const CLIENTS: Record<string, Client> = { python, hamilton, m365, terraform };

/** More than this product asks for: a client of an administrator's. */
const PERMISSIONS = [
  'Application.ReadWrite.All',
  'Application.Read.All',
  'AppRoleAssignment.ReadWrite.All',
  'Directory.Read.All',
  'GroupMember.Read.All',
  'Policy.Read.All',
  'Policy.ReadWrite.ApplicationConfiguration',
  'User.Read.All',
];

const DAY_MS = 86_400_000;

async function used(client: Client, folder: string, fetched: string): Promise<void> {
  const port = process.env['FOREIGN_INSIDE'] === undefined ? await freePort() : 443;
  const proxyPort = await freePort();
  const requestLog = process.env['FOREIGN_REQUEST_LOG'];
  // They read what they wrote at once, and mostly do not try again: the replicas must not lag.
  const sandbox = await startSandbox({ port, proxyPort, dataDir: folder, lagMs: 0, requestLog });
  try {
    const [tenant] = sandbox.world.tenants;
    const [registered] = sandbox.world.clients;
    if (tenant === undefined || registered === undefined) throw new Error('the seed is empty');
    consent(tenant, registered, PERMISSIONS);
    const [notBefore, notAfter] = [new Date(Date.now() - DAY_MS), new Date(Date.now() + 30 * DAY_MS)];
    const proof = makeCertificate({ commonName: 'a foreign client', notBefore, notAfter });
    registered.certificatePems = [proof.certificatePem];
    const certificate = join(folder, 'client.pem');
    writeFileSync(certificate, proof.privateKeyPem + proof.certificatePem);
    const proxy = client.needsNames ? '' : `http://127.0.0.1:${String(proxyPort)}`;
    const env = {
      HTTPS_PROXY: proxy,
      https_proxy: proxy,
      SSL_CERT_FILE: sandbox.caFile,
      REQUESTS_CA_BUNDLE: sandbox.caFile,
      NODE_EXTRA_CA_CERTS: sandbox.caFile,
    };
    const { clientId, clientSecret: secret } = registered;
    const step = (name: string) => process.stdout.write(`ok  ${name}\n`);
    const host = `localhost:${String(port)}`;
    await client.use({ folder, env, host, tenant: tenant.id, clientId, secret, certificate, step }, fetched);
  } finally {
    await sandbox.stop();
  }
}

/** This script again, in a network of its own: nothing in it leads anywhere but to the sandbox. */
async function usedInside(name: string, folder: string, fetched: string): Promise<void> {
  const hosts = join(folder, 'hosts');
  writeFileSync(hosts, `127.0.0.1 localhost ${MICROSOFT_NAMES.join(' ')}\n`);
  const begin = `mount --bind '${hosts}' /etc/hosts && ip link set lo up && exec "$@"`;
  const again = [process.execPath, ...process.execArgv, process.argv[1] ?? '', name];
  await run('unshare', ['-rnm', 'sh', '-c', begin, 'sh', ...again], {
    env: { FOREIGN_INSIDE: fetched, FOREIGN_FOLDER: folder },
    shows: true,
  });
}

async function tried(name: string, client: Client): Promise<void> {
  const inside = process.env['FOREIGN_INSIDE'];
  if (inside !== undefined) {
    await used(client, process.env['FOREIGN_FOLDER'] ?? '', inside);
    return;
  }
  process.stdout.write(`\n== ${name}\n`);
  const folder = mkdtempSync(join(tmpdir(), 'foreign-'));
  try {
    const fetched = await client.fetch(folder);
    await (client.needsNames ? usedInside(name, folder, fetched) : used(client, folder, fetched));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in CLIENTS));
if (unknown !== undefined) {
  process.stderr.write(`No such client: ${unknown}. There are: ${Object.keys(CLIENTS).join(', ')}.\n`);
  process.exit(2);
}
for (const [name, client] of Object.entries(CLIENTS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  try {
    await tried(name, client);
  } catch (error) {
    process.exitCode = 1;
    process.stdout.write(`FAILED: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}
