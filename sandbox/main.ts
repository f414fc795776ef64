/** `npm run sandbox`: the sandbox alone, for any client that speaks to Entra ID and Graph. */
import { Command } from 'commander';
import { z } from 'zod';
import { startSandbox } from './server.js';
import { CLOUDS } from './world.js';

const settings = z.object({
  SANDBOX_HOST: z.string().default('127.0.0.1'),
  SANDBOX_PORT: z.coerce.number().int().min(1).max(65_535).default(8443),
  SANDBOX_DATA_DIR: z.string().default('.sso-onboard'),
  SANDBOX_SEED: z.string().optional(),
  SANDBOX_REQUEST_LOG: z.string().optional(),
  SANDBOX_LAG_MS: z.coerce.number().int().min(0).optional(),
  SANDBOX_LATENCY_MS: z.coerce.number().int().min(0).optional(),
  /** `off`: Graph's documented quotas are not kept, for trials of speed. */
  SANDBOX_THROTTLING: z.enum(['on', 'off']).default('on'),
  /** A port for `HTTPS_PROXY`: clients that know only Microsoft's own addresses then reach the sandbox. */
  SANDBOX_PROXY_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  /** Where its mail server listens; it has none without. */
  SANDBOX_SMTP_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  SANDBOX_CLOUD: z.enum(CLOUDS).optional(),
});

new Command('npm run sandbox')
  .description('Runs the sandbox alone: Entra ID, Graph, the Hub and the Messages API, simulated.')
  .addHelpText(
    'after',
    `
Settings: ${Object.keys(settings.shape).join(', ')}

Example:
  SANDBOX_PORT=9443 SANDBOX_REQUEST_LOG=requests.jsonl npm run sandbox`,
  )
  .parse();

const parsed = settings.safeParse(process.env);
if (!parsed.success) {
  process.stderr.write(`Settings are missing or wrong:\n${z.prettifyError(parsed.error)}\n`);
  process.exit(2);
}
const env = parsed.data;
try {
  const sandbox = await startSandbox({
    host: env.SANDBOX_HOST,
    port: env.SANDBOX_PORT,
    dataDir: env.SANDBOX_DATA_DIR,
    seedFile: env.SANDBOX_SEED,
    requestLog: env.SANDBOX_REQUEST_LOG,
    lagMs: env.SANDBOX_LAG_MS,
    latencyMs: env.SANDBOX_LATENCY_MS,
    throttles: env.SANDBOX_THROTTLING === 'on',
    cloud: env.SANDBOX_CLOUD,
    proxyPort: env.SANDBOX_PROXY_PORT,
    smtpPort: env.SANDBOX_SMTP_PORT,
  });
  const clients = sandbox.world.clients.map(
    ({ displayName, clientId, clientSecret }) =>
      `  ${displayName}: client id ${clientId}, secret ${clientSecret}`,
  );
  process.stdout.write(`Sandbox at ${sandbox.origin} (its certificate authority: ${sandbox.caFile})
  authority host and Graph: ${sandbox.origin}, ${sandbox.origin}/v1.0
  the Hub: ${sandbox.origin}/hub, state: ${sandbox.origin}/sandbox/state
Tenants: ${sandbox.world.tenants.map(({ verifiedDomains }) => verifiedDomains.join(', ')).join('; ')}
${clients.join('\n')}
`);
  const stop = () => {
    void sandbox.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.once('disconnect', stop); // started as a part of an environment, it ends with it
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const reason = taken
    ? `Port ${String(env.SANDBOX_PORT)} is taken: end what uses it, or choose another with SANDBOX_PORT.`
    : error instanceof Error
      ? error.message
      : String(error);
  process.stderr.write(`The sandbox cannot start. ${reason}\n`);
  process.exit(1);
}
