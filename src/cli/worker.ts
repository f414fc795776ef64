import { Command } from 'commander';

export const workerCommand = () =>
  new Command('worker')
    .description('run a worker until Ctrl-C; .env.example lists its settings')
    .addHelpText('after', '\nExample:\n  TEMPORAL_ADDRESS=temporal:7233 sso-onboard worker')
    .action(async () => {
      await import('../worker.js');
    });
