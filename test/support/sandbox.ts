/** A sandbox of a test's own, and the activities that work in it. */
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDeps } from '../../src/activities/connect.js';
import { type Activities, createActivities } from '../../src/activities/index.js';
import { brandShape, marksOf } from '../../src/config/brands.js';
import type { WorkerSettings } from '../../src/config/worker.js';
import type { MadeRequest } from '../../sandbox/requests.js';
import { type Sandbox, startSandbox } from '../../sandbox/server.js';
import type { Rules } from '../../sandbox/rules.js';
import { type KeyPair, useKeyPairs } from '../../sandbox/tls.js';
import type { Cloud } from '../../sandbox/world.js';

export type TestSandbox = {
  sandbox: Sandbox;
  settings: WorkerSettings;
  activities: Activities;
  stop: () => Promise<void>;
};

/** As the set-up of the tests made it; benches make their own. */
const DATA_DIR = process.env['TEST_SANDBOX_DATA'] ?? mkdtempSync(join(tmpdir(), 'sandbox-'));
const KEYS = join(DATA_DIR, 'keys.json');
if (existsSync(KEYS)) useKeyPairs(JSON.parse(readFileSync(KEYS, 'utf8')) as KeyPair[]);

export const TEMPLATE_IDS: Record<Cloud, string> = {
  global: '8adf8e6e-67b2-4cf2-a259-e3dc5476c621',
  usgov: '4602d0b4-76bb-404b-bca9-2652e1a39c6d',
  usdod: '4602d0b4-76bb-404b-bca9-2652e1a39c6d',
  china: '5a532e38-1581-4918-9658-008dc27c1d68',
};

const SECRETS = { full: 'sandbox-secret', minimal: 'sandbox-secret-minimal' };

export async function startTestSandbox(
  options: {
    lagMs?: number;
    requestLog?: string;
    requests?: MadeRequest[];
    now?: () => number;
    throttles?: boolean;
    cloud?: Cloud;
    webhook?: boolean;
    rules?: Partial<Rules>;
    /** Applications are made from Microsoft's template. */
    fromTemplate?: boolean;
    /** The web pages, as far as activities know of them. */
    links?: WorkerSettings['links'];
  } = {},
): Promise<TestSandbox> {
  const { lagMs = 0, cloud = 'global', throttles = false, now, webhook = false, ...more } = options;
  const { fromTemplate = false, ...rest } = more;
  const port = await freePort();
  const sandbox = await startSandbox({ port, dataDir: DATA_DIR, lagMs, cloud, throttles, now, ...rest });
  const [full, minimal] = sandbox.world.clients;
  const settings: WorkerSettings = {
    taskQueue: 'unused',
    payloadKeys: [Buffer.alloc(32, 7)],
    logLevel: 'silent',
    authorityHost: sandbox.origin,
    graphBaseUrl: sandbox.origin,
    makesOwnCertificates: cloud !== 'global',
    templateId: fromTemplate ? TEMPLATE_IDS[cloud] : undefined,
    consentRedirectUri: `${sandbox.origin}/sandbox/consented`,
    links: options.links,
    marks: marksOf(brandShape.parse({}), []),
    callbacks: false,
    offboardingNeedsTwo: false,
    clients: {
      full: { clientId: full!.clientId, kind: 'secret', secret: SECRETS.full },
      minimal: { clientId: minimal!.clientId, kind: 'secret', secret: SECRETS.minimal },
    },
    email: undefined,
    messages: {
      baseUrl: sandbox.origin,
      authentication: { kind: 'hmac', key: 'sandbox-key', secret: 'sandbox-api-secret' },
    },
    webhook: webhook ? webhookOf(sandbox) : undefined,
    ca: readFileSync(sandbox.caFile, 'utf8'),
    requestTimeoutMs: 5_000,
    drainMs: 20_000,
    limits: { cachedWorkflows: 150, workflowTasks: 20, activities: 50 },
    settleMs: lagMs * 3,
    version: undefined,
    metrics: undefined,
    traces: undefined,
    health: { host: '127.0.0.1', port: 0 },
  };
  return {
    sandbox,
    settings,
    activities: createActivities(connectDeps(settings, now)),
    stop: () => sandbox.stop(),
  };
}

/** The sandbox's receiver of events. */
const webhookOf = ({ origin, world }: Sandbox) => ({
  url: `${origin}/webhooks/sso-onboarding`,
  secret: Buffer.from(world.webhook.secret.replace('whsec_', ''), 'base64'),
});

/** Below those that the system gives to whoever asks for any; each of jest's processes has a thousand of its own. */
const FIRST_PORT = 10_000 + (Number(process.env['JEST_WORKER_ID'] ?? 0) % 20) * 1_000;
let ports = randomInt(1_000);

/** It stays free until it is used: nobody else is given it meanwhile. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + (ports++ % 1_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => {
        resolve(false);
      });
      server.listen(port, '127.0.0.1', () => {
        server.close(() => {
          resolve(true);
        });
      });
    });
    if (isFree) return port;
  }
}
