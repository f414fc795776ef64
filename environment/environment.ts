/**
 * Everything an onboarding needs, on this machine alone: a Temporal server with its UI, the codec server that lets
 * the UI read encrypted payloads, the sandbox in place of Microsoft and MessageMedia, a worker, and the web pages.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { z } from 'zod';
import { SEARCH_ATTRIBUTES } from '../src/onboarding/searchAttributes.js';
import { codecServer } from '../src/temporal/codecServer.js';
import { locateDevServer } from './temporal/devServer.js';
import { assertPortFree, freePort } from './temporal/ports.js';
import { startDevServer } from './temporal/startDevServer.js';
import { Children, RESTART_AFTER_MS } from './children.js';
import { loadOrMakeKey, type Ports } from './settings.js';

export type Environment = {
  temporalAddress: string;
  /** Of the Temporal UI; undefined when TEMPORAL_ADDRESS names a server of somebody else's. */
  uiUrl: string | undefined;
  sandbox: { origin: string; caFile: string };
  codecUrl: string;
  /** Of the web pages. */
  webUrl: string;
  payloadKey: string;
  /** Settings with which the CLI finds all this. */
  settingsFile: string;
  stop: () => Promise<void>;
};

type Options = {
  dataDir: string;
  ports: Ports;
  env: Record<string, string | undefined>;
  say: (line: string) => void;
};

/** Client ids and secrets of the sandbox's seed: secrets of nothing real. */
const SANDBOX_CLIENTS = {
  AZURE_CLIENT_ID: '4b0a4019-6961-59ae-8007-b7b90c75bebd',
  AZURE_CLIENT_SECRET: 'sandbox-secret',
  AZURE_MINIMAL_CLIENT_ID: 'a8ea3ab8-eec0-5997-9277-6ba3b3ac2166',
  AZURE_MINIMAL_CLIENT_SECRET: 'sandbox-secret-minimal',
  MESSAGEMEDIA_API_KEY: 'sandbox-key',
  MESSAGEMEDIA_API_SECRET: 'sandbox-api-secret',
  MESSAGEMEDIA_AUTHENTICATION: 'hmac',
};
const SANDBOX_SIGN_IN = {
  SIGN_IN_CLIENT_ID: '0d7c6a5e-2f4b-5c1d-9e8a-6b3f1c2d4e5f',
  SIGN_IN_CLIENT_SECRET: 'sandbox-secret-sign-in',
};

const SANDBOX_OPERATORS = {
  OPERATOR_TENANT_ID: 'd65e983e-5ab2-5eec-ac6c-9399bdebf3ac',
  OPERATOR_CLIENT_ID: '1d841568-7c9a-57a0-8c10-f89e6b24e818',
  OPERATOR_CLIENT_SECRET: 'sandbox-secret-api',
};

const module = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** @throws PortTakenError before anything is started; Error that says what could not be started, and why; nothing is left running then */
export async function startEnvironment({ dataDir, ports, env, say }: Options): Promise<Environment> {
  await assertPortFree(ports.CODEC_PORT, 'the codec server', 'CODEC_PORT');
  await assertPortFree(ports.SANDBOX_PORT, 'the sandbox', 'SANDBOX_PORT');
  await assertPortFree(ports.HEALTH_PORT, "the worker's health endpoint", 'HEALTH_PORT');
  await assertPortFree(ports.WEB_PORT, 'the web pages', 'WEB_PORT');
  mkdirSync(dataDir, { recursive: true });
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const payloadKey = loadOrMakeKey(dataDir, 'payload');
    const codecUrl = `http://127.0.0.1:${String(ports.CODEC_PORT)}`;
    const temporal = await findOrStartTemporal({ dataDir, ports, env, say }, codecUrl);
    undo.push(temporal.stop);

    const uiOrigin = temporal.uiUrl ?? 'http://localhost:8233';
    const codec = codecServer({ payloadKeys: [Buffer.from(payloadKey, 'base64')], uiOrigin });
    await codec.listen({ host: '127.0.0.1', port: ports.CODEC_PORT });
    undo.push(() => codec.close());

    if (existsSync(join(dataDir, 'sandbox.log'))) {
      say(
        "The sandbox begins anew: what earlier onboardings made in its tenants is gone, Temporal's record of them is not.",
      );
    }
    const children = new Children(say);
    undo.push(() => children.stop());
    const sandboxOrigin = `https://localhost:${String(ports.SANDBOX_PORT)}`;
    const caFile = join(dataDir, 'ca.pem');
    const smtpPort = String(await freePort());
    await children.start({
      name: 'sandbox',
      module: module('../sandbox/main.js'),
      env: {
        SANDBOX_PORT: String(ports.SANDBOX_PORT),
        SANDBOX_SMTP_PORT: smtpPort,
        SANDBOX_DATA_DIR: dataDir,
      },
      ready: () => answers(`${sandboxOrigin}/healthz`, caFile),
      logFile: join(dataDir, 'sandbox.log'),
      loses: 'what was in its tenants and its inbox',
    });
    say(`Sandbox: ${sandboxOrigin}`);

    const webUrl = `http://localhost:${String(ports.WEB_PORT)}`;
    const links = { PUBLIC_URL: webUrl, LINK_KEY: loadOrMakeKey(dataDir, 'link') };
    const callbackKey = await signatureKey(sandboxOrigin, caFile);
    const shared = { TEMPORAL_ADDRESS: temporal.address, PAYLOAD_KEY: payloadKey };
    await children.start({
      name: 'worker',
      module: module('../src/worker.js'),
      env: {
        ...shared,
        ...SANDBOX_CLIENTS,
        AUTHORITY_HOST: sandboxOrigin,
        GRAPH_BASE_URL: sandboxOrigin,
        MESSAGEMEDIA_BASE_URL: sandboxOrigin,
        MESSAGEMEDIA_CALLBACK_KEYS: callbackKey,
        SMTP_URL: `smtp://localhost:${smtpPort}`,
        EMAIL_FROM: 'sso@messagemedia.example',
        ...links,
        TRUSTED_CA_FILE: caFile,
        // The sandbox's replicas lag by a second or so.
        REPLICATION_SETTLE_SECONDS: '2',
        HEALTH_PORT: String(ports.HEALTH_PORT),
      },
      ready: () => answers(`http://127.0.0.1:${String(ports.HEALTH_PORT)}/readyz`),
      logFile: join(dataDir, 'worker.log'),
    });
    say(`Worker: running, its log is ${join(dataDir, 'worker.log')}`);

    await children.start({
      name: 'web',
      module: module('../src/web/main.js'),
      env: {
        ...shared,
        ...SANDBOX_SIGN_IN,
        MESSAGEMEDIA_CALLBACK_KEYS: callbackKey,
        ...SANDBOX_OPERATORS,
        ...links,
        SESSION_KEY: loadOrMakeKey(dataDir, 'session'),
        ...(temporal.uiUrl === undefined ? {} : { TEMPORAL_UI_URL: temporal.uiUrl }),
        AUTHORITY_HOST: sandboxOrigin,
        TRUSTED_CA_FILE: caFile,
        WEB_PORT: String(ports.WEB_PORT),
      },
      ready: () => answers(`${webUrl}/readyz`),
      logFile: join(dataDir, 'web.log'),
    });
    say(
      `Web pages: ${webUrl}, their log is ${join(dataDir, 'web.log')}; the operators' console: ${webUrl}/console`,
    );

    const settingsFile = join(dataDir, 'environment.env');
    const lines = Object.entries({ ...shared, ...links }).map(([name, value]) => `${name}=${value}`);
    writeFileSync(settingsFile, `${lines.join('\n')}\n`, { mode: 0o600 });
    const sandbox = { origin: sandboxOrigin, caFile };
    const { address: temporalAddress, uiUrl } = temporal;
    return { temporalAddress, uiUrl, sandbox, codecUrl, webUrl, payloadKey, settingsFile, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** `TEMPORAL_ADDRESS` first; else a server of our own, on a SQLite file. */
async function findOrStartTemporal({ dataDir, ports, env, say }: Options, codecUrl: string) {
  const given = env['TEMPORAL_ADDRESS'];
  if (given !== undefined && given !== '') {
    say(`Temporal: ${given} (TEMPORAL_ADDRESS)`);
    return { address: given, uiUrl: undefined, stop: () => Promise.resolve() };
  }
  const { path: binary, source } = await locateDevServer({ say });
  const start = () =>
    startDevServer({
      binary,
      dbFile: join(dataDir, 'temporal.db'),
      port: ports.TEMPORAL_PORT,
      uiPort: ports.TEMPORAL_UI_PORT,
      codecEndpoint: codecUrl,
      searchAttributes: Object.fromEntries(SEARCH_ATTRIBUTES.map(({ name }) => [name, 'Keyword' as const])),
      logFile: join(dataDir, 'temporal.log'),
    });
  let server = await start();
  const { address, uiUrl } = server;
  say(`Temporal: ${address}, UI ${uiUrl} (server found by: ${source})`);
  let stopping = false;
  const keepUp = async () => {
    for (;;) {
      await server.exited;
      if (stopping) return;
      say('The Temporal server has stopped. It restarts automatically.');
      await sleep(RESTART_AFTER_MS);
      if (stopping as boolean) return; // meanwhile
      server = await start();
    }
  };
  keepUp().catch((error: unknown) => {
    say(
      `The Temporal server could not be started again: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  return {
    address,
    uiUrl,
    stop: () => {
      stopping = true;
      return server.stop();
    },
  };
}

async function answers(url: string, caFile?: string): Promise<boolean> {
  try {
    const ca = caFile === undefined ? {} : { connect: { ca: readFileSync(caFile, 'utf8') } };
    const dispatcher = new Agent(ca);
    const { statusCode, body } = await request(url, { dispatcher });
    await body.dump();
    await dispatcher.close();
    return statusCode === 200;
  } catch {
    return false;
  }
}

/** The key by which the sandbox signs callbacks, as an operator asks MessageMedia for it once. */
async function signatureKey(origin: string, caFile: string): Promise<string> {
  const dispatcher = new Agent({ connect: { ca: readFileSync(caFile, 'utf8') } });
  const { MESSAGEMEDIA_API_KEY: key, MESSAGEMEDIA_API_SECRET: secret } = SANDBOX_CLIENTS;
  const credentials = Buffer.from(`${key}:${secret}`).toString('base64');
  const { body } = await request(`${origin}/v1/iam/signature_keys/enabled`, {
    dispatcher,
    headers: { authorization: `Basic ${credentials}` },
  });
  const enabled = z.object({ key_id: z.string(), public_key: z.string() }).parse(await body.json());
  await dispatcher.close();
  return `${enabled.key_id}:${enabled.public_key}`;
}
