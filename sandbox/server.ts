/** The outside world, simulated: Entra ID, Graph, the Hub and the Messages API on one https address. */
import formbody from '@fastify/formbody';
import fastify from 'fastify';
import { admin } from './admin.js';
import { startSmtpServer } from './email/smtpServer.js';
import { adminConsent } from './entra/adminConsent.js';
import { authorize, type Codes } from './entra/authorize.js';
import { discovery } from './entra/discovery.js';
import { tokenEndpoint } from './entra/tokenEndpoint.js';
import { makeTokenKeys } from './entra/tokens.js';
import { Faults } from './faults.js';
import { graph } from './graph/endpoint.js';
import { Quota } from './graph/quota.js';
import { home } from './home.js';
import { hubSettings } from './hub/settings.js';
import { hubSsoPage } from './hub/ssoPage.js';
import { hubSignIn } from './hub/signIn.js';
import { Callbacks } from './messages/callbacks.js';
import { inbox } from './messages/inbox.js';
import { messages } from './messages/messages.js';
import { MICROSOFT_NAMES, startProxy } from './microsoftNames.js';
import { Network } from './network.js';
import { portal } from './portal.js';
import { keepRawBodies } from './rawBody.js';
import type { Lag } from './replica.js';
import type { MadeRequest } from './requests.js';
import { DEFAULT_RULES, type Rules } from './rules.js';
import { federationMetadata } from './saml/federationMetadata.js';
import { samlSignIn } from './saml/signIn.js';
import { seedWorld } from './seed.js';
import { strike } from './strike.js';
import { loadOrMakeTls } from './tls.js';
import { webhookReceiver } from './webhook/receiver.js';
import type { Cloud, World } from './world.js';

export type SandboxOptions = {
  host?: string | undefined;
  port: number;
  /** Where its certificate authority is kept. */
  dataDir: string;
  seedFile?: string | undefined;
  /** A file that gets each Graph request as one JSON line. */
  requestLog?: string | undefined;
  /** Gets each request as it comes, and each item of a `$batch`; the sandbox's own API apart. */
  requests?: MadeRequest[] | undefined;
  /** Milliseconds that every request takes at least. */
  latencyMs?: number | undefined;
  /** Milliseconds by which reads lag behind writes; lists, mirrors and metadata lag more. */
  lagMs?: number | undefined;
  /** Which of Microsoft's clouds it is; the national ones lack some of Graph. */
  cloud?: Cloud | undefined;
  /** Its clock, in milliseconds since the epoch; the machine's, if not given. Access tokens and TLS go by the machine's. */
  now?: (() => number) | undefined;
  /** Whether Graph throttles by its documented quota; it does, if not given. */
  throttles?: boolean | undefined;
  /** Switches that are to answer otherwise than they do by default. */
  rules?: Partial<Rules> | undefined;
  /** Where its mail server listens; it has none, if not given. 0: on a port that is free. */
  smtpPort?: number | undefined;
  /** Where a proxy listens that leads Microsoft's names to the sandbox, for clients that know no other addresses. */
  proxyPort?: number | undefined;
};

export type Sandbox = {
  origin: string;
  /** Of its mail server. */
  smtpPort: number | undefined;
  caFile: string;
  world: World;
  faults: Faults;
  quota: Quota;
  network: Network;
  /** The world as it was at the start, and no faults. */
  reset: () => void;
  stop: () => Promise<void>;
};

const lagOf = (ms: number): Lag => ({ object: ms, list: ms * 2, mirror: ms * 2, metadata: ms * 3 });

/** @throws Error with code EADDRINUSE when the port is taken */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const {
    host = '127.0.0.1',
    port,
    latencyMs = 0,
    lagMs = 400,
    cloud = 'global',
    requestLog,
    requests,
    now = Date.now,
  } = options;
  const quota = new Quota(now, options.throttles ?? true);
  const aliases = options.proxyPort === undefined ? [] : MICROSOFT_NAMES;
  const tls = loadOrMakeTls(options.dataDir, aliases);
  const server = fastify({
    https: { key: tls.privateKeyPem, cert: tls.certificatePem },
    bodyLimit: 4 * 1024 * 1024,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 2000 },
  });
  const faults = new Faults();
  const network = new Network(server.server, { host, port });
  // The origin is known once the port is, and the world is made of it.
  const seeded = () =>
    seedWorld({
      origin: `https://localhost:${String(port)}`,
      lag: lagOf(lagMs),
      now,
      cloud,
      aliases,
      rules: { ...DEFAULT_RULES, ...options.rules },
      ...(options.seedFile === undefined ? {} : { seedFile: options.seedFile }),
    });
  const world = seeded();
  const keys = await makeTokenKeys();
  keepRawBodies(server);
  await server.register(formbody);
  strike(server, { world, faults, network, latencyMs, requests });
  admin(server, world, faults);
  home(server);
  const codes: Codes = new Map();
  discovery(server, world, keys);
  tokenEndpoint(server, world, keys, codes);
  authorize(server, world, codes);
  adminConsent(server, world);
  federationMetadata(server, world);
  samlSignIn(server, world);
  hubSettings(server, world);
  hubSsoPage(server, world);
  hubSignIn(server, world);
  const callbacks = new Callbacks(tls.privateKeyPem, world);
  messages(server, world, callbacks);
  inbox(server, world, callbacks);
  portal(server, world);
  webhookReceiver(server, world);
  graph(server, { world, keys, faults, quota, requestLog, requests });
  await server.listen({ host, port });
  const proxy =
    options.proxyPort === undefined ? undefined : await startProxy(options.proxyPort, { host, port });
  const smtp =
    options.smtpPort === undefined
      ? undefined
      : await startSmtpServer(world, { host, port: options.smtpPort, tls });
  const reset = () => {
    faults.clear();
    Object.assign(world, seeded());
  };
  const { origin } = world;
  const stop = async () => {
    proxy?.close();
    proxy?.closeAllConnections();
    await smtp?.stop();
    await server.close();
  };
  return { origin, smtpPort: smtp?.port, caFile: tls.caFile, world, faults, quota, network, reset, stop };
}
