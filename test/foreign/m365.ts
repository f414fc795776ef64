/** The CLI for Microsoft 365 (PnP): its commands for Entra ID. It knows no proxy. */
import { join } from 'node:path';
import { z } from 'zod';
import type { Client } from './main.js';
import { run } from './run.js';

const PACKAGE = '@pnp/cli-microsoft365@11.11.0';

const application = z.object({ objectId: z.guid(), appId: z.guid() });
const named = z.looseObject({ id: z.string(), displayName: z.string() });
const names = z.array(named);

/** `FOREIGN_M365`: a folder with the package installed. */
export const m365: Client = {
  needsNames: true,
  fetch: async (folder) => {
    const prefix = process.env['FOREIGN_M365'] ?? folder;
    if (process.env['FOREIGN_M365'] === undefined) {
      process.stdout.write(`Fetching from npm: ${PACKAGE}\n`);
      // Its packages ask for Node.js 22, and run on 20.
      const plainly = [
        '--no-audit',
        '--no-fund',
        '--ignore-scripts',
        '--engine-strict=false',
        '--loglevel=error',
      ];
      await run('npm', ['install', '--prefix', folder, ...plainly, PACKAGE], { cwd: folder });
    }
    return join(prefix, 'node_modules', '@pnp', 'cli-microsoft365', 'dist', 'index.js');
  },
  use: async ({ folder, env, tenant, clientId, secret, step }, cli) => {
    const own = { ...env, HOME: folder, CLIMICROSOFT365_NOUPDATE: '1', CLIMICROSOFT365_ENV: 'docker' };
    const ask = async (command: string, options: Record<string, string> = {}): Promise<unknown> => {
      const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
      const printed = await run(process.execPath, [cli, ...command.split(' '), ...args, '--output', 'json'], {
        env: own,
      });
      step(
        `m365 ${command} ${Object.keys(options)
          .map((name) => `--${name}`)
          .join(' ')}`,
      );
      return printed.trim() === '' ? undefined : JSON.parse(printed);
    };

    await ask('login', { authType: 'secret', appId: clientId, tenant, secret });
    await ask('status');
    const users = names.parse(await ask('entra user list'));
    const [user] = users;
    if (user === undefined) throw new Error('no users');
    await ask('entra user get', { id: user.id });
    const groups = names.parse(await ask('entra group list'));
    await ask('entra group get', { id: groups[0]?.id ?? '' });
    await ask('entra group member list', { groupId: groups[0]?.id ?? '' });
    const made = application.parse(
      await ask('entra app add', {
        name: 'Made by m365',
        platform: 'web',
        redirectUris: 'https://m365.example/acs',
        uri: `api://made-by-m365.contoso.example`,
      }),
    );
    await ask('entra app get', { appId: made.appId });
    await ask('entra app get', { name: 'Made by m365' });
    await ask('entra app list');
    await ask('entra app role add', {
      appId: made.appId,
      name: 'Sender',
      claim: 'Sender',
      description: 'Sends',
      allowedMembers: 'both',
    });
    await ask('entra app role list', { appId: made.appId });
    await ask('entra app set', {
      appId: made.appId,
      redirectUris: 'https://m365.example/other',
      platform: 'web',
    });
    await ask('entra enterpriseapp add', { id: made.appId });
    await ask('entra enterpriseapp get', { displayName: 'Made by m365' });
    await ask('entra enterpriseapp list');
    await ask('entra approleassignment list', { appId: made.appId });
    await ask('entra policy list', { type: 'claimsMapping' });
    await ask('request', { url: '@graph/organization?$select=id,displayName' });
    await ask('entra enterpriseapp remove', { id: made.appId, force: 'true' });
    await ask('entra app remove', { appId: made.appId, force: 'true' });
    await ask('logout');
  },
};
