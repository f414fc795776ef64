import { Command } from 'commander';

export const webCommand = () =>
  new Command('web')
    .description('serve the web pages until Ctrl-C; .env.example lists their settings')
    .addHelpText('after', '\nExample:\n  PUBLIC_URL=https://onboarding.example.com sso-onboard web')
    .action(async () => {
      await import('../web/main.js');
    });
