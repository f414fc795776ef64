import { Command } from 'commander';
import { z } from 'zod';
import { codecHost, codecUiOrigin, readCodecSettings } from '../config/codec.js';
import { say } from './context.js';
import { UsageError } from './errors.js';

const options = z.object({
  host: z.string(),
  port: z.coerce.number().int().min(1).max(65_535),
  uiOrigin: z.array(codecUiOrigin).optional(),
  allowedHost: z.array(codecHost).optional(),
});

export const codecCommand = () =>
  new Command('codec')
    .description('serve the codec by which the Temporal UI and the temporal CLI read encrypted payloads')
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--port <port>', 'the port to listen on', '8234')
    .option(
      '--ui-origin <url...>',
      'where the Temporal UI is: the only pages that may ask (default: CODEC_UI_ORIGINS, or http://localhost:8233)',
    )
    .option(
      '--allowed-host <name...>',
      'names, with or without port, by which it may be called, besides localhost (default: CODEC_ALLOWED_HOSTS)',
    )
    .addHelpText(
      'after',
      `
Whoever reaches it can read every payload: keep it on the loopback address, or have it ask for the access tokens of your
OpenID provider (CODEC_TOKEN_ISSUER, CODEC_TOKEN_AUDIENCE, CODEC_TOKEN_ROLE) behind TLS.

Examples:
  sso-onboard codec --ui-origin https://temporal.example.com
  sso-onboard codec --host 0.0.0.0 --allowed-host codec.example.com --ui-origin https://temporal.example.com`,
    )
    .action(async (raw: unknown) => {
      const parsed = options.safeParse(raw);
      if (!parsed.success) throw new UsageError(z.prettifyError(parsed.error));
      const { codecServer } = await import('../temporal/codecServer.js');
      const { tokenCheck } = await import('../temporal/codecTokens.js');
      const settings = readCodecSettings(process.env);
      const { host, port, uiOrigin = settings.uiOrigins, allowedHost = settings.allowedHosts } = parsed.data;
      const server = codecServer({
        payloadKeys: settings.payloadKeys,
        uiOrigin,
        hosts: allowedHost,
        checkToken: settings.tokens === undefined ? undefined : tokenCheck(settings.tokens),
      });
      await server.listen({ host, port });
      const who = settings.tokens === undefined ? '' : `, with tokens of ${settings.tokens.issuer}`;
      say(`Codec server at http://${host}:${String(port)}, for ${uiOrigin.join(', ')}${who}`);
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.once(signal, () => {
          void server.close();
        });
      }
    });
