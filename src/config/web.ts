/** Settings of the web process. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { brandShape, brandsOf } from './brands.js';
import { metricsOf, metricsShape } from './metrics.js';
import { type Environment, readTrustedCa } from './files.js';
import { CLOUDS, outsideShape } from './outside.js';
import { ConfigError, read } from './read.js';
import { tracesOf, tracesShape } from './traces.js';
import { httpsOrLocal, keys, publicUrl } from './values.js';

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
  EMAIL_CALLBACK_KEY: z.string().min(32, 'must have at least 32 characters').optional(),
  WEB_HOST: z.string().default('127.0.0.1'),
  WEB_PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  WEB_TRUSTED_PROXIES: proxies.optional(),
  WEB_TRUSTED_PROXY_HOPS: z
    .undefined('is not read any more: give the addresses of your proxies as WEB_TRUSTED_PROXIES')
    .optional(),
  WEB_REQUESTS_PER_MINUTE: z.coerce.number().int().min(60).max(1_000_000).default(600),
  ...metricsShape.shape,
  ...tracesShape.shape,
  ...brandShape.shape,
});

export type WebSettings = ReturnType<typeof readWebSettings>;

/** What the pages need besides. They hold no credential of any tenant. @throws ConfigError */
export function readWebSettings(env: Environment) {
  const { values, problems } = read(webShape, env);
  const ca = readTrustedCa(env['TRUSTED_CA_FILE'], problems);
  const operators = values && operatorsOf(values, problems);
  const brands = values && brandsOf(values, problems);
  const traces = values && tracesOf(values, problems);
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
    emailCallbackKey: values.EMAIL_CALLBACK_KEY,
    listen: { host: values.WEB_HOST, port: values.WEB_PORT },
    // The pages are served without TLS: where their address has it, a proxy stands before them.
    trustedProxies:
      values.WEB_TRUSTED_PROXIES ?? (values.PUBLIC_URL.startsWith('https:') ? ['loopback'] : []),
    requestsPerMinute: values.WEB_REQUESTS_PER_MINUTE,
    metrics: metricsOf(values),
    traces,
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
