/** The Microsoft Graph SDK for Python, with azure-identity. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from './main.js';
import { run } from './run.js';

const at = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** `FOREIGN_PYTHON`: a Python that has the packages already. */
export const python: Client = {
  fetch: async (folder) => {
    const ready = process.env['FOREIGN_PYTHON'];
    if (ready !== undefined) return ready;
    process.stdout.write(`Fetching from PyPI:\n${readFileSync(at('requirements.txt'), 'utf8')}`);
    const venv = join(folder, 'python');
    await run('python3', ['-m', 'venv', venv]);
    const interpreter = join(venv, 'bin', 'python3');
    await run(interpreter, ['-m', 'pip', 'install', '--quiet', '-r', at('requirements.txt')]);
    return interpreter;
  },
  use: async ({ env, tenant, clientId, secret, certificate }, interpreter) => {
    const given = { TENANT: tenant, CLIENT_ID: clientId, CLIENT_SECRET: secret, CERTIFICATE: certificate };
    await run(interpreter, [at('client.py')], { env: { ...env, ...given }, shows: true });
  },
};
