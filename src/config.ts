/** Every setting, read once, validated at once: an invalid environment gives one error that lists all that is wrong. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { brandShape, brandsOf } from './brandSettings.js';
import type { ClientCredentials } from './graph/entra.js';
import { PERMISSION_PROFILES, type PermissionProfile } from './onboarding/permissions.js';
import { metricsOf, metricsShape } from './telemetry/settings.js';
import { type Environment, readClient, readText, readTrustedCa } from './settingsFiles.js';
import type { PayloadKeys } from './temporal/encryptionCodec.js';

/** One line per setting that is missing or wrong. */
export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(`The settings are not complete:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/**
 * Microsoft's clouds by name; tokens are not interchangeable between them. Graph: `addTokenSigningCertificate` exists
 * in the global one alone. `templateId`: of the template for applications that are not in Microsoft's gallery.
 */
const CLOUDS = {
  global: {
    authorityHost: 'https://login.microsoftonline.com',
    graphBaseUrl: 'https://graph.microsoft.com',
    adminCenterUrl: 'https://entra.microsoft.com',
    templateId: '8adf8e6e-67b2-4cf2-a259-e3dc5476c621',
    makesOwnCertificates: false,
  },
  usgov: {
    authorityHost: 'https://login.microsoftonline.us',
    graphBaseUrl: 'https://graph.microsoft.us',
    adminCenterUrl: 'https://entra.microsoft.us',
    templateId: '4602d0b4-76bb-404b-bca9-2652e1a39c6d',
    makesOwnCertificates: true,
  },
  usdod: {
    authorityHost: 'https://login.microsoftonline.us',
    graphBaseUrl: 'https://dod-graph.microsoft.us',
    adminCenterUrl: 'https://entra.microsoft.us',
    templateId: '4602d0b4-76bb-404b-bca9-2652e1a39c6d',
    makesOwnCertificates: true,
  },
  china: {
    // As its issuer is called: login.chinacloudapi.cn answers too, in this one's name.
    authorityHost: 'https://login.partner.microsoftonline.cn',
    graphBaseUrl: 'https://microsoftgraph.chinacloudapi.cn',
    adminCenterUrl: 'https://entra.microsoftonline.cn',
    templateId: '5a532e38-1581-4918-9658-008dc27c1d68',
    makesOwnCertificates: true,
  },
} as const;

const origin = z
  .url({ protocol: /^https$/, error: 'must be an https URL' })
  .transform((url) => url.replace(/\/+$/, ''));

/** Base64 of 32 bytes. */
const key = z
  .base64({ error: 'must be base64' })
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((key) => key.length === 32, 'must be 32 bytes in base64; make one with: openssl rand -base64 32');

/** One or more, parted by commas: the first is used, the others are still understood while one is replaced. */
const keys = z.string().transform((text, context): PayloadKeys => {
  const parsed = z.array(key).safeParse(text.split(',').map((part) => part.trim()));
  const [first, ...others] = parsed.data ?? [];
  if (first !== undefined) return [first, ...others];
  context.addIssue(parsed.error?.issues[0]?.message ?? 'must be 32 bytes in base64');
  return z.NEVER;
});

/** https, or one's own machine. */
const httpsOrLocal = z.url({ error: 'must be a URL', abort: true }).refine((text) => {
  const { protocol } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && isLocal(text));
}, 'must be an https URL');
const isLocal = (url: string) => ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);

/** The web's own address. */
const publicUrl = httpsOrLocal
  .refine((url) => new URL(url).pathname === '/', 'must have no path')
  .transform((url) => new URL(url).origin);

/** As Standard Webhooks writes it: 24 to 64 bytes in base64 behind `whsec_`. */
const webhookSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be whsec_ and 24 to 64 bytes in base64')
  .transform((text) => Buffer.from(text.replace('whsec_', ''), 'base64'));

/** `<key id>:<public key>`, parted by commas: two while one is replaced by the other. */
const callbackKeys = z
  .string()
  .regex(/^[\w-]+:[A-Za-z0-9+/=]+(,[\w-]+:[A-Za-z0-9+/=]+)*$/, 'must be <key id>:<public key in base64>, …')
  .transform((text) => new Map(text.split(',').map((entry) => entry.split(':') as [string, string])));

/** Of networks, as @fastify/proxy-addr calls them. */
const NETWORKS = ['loopback', 'linklocal', 'uniquelocal'];

/** Addresses, ranges and names of networks, parted by commas. */
const proxies = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .refine(
    (parts) => parts.every((part) => NETWORKS.includes(part) || isRange(part)),
    'must be addresses or ranges such as 10.1.2.3 or 10.0.0.0/8, or loopback, linklocal, uniquelocal, parted by commas; not a number of proxies',
  );

function isRange(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

/** `<group>=<prefix>|<prefix>`, parted by commas: whose customers' ids begin with what. */
const customerGroups = z
  .string()
  .regex(
    /^ *[\w-]+=[a-z0-9][a-z0-9-]*(\|[a-z0-9][a-z0-9-]*)*( *, *[\w-]+=[a-z0-9][a-z0-9-]*(\|[a-z0-9][a-z0-9-]*)*)* *$/,
    'must be <group>=<beginning of customer ids>, …; several beginnings with | between them',
  )
  .transform(
    (text) =>
      new Map(
        text.split(',').map((entry): [string, readonly string[]] => {
          const [name = '', prefixes = ''] = entry.trim().split('=');
          return [name, prefixes.split('|')];
        }),
      ),
  )
  .refine((groups) => !groups.has('all'), 'must have no group "all": its app role is for all groups');

const temporalShape = z.object({
  TASK_QUEUE: z.string().min(1).default('sso-onboarding'),
  PAYLOAD_KEY: keys,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/** Parted by commas. */
const listOf = <T extends z.ZodType<unknown, string>>(item: T) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(item));

/**
 * Of the Temporal UI. Any other scheme has the origin `null`, which every page can have: `localhost:8233` reads as one.
 */
export const codecUiOrigin = z.url({ protocol: /^https?$/, error: 'must be http or https URLs' });
/** By which the codec server is called. */
export const codecHost = z.string().regex(/^[\w.[\]:-]+$/, 'must be names, with or without port');

const codecShape = temporalShape.extend({
  CODEC_UI_ORIGINS: listOf(codecUiOrigin).optional(),
  CODEC_ALLOWED_HOSTS: listOf(codecHost).optional(),
  CODEC_TOKEN_ISSUER: httpsOrLocal.optional(),
  CODEC_TOKEN_AUDIENCE: z.string().min(1).optional(),
  CODEC_TOKEN_ROLE: z.string().min(1).optional(),
  TRUSTED_CA_FILE: z.string().optional(),
});

/** Where Microsoft is, and whom to trust. */
const outsideShape = temporalShape.extend({
  AZURE_CLOUD: z.enum(['global', 'usgov', 'usdod', 'china']).default('global'),
  AUTHORITY_HOST: origin.optional(),
  TRUSTED_CA_FILE: z.string().optional(),
  REQUEST_TIMEOUT_SECONDS: z.coerce.number().min(1).max(120).default(30),
  MESSAGEMEDIA_CALLBACK_KEYS: callbackKeys.optional(),
});

const workerShape = outsideShape.extend({
  GRAPH_BASE_URL: origin.optional(),
  CONSENT_REDIRECT_URI: z.url().optional(),
  PUBLIC_URL: publicUrl.optional(),
  LINK_KEY: keys.optional(),
  MESSAGEMEDIA_BASE_URL: origin.default('https://api.messagemedia.com'),
  MESSAGEMEDIA_API_KEY: z.string().min(1).optional(),
  MESSAGEMEDIA_API_SECRET: z.string().min(1).optional(),
  MESSAGEMEDIA_AUTHENTICATION: z.enum(['basic', 'hmac']).default('basic'),
  WEBHOOK_URL: httpsOrLocal.optional(),
  WEBHOOK_SECRET: webhookSecret.optional(),
  OFFBOARDING_CONFIRMED_BY: z.enum(['one', 'two']).default('one'),
  APPLICATION_CREATION: z.enum(['upsert', 'template']).default('upsert'),
  // Twice, with the reads, within an activity's ten minutes.
  REPLICATION_SETTLE_SECONDS: z.coerce.number().min(0).max(120).default(30),
  // Together they decide how much memory a worker takes.
  WORKER_CACHED_WORKFLOWS: z.coerce.number().int().min(10).max(10_000).default(150),
  WORKER_WORKFLOW_TASKS: z.coerce.number().int().min(2).max(1_000).default(20),
  WORKER_ACTIVITIES: z.coerce.number().int().min(1).max(1_000).default(50),
  HEALTH_HOST: z.string().default('127.0.0.1'),
  HEALTH_PORT: z.coerce.number().int().min(0).max(65535).default(8081),
  ...metricsShape.shape,
});

const webShape = outsideShape.extend({
  PUBLIC_URL: publicUrl,
  LINK_KEY: keys,
  SESSION_KEY: keys,
  SIGN_IN_CLIENT_ID: z.string().min(1),
  SIGN_IN_CLIENT_SECRET: z.string().min(1),
  OPERATOR_TENANT_ID: z.guid().toLowerCase().optional(),
  OPERATOR_CLIENT_ID: z.guid().toLowerCase().optional(),
  OPERATOR_CLIENT_SECRET: z.string().min(1).optional(),
  CUSTOMER_GROUPS: customerGroups.optional(),
  TEMPORAL_UI_URL: httpsOrLocal.transform((url) => url.replace(/\/+$/, '')).optional(),
  WEB_HOST: z.string().default('127.0.0.1'),
  WEB_PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  WEB_TRUSTED_PROXIES: proxies.optional(),
  WEB_TRUSTED_PROXY_HOPS: z
    .undefined('is not read any more: give the addresses of your proxies as WEB_TRUSTED_PROXIES')
    .optional(),
  WEB_REQUESTS_PER_MINUTE: z.coerce.number().int().min(60).max(1_000_000).default(600),
  ...metricsShape.shape,
  ...brandShape.shape,
});

export type WorkerSettings = ReturnType<typeof readWorkerSettings>;
export type WebSettings = ReturnType<typeof readWebSettings>;

/** What everything that speaks to Temporal needs: the CLI, the worker, the codec server. @throws ConfigError */
export function readTemporalSettings(env: Environment) {
  const { values, problems } = read(temporalShape, env);
  if (values === undefined || problems.length > 0) throw new ConfigError(problems);
  return { taskQueue: values.TASK_QUEUE, payloadKeys: values.PAYLOAD_KEY, logLevel: values.LOG_LEVEL };
}

/** What reads how all customers stand; it reads no payload, and has no key. @throws ConfigError */
export function readMetricsSettings(env: Environment) {
  const { values, problems } = read(temporalShape.omit({ PAYLOAD_KEY: true }).extend(metricsShape.shape), env);
  const metrics = values && metricsOf(values);
  if (values !== undefined && metrics === undefined) {
    problems.push('METRICS_PORT: missing (or OTEL_EXPORTER_OTLP_ENDPOINT): where the metrics are to be read');
  }
  if (values === undefined || metrics === undefined || problems.length > 0) throw new ConfigError(problems);
  return { taskQueue: values.TASK_QUEUE, logLevel: values.LOG_LEVEL, metrics };
}

/** What the codec server needs besides. @throws ConfigError */
export function readCodecSettings(env: Environment) {
  const { values, problems } = read(codecShape, env);
  const ca = readTrustedCa(env['TRUSTED_CA_FILE'], problems);
  const [issuer, audience] = [values?.CODEC_TOKEN_ISSUER, values?.CODEC_TOKEN_AUDIENCE];
  const role = values?.CODEC_TOKEN_ROLE;
  if (values !== undefined && (issuer === undefined) !== (audience === undefined)) {
    problems.push('CODEC_TOKEN_ISSUER and CODEC_TOKEN_AUDIENCE: give both, or neither to ask for no tokens');
  } else if (role !== undefined && issuer === undefined) {
    problems.push('CODEC_TOKEN_ROLE: needs CODEC_TOKEN_ISSUER and CODEC_TOKEN_AUDIENCE too');
  }
  if (values === undefined || problems.length > 0) throw new ConfigError(problems);
  return {
    payloadKeys: values.PAYLOAD_KEY,
    uiOrigins: values.CODEC_UI_ORIGINS ?? ['http://localhost:8233'],
    allowedHosts: values.CODEC_ALLOWED_HOSTS ?? [],
    tokens: issuer === undefined || audience === undefined ? undefined : { issuer, audience, role, ca },
  };
}

/** What a worker needs besides. @throws ConfigError */
export function readWorkerSettings(env: Environment) {
  const { given, values, problems } = read(workerShape, env, CLIENT_SECRETS);
  const clients: Partial<Record<PermissionProfile, ClientCredentials>> = {};
  for (const profile of PERMISSION_PROFILES) {
    const prefix = profile === 'full' ? 'AZURE' : 'AZURE_MINIMAL';
    const client = readClient(prefix, given, problems);
    if (client !== undefined) clients[profile] = client;
  }
  if (Object.keys(clients).length === 0 && !problems.some((problem) => /^AZURE_(?!CLOUD)/.test(problem))) {
    problems.push(
      'AZURE_CLIENT_ID: missing (or AZURE_MINIMAL_CLIENT_ID): the id of your multi-tenant application; and one proof of it: AZURE_CLIENT_CERTIFICATE_PATH, AZURE_FEDERATED_TOKEN_FILE or AZURE_CLIENT_SECRET',
    );
  }
  const ca = readTrustedCa(env['TRUSTED_CA_FILE'], problems);
  const [apiKey, secret] = [values?.MESSAGEMEDIA_API_KEY, values?.MESSAGEMEDIA_API_SECRET];
  if ((apiKey === undefined) !== (secret === undefined)) {
    problems.push(
      'MESSAGEMEDIA_API_KEY and MESSAGEMEDIA_API_SECRET: give both, or neither to send no text messages',
    );
  }
  const [webhookUrl, webhookKey] = [values?.WEBHOOK_URL, values?.WEBHOOK_SECRET];
  if (values !== undefined && (webhookUrl === undefined) !== (webhookKey === undefined)) {
    problems.push('WEBHOOK_URL and WEBHOOK_SECRET: give both, or neither to tell no other system');
  }
  if ((given['PUBLIC_URL'] === undefined) !== (given['LINK_KEY'] === undefined)) {
    problems.push('PUBLIC_URL and LINK_KEY: give both, or neither to text no links to the web pages');
  }
  if ((given['CONSENT_REDIRECT_URI'] ?? given['PUBLIC_URL']) === undefined) {
    problems.push(
      'CONSENT_REDIRECT_URI: missing: a redirect URI registered with your multi-tenant application (or PUBLIC_URL: it is /consented there)',
    );
  }
  if (values === undefined || problems.length > 0) throw new ConfigError(problems);
  const { PUBLIC_URL: url, LINK_KEY: linkKeys } = values;
  const cloud = CLOUDS[values.AZURE_CLOUD];
  const templateId: string | undefined =
    values.APPLICATION_CREATION === 'template' ? cloud.templateId : undefined;
  return {
    taskQueue: values.TASK_QUEUE,
    payloadKeys: values.PAYLOAD_KEY,
    logLevel: values.LOG_LEVEL,
    authorityHost: values.AUTHORITY_HOST ?? cloud.authorityHost,
    graphBaseUrl: values.GRAPH_BASE_URL ?? cloud.graphBaseUrl,
    makesOwnCertificates: cloud.makesOwnCertificates,
    templateId,
    consentRedirectUri: values.CONSENT_REDIRECT_URI ?? `${String(url)}/consented`,
    links: url === undefined || linkKeys === undefined ? undefined : { publicUrl: url, key: linkKeys[0] },
    callbacks: values.MESSAGEMEDIA_CALLBACK_KEYS !== undefined,
    offboardingNeedsTwo: values.OFFBOARDING_CONFIRMED_BY === 'two',
    clients,
    messages:
      apiKey === undefined || secret === undefined
        ? undefined
        : {
            baseUrl: values.MESSAGEMEDIA_BASE_URL,
            authentication: { kind: values.MESSAGEMEDIA_AUTHENTICATION, key: apiKey, secret },
          },
    webhook:
      webhookUrl === undefined || webhookKey === undefined
        ? undefined
        : { url: webhookUrl, secret: webhookKey },
    ca,
    requestTimeoutMs: values.REQUEST_TIMEOUT_SECONDS * 1000,
    settleMs: values.REPLICATION_SETTLE_SECONDS * 1000,
    limits: {
      cachedWorkflows: values.WORKER_CACHED_WORKFLOWS,
      workflowTasks: values.WORKER_WORKFLOW_TASKS,
      activities: values.WORKER_ACTIVITIES,
    },
    health: { host: values.HEALTH_HOST, port: values.HEALTH_PORT },
    metrics: metricsOf(values),
  };
}

const tenantShape = outsideShape
  .pick({ AZURE_CLOUD: true, AUTHORITY_HOST: true, TRUSTED_CA_FILE: true, REQUEST_TIMEOUT_SECONDS: true })
  .extend({ GRAPH_BASE_URL: origin.optional() });

/** What asks Entra ID and Graph without Temporal needs: a client that may do all that onboardings do. @throws ConfigError */
export function readTenantSettings(env: Environment) {
  const { given, values, problems } = read(tenantShape, env, CLIENT_SECRETS);
  const client = readClient('AZURE', given, problems);
  if (client === undefined && problems.length === 0) {
    problems.push('AZURE_CLIENT_ID: missing: the id of your multi-tenant application; and one proof of it');
  }
  const ca = readTrustedCa(env['TRUSTED_CA_FILE'], problems);
  if (values === undefined || client === undefined || problems.length > 0) throw new ConfigError(problems);
  const cloud = CLOUDS[values.AZURE_CLOUD];
  const templateId: string = cloud.templateId;
  return {
    client,
    authorityHost: values.AUTHORITY_HOST ?? cloud.authorityHost,
    graphBaseUrl: values.GRAPH_BASE_URL ?? cloud.graphBaseUrl,
    templateId,
    ca,
    requestTimeoutMs: values.REQUEST_TIMEOUT_SECONDS * 1000,
  };
}

const linkShape = z.object({ PUBLIC_URL: publicUrl, LINK_KEY: keys });

/** What makes links to the web pages. @throws ConfigError */
export function readLinkSettings(env: Environment) {
  const { values, problems } = read(linkShape, env);
  if (values === undefined || problems.length > 0) throw new ConfigError(problems);
  return { publicUrl: values.PUBLIC_URL, key: values.LINK_KEY[0] };
}

/** What the pages need besides. They hold no credential of any tenant. @throws ConfigError */
export function readWebSettings(env: Environment) {
  const { values, problems } = read(webShape, env);
  const ca = readTrustedCa(env['TRUSTED_CA_FILE'], problems);
  const operators = values && operatorsOf(values, problems);
  const brands = values && brandsOf(values, problems);
  for (const name of ['LINK_KEY', 'PAYLOAD_KEY'] as const) {
    if (values !== undefined && shareAKey(values.SESSION_KEY, values[name])) {
      problems.push(`SESSION_KEY: must not be ${name}, which workers and the command line have as well`);
    }
  }
  if (values === undefined || brands === undefined || problems.length > 0) throw new ConfigError(problems);
  const adminCenterUrl: string = CLOUDS[values.AZURE_CLOUD].adminCenterUrl;
  return {
    taskQueue: values.TASK_QUEUE,
    payloadKeys: values.PAYLOAD_KEY,
    logLevel: values.LOG_LEVEL,
    publicUrl: values.PUBLIC_URL,
    linkKeys: values.LINK_KEY,
    sessionKeys: values.SESSION_KEY,
    authorityHost: values.AUTHORITY_HOST ?? CLOUDS[values.AZURE_CLOUD].authorityHost,
    adminCenterUrl,
    signIn: { clientId: values.SIGN_IN_CLIENT_ID, clientSecret: values.SIGN_IN_CLIENT_SECRET },
    operators,
    customerGroups: values.CUSTOMER_GROUPS,
    temporalUiUrl: values.TEMPORAL_UI_URL,
    ca,
    requestTimeoutMs: values.REQUEST_TIMEOUT_SECONDS * 1000,
    callbackKeys: values.MESSAGEMEDIA_CALLBACK_KEYS ?? new Map<string, string>(),
    listen: { host: values.WEB_HOST, port: values.WEB_PORT },
    // The pages are served without TLS: where their address has it, a proxy stands before them.
    trustedProxies:
      values.WEB_TRUSTED_PROXIES ?? (values.PUBLIC_URL.startsWith('https:') ? ['loopback'] : []),
    requestsPerMinute: values.WEB_REQUESTS_PER_MINUTE,
    metrics: metricsOf(values),
    brands,
  };
}

/** Whoever has the one could otherwise do what the other is for. */
const shareAKey = (some: readonly Uint8Array[], others: readonly Uint8Array[]) =>
  some.some((key) => others.some((other) => Buffer.compare(key, other) === 0));

/** Whose applications may call the REST API, and, with the secret, whose people may sign in to the console. */
function operatorsOf(values: z.output<typeof webShape>, problems: string[]) {
  const { OPERATOR_TENANT_ID: tenantId, OPERATOR_CLIENT_ID: clientId } = values;
  const { OPERATOR_CLIENT_SECRET: clientSecret } = values;
  if (tenantId !== undefined && clientId !== undefined) return { tenantId, clientId, clientSecret };
  if (tenantId !== undefined || clientId !== undefined) {
    problems.push('OPERATOR_TENANT_ID and OPERATOR_CLIENT_ID: give both, or neither to serve no API');
  } else if (clientSecret !== undefined) {
    problems.push('OPERATOR_CLIENT_SECRET: the console needs OPERATOR_TENANT_ID and OPERATOR_CLIENT_ID too');
  }
  return undefined;
}

/** Those of a shape that may come from a file: `NAME_FILE` is read where `NAME` is not set. */
const SECRETS = [
  'PAYLOAD_KEY',
  'LINK_KEY',
  'SESSION_KEY',
  'MESSAGEMEDIA_API_SECRET',
  'SIGN_IN_CLIENT_SECRET',
  'OPERATOR_CLIENT_SECRET',
  'WEBHOOK_SECRET',
];
/** Of a worker alone. */
const CLIENT_SECRETS = ['AZURE', 'AZURE_MINIMAL'].flatMap((prefix) => [
  `${prefix}_CLIENT_SECRET`,
  `${prefix}_CLIENT_CERTIFICATE_PASSWORD`,
]);

/**
 * What a shape asks for, with the secrets that come from files. Those of other processes are not opened: each may have
 * a folder of its own. Empty values count as not set.
 */
function read<T extends z.ZodObject>(shape: T, env: Environment, moreSecrets: string[] = []) {
  const given: Environment = {};
  const problems: string[] = [];
  for (const [name, value] of Object.entries(env)) if (value !== '') given[name] = value;
  for (const name of [...SECRETS.filter((secret) => secret in shape.shape), ...moreSecrets]) {
    const file = given[`${name}_FILE`];
    if (given[name] !== undefined || file === undefined) continue;
    const text = readText(`${name}_FILE`, file, problems)?.trim();
    if (text !== undefined) given[name] = text;
  }
  const parsed = shape.safeParse(given);
  if (parsed.success) return { given, values: parsed.data, problems };
  for (const { path, message, code } of parsed.error.issues) {
    const name = String(path[0]);
    const missing = code === 'invalid_type' && given[name] === undefined;
    if (missing && given[`${name}_FILE`] !== undefined) continue; // its unreadable file is named already
    problems.push(`${name}: ${missing ? `missing${HINTS[name] ?? ''}` : message}`);
  }
  return { given, values: undefined, problems };
}

const HINTS: Record<string, string> = {
  PAYLOAD_KEY:
    ': 32 bytes in base64 (or PAYLOAD_KEY_FILE), the same as the workers have; make one with: openssl rand -base64 32. To try things out, "npm start" makes all settings',
  LINK_KEY: ': 32 bytes in base64 (or LINK_KEY_FILE); make one with: openssl rand -base64 32',
  SESSION_KEY:
    ': 32 bytes in base64 (or SESSION_KEY_FILE), of the web processes alone; make one with: openssl rand -base64 32',
  PUBLIC_URL: ': the address at which people reach the web pages',
  SIGN_IN_CLIENT_ID: ': the id of your application by which administrators sign in',
};
