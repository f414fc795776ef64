import { Command } from 'commander';

export const sandboxCommand = () =>
  new Command('sandbox')
    .description('run the sandbox alone: Entra ID, Graph, the Hub and the Messages API, simulated')
    .addHelpText(
      'after',
      `
Settings: SANDBOX_HOST, SANDBOX_PORT, SANDBOX_DATA_DIR, SANDBOX_SEED, SANDBOX_REQUEST_LOG, SANDBOX_LAG_MS, SANDBOX_LATENCY_MS, SANDBOX_THROTTLING, SANDBOX_CLOUD, SANDBOX_PROXY_PORT

Example:
  SANDBOX_PORT=9443 SANDBOX_REQUEST_LOG=requests.jsonl sso-onboard sandbox`,
    )
    .action(async () => {
      await import('../sandbox/main.js');
    });
