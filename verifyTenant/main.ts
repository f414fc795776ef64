/** `npm run verify-tenant`: needs the sandbox, and so a checkout; the image has no sandbox. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { commandLine, loadSettings, run } from '../src/cli/commandLine.js';
import { DIFFERS } from '../src/cli/errors.js';
import { removeEarlier, verify, type VerifyTenantOptions } from './cli/run.js';
import { RUN_ID } from './values.js';

const seconds = (text: string): number => {
  const parsed = z.coerce.number().min(0).max(3600).safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('It must be a number of seconds.');
  return parsed.data;
};
const runIdOf = (text: string): string => {
  if (RUN_ID.test(text)) return text;
  throw new InvalidArgumentError('It must be the id of a run: 12 hexadecimal digits.');
};

const program = commandLine('npm run verify-tenant --')
  .description('Tries every kind of request in a test tenant, and compares the replies with the sandbox.')
  .argument('<tenant>', 'id or verified domain of a test tenant')
  .option('--yes', 'do not ask for confirmation or for a sign-in; for scripts')
  .option('--skip-sign-in', 'do not ask for a sign-in')
  .option('--no-p1', 'the tenant has no Microsoft Entra ID P1')
  .option(
    '--user <principalName>',
    'a user to assign, up to 20; without it, the first 20 that Graph lists',
    (name: string, before: string[]) => [...before, name],
    [],
  )
  .option('--patience <seconds>', 'how long one request may wait for replication', seconds, 120)
  .option('--settle <seconds>', 'how long it waits before it reads what it has changed', seconds, 20)
  .option('--output <file>', 'where to write the recording (verify-tenant-<run>.json)')
  .addOption(
    new Option('--remove <run>', 'remove what an earlier run has left, and do nothing else').argParser(
      runIdOf,
    ),
  )
  .addHelpText(
    'after',
    `
It first says what it creates and removes, and asks for confirmation. It needs AZURE_CLIENT_ID and its proof as a
worker does, and the tenant's consent to all permissions of the full profile. The recording holds no names, ids,
domains or keys; send it to us where the tenant and the sandbox differ. docs/verify-tenant.md says more.

Exit codes: 0 no deviation, ${String(DIFFERS)} something differs, 1 it failed, was stopped, or could not remove everything.

Examples:
  npm run verify-tenant -- test.onmicrosoft.com
  npm run verify-tenant -- test.onmicrosoft.com --yes --json | jq '.deviations[].check'`,
  )
  .action(async (tenant: string, options: VerifyTenantOptions, command: Command) => {
    if (options.remove === undefined) await verify(tenant, options, command);
    else await removeEarlier(tenant, options.remove, options, command);
  });
program.hook('preAction', loadSettings);

await run(program);
