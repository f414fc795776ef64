import { Command } from 'commander';

export const metricsCommand = () =>
  new Command('metrics')
    .description('serve metrics of all customers together until Ctrl-C (docs/metrics.md)')
    .addHelpText('after', '\nExample:\n  METRICS_PORT=9464 sso-onboard metrics')
    .action(async () => {
      await import('../telemetry/main.js');
    });
