/** Settings of workers. */
import { z } from 'zod';
import type { ClientCredentials } from '../graph/entra.js';
import { PERMISSION_PROFILES, type PermissionProfile } from '../onboarding/permissions.js';
import { brandShape, marksOf } from './brands.js';
import { type Environment, readClient, readTrustedCa } from './files.js';
import { metricsOf, metricsShape } from './metrics.js';
import { CLIENT_SECRETS, CLOUDS, outsideShape } from './outside.js';
import { ConfigError, read } from './read.js';
import { tracesOf, tracesShape } from './traces.js';
import { httpsOrLocal, keys, origin, publicUrl } from './values.js';

/** As Standard Webhooks writes it: 24 to 64 bytes in base64 behind `whsec_`. */
const webhookSecret = z
  .string()
  .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be whsec_ and 24 to 64 bytes in base64')
  .transform((text) => Buffer.from(text.replace('whsec_', ''), 'base64'));

/** `smtps`: TLS from the first byte, on port 465; `smtp`: STARTTLS, on port 587. */
const smtpUrl = z
  .url({ protocol: /^smtps?$/, error: 'must be smtp://<host> or smtps://<host>, with a port or without' })
  .refine(
    (text) => /^smtps?:\/\/[^/@?#]+\/?$/.test(text),
    'must have a host and a port alone: user and password are SMTP_USER and SMTP_PASSWORD',
  )
  .transform((text) => new URL(text));

const workerShape = outsideShape.extend({
  GRAPH_BASE_URL: origin.optional(),
  CONSENT_REDIRECT_URI: z.url().optional(),
  PUBLIC_URL: publicUrl.optional(),
  LINK_KEY: keys.optional(),
  MESSAGEMEDIA_BASE_URL: origin.default('https://api.messagemedia.com'),
  MESSAGEMEDIA_API_KEY: z.string().min(1).optional(),
  MESSAGEMEDIA_API_SECRET: z.string().min(1).optional(),
  MESSAGEMEDIA_AUTHENTICATION: z.enum(['basic', 'hmac']).default('basic'),
  SMTP_URL: smtpUrl.optional(),
  SMTP_USER: z.string().min(1).optional(),
  SMTP_PASSWORD: z.string().min(1).optional(),
  SMTP_TLS: z.enum(['required', 'none']).default('required'),
  EMAIL_FROM: z.email('must be an e-mail address').optional(),
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
  WORKER_DRAIN_SECONDS: z.coerce.number().int().min(1).max(3_600).default(20),
  WORKER_BUILD_ID: z
    .string()
    .regex(/^[\w.-]{1,100}$/, 'must be up to 100 letters, digits, dots, dashes or underscores')
    .optional(),
  WORKER_DEPLOYMENT: z
    .string()
    .regex(/^[\w-]{1,100}$/, 'must be up to 100 letters, digits, dashes or underscores')
    .default('sso-onboarding'),
  HEALTH_HOST: z.string().default('127.0.0.1'),
  HEALTH_PORT: z.coerce.number().int().min(0).max(65535).default(8081),
  ...metricsShape.shape,
  ...tracesShape.shape,
  BRAND_NAME: brandShape.shape.BRAND_NAME,
});

export type WorkerSettings = ReturnType<typeof readWorkerSettings>;

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
  const email = values && emailOf(values, problems);
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
  const traces = values && tracesOf(values, problems);
  const marks = values && marksOf(values, problems);
  if (values === undefined || marks === undefined || problems.length > 0) throw new ConfigError(problems);
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
    marks,
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
    email,
    webhook:
      webhookUrl === undefined || webhookKey === undefined
        ? undefined
        : { url: webhookUrl, secret: webhookKey },
    ca,
    requestTimeoutMs: values.REQUEST_TIMEOUT_SECONDS * 1000,
    settleMs: values.REPLICATION_SETTLE_SECONDS * 1000,
    drainMs: values.WORKER_DRAIN_SECONDS * 1000,
    limits: {
      cachedWorkflows: values.WORKER_CACHED_WORKFLOWS,
      workflowTasks: values.WORKER_WORKFLOW_TASKS,
      activities: values.WORKER_ACTIVITIES,
    },
    version:
      values.WORKER_BUILD_ID === undefined
        ? undefined
        : { deploymentName: values.WORKER_DEPLOYMENT, buildId: values.WORKER_BUILD_ID },
    health: { host: values.HEALTH_HOST, port: values.HEALTH_PORT },
    metrics: metricsOf(values),
    traces,
  };
}

function emailOf(values: z.output<typeof workerShape>, problems: string[]) {
  const { SMTP_URL: url, SMTP_USER: user, SMTP_PASSWORD: pass, SMTP_TLS, EMAIL_FROM: from } = values;
  if ((user === undefined) !== (pass === undefined)) {
    problems.push('SMTP_USER and SMTP_PASSWORD: give both, or neither where the mail server asks for none');
  }
  if ((url === undefined) !== (from === undefined)) {
    problems.push('SMTP_URL and EMAIL_FROM: give both, or neither to send no e-mail');
  }
  if (url === undefined || from === undefined) return undefined;
  const isWrapped = url.protocol === 'smtps:';
  if (SMTP_TLS === 'none' && isWrapped) {
    problems.push('SMTP_TLS: "none" contradicts smtps in SMTP_URL');
  } else if (SMTP_TLS === 'none' && user !== undefined) {
    problems.push('SMTP_TLS: "none" would send the password in clear text: leave out SMTP_USER, or take TLS');
  }
  return {
    host: url.hostname,
    port: url.port === '' ? (isWrapped ? 465 : 587) : Number(url.port),
    tls: isWrapped ? ('wrapped' as const) : SMTP_TLS,
    auth: user === undefined || pass === undefined ? undefined : { user, pass },
    from,
  };
}
