/** Hamilton: Graph in Go, as Terraform's azuread provider 2 used it. Needs Go. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from './main.js';
import { run } from './run.js';

const SOURCE = fileURLToPath(new URL('hamilton', import.meta.url));

export const hamilton: Client = {
  fetch: async (folder) => {
    process.stdout.write('Fetching as a Go module: github.com/manicminer/hamilton v0.44.0\n');
    const cwd = join(folder, 'hamilton');
    cpSync(SOURCE, cwd, { recursive: true });
    await run('go', ['build', '-mod=readonly', '-o', 'trial', '.'], { cwd });
    return join(cwd, 'trial');
  },
  use: async ({ env, tenant, clientId, secret }, trial) => {
    const given = { TENANT: tenant, CLIENT_ID: clientId, CLIENT_SECRET: secret };
    await run(trial, [], { env: { ...env, ...given }, shows: true });
  },
};
