/** Terraform's azuread provider: apply, an empty plan, a change, an empty plan, destroy. Needs `terraform` itself. */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from './main.js';
import { run } from './run.js';

const CONFIGURATION = fileURLToPath(new URL('terraform/main.tf', import.meta.url));

/** `FOREIGN_AZUREAD`: a folder with the provider's binary, in place of the registry's. */
export const terraform: Client = {
  fetch: async (folder) => {
    const cwd = join(folder, 'terraform');
    mkdirSync(cwd);
    copyFileSync(CONFIGURATION, join(cwd, 'main.tf'));
    const own = process.env['FOREIGN_AZUREAD'];
    const overrides =
      own === undefined
        ? ''
        : `provider_installation {\n  dev_overrides {\n    "hashicorp/azuread" = "${own}"\n  }\n}\n`;
    writeFileSync(join(cwd, 'terraform.rc'), `disable_checkpoint = true\n${overrides}`);
    if (own === undefined) {
      process.stdout.write('Fetching from the Terraform registry: hashicorp/azuread\n');
      const env = { TF_CLI_CONFIG_FILE: join(cwd, 'terraform.rc') };
      await run('terraform', ['init', '-no-color', '-input=false'], { cwd, env });
    }
    return cwd;
  },
  use: async ({ env, host, tenant, clientId, secret, step }, cwd) => {
    const usual = {
      ...env,
      TF_CLI_CONFIG_FILE: join(cwd, 'terraform.rc'),
      ARM_TENANT_ID: tenant,
      ARM_CLIENT_ID: clientId,
      ARM_CLIENT_SECRET: secret,
      ARM_USE_CLI: 'false',
    };
    const on = async (command: string, relayState: string, more: string, others = {}) => {
      const values = ['-var', `relay_state=${relayState}`, '-var', 'user=sam@contoso.example'];
      const args = [command, '-no-color', '-input=false', ...values, more];
      await run('terraform', args, { cwd, env: { ...usual, ...others } });
    };
    // A plan ends with 2, and so fails, when anything would be changed.
    const nothingToDo = '-detailed-exitcode';
    await on('apply', '/first', '-auto-approve');
    step('apply');
    await on('plan', '/first', nothingToDo);
    step('the plan behind it is empty');
    await on('apply', '/second', '-auto-approve');
    step('apply of a change');
    await on('plan', '/second', nothingToDo);
    step('the plan behind it is empty');
    await on('plan', '/second', nothingToDo, {
      ARM_METADATA_HOSTNAME: host,
      HTTPS_PROXY: '',
      https_proxy: '',
    });
    step('so it is with the addresses from the sandbox (metadata_host), without its proxy');
    await on('destroy', '/second', '-auto-approve');
    step('destroy');
  },
};
