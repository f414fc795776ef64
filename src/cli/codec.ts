import { Command } from 'commander';
import { z } from 'zod';
import { readTemporalSettings } from '../config.js';
import { codecServer } from '../temporal/codecServer.js';
import { say } from './context.js';
import { UsageError } from './errors.js';

const options = z.object({
  host: z.string(),
  port: z.coerce.number().int().min(1).max(65_535),
  uiOrigin: z.url(),
});

export const codecCommand = () =>
  new Command('codec')
    .description('serve the codec by which the Temporal UI and the temporal CLI read encrypted payloads')
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .option('--port <port>', 'the port to listen on', '8234')
    .option(
      '--ui-origin <url>',
      'where the Temporal UI is: the only page that may ask',
      'http://127.0.0.1:8233',
    )
    .addHelpText(
      'after',
      `
Whoever reaches it can read every payload: keep it on the loopback address, or behind your own sign-in.

Example:
  sso-onboard codec --ui-origin https://temporal.example.com`,
    )
    .action(async (raw: unknown) => {
      const parsed = options.safeParse(raw);
      if (!parsed.success) throw new UsageError(z.prettifyError(parsed.error));
      const { payloadKeys } = readTemporalSettings(process.env);
      const { host, port, uiOrigin } = parsed.data;
      const server = codecServer({ payloadKeys, uiOrigin });
      await server.listen({ host, port });
      say(`Codec server at http://${host}:${String(port)}, for ${uiOrigin}`);
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.once(signal, () => {
          void server.close();
        });
      }
    });
