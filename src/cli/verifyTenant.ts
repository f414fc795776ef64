import { Command, InvalidArgumentError, Option } from 'commander';
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { readTenantSettings } from '../config.js';
import { cleanUp } from '../verifyTenant/cleanup.js';
import { connectToTenant } from '../verifyTenant/connect.js';
import { readFacts } from '../verifyTenant/facts.js';
import { OwnObjects } from '../verifyTenant/guard.js';
import { outcomeOf } from '../verifyTenant/outcome.js';
import { askSandbox } from '../verifyTenant/reference.js';
import { tryTenant } from '../verifyTenant/trial.js';
import { displayNameOf, newRunId, RUN_ID } from '../verifyTenant/values.js';
import { print, say } from './context.js';
import { DIFFERS, UsageError } from './errors.js';
import { renderOutcome, renderPlan } from './renderVerification.js';
import { guidedSignIn, isAgreed } from './verifyTenantQuestions.js';

type Options = {
  yes?: boolean;
  skipSignIn?: boolean;
  p1: boolean;
  user: string[];
  patience: number;
  settle: number;
  output?: string;
  remove?: string;
};

const seconds = (text: string): number => {
  const parsed = z.coerce.number().min(0).max(3600).safeParse(text);
  if (!parsed.success) throw new InvalidArgumentError('It must be a number of seconds.');
  return parsed.data;
};
const runIdOf = (text: string): string => {
  if (RUN_ID.test(text)) return text;
  throw new InvalidArgumentError('It must be the id of a run: 12 hexadecimal digits.');
};

export const verifyTenantCommand = () =>
  new Command('verify-tenant')
    .description('try every kind of request in a test tenant, and compare the replies with the sandbox')
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
  sso-onboard verify-tenant test.onmicrosoft.com
  sso-onboard verify-tenant test.onmicrosoft.com --yes --json | jq '.deviations[].check'`,
    )
    .action(async (tenant: string, options: Options, command: Command) => {
      if (options.remove === undefined) await verify(tenant, options, command);
      else await removeEarlier(tenant, options.remove, options, command);
    });

async function verify(tenant: string, options: Options, command: Command): Promise<void> {
  const settings = readTenantSettings(process.env);
  if (options.yes !== true && !process.stdin.isTTY) {
    throw new UsageError('This command asks for confirmation. Run it in a terminal, or give --yes.');
  }
  const { connection, permissions, missing } = await connectToTenant(settings, tenant);
  const facts = await readFacts(connection, { p1: options.p1, permissions, userNames: options.user });
  const runId = newRunId();
  const guided = options.yes !== true && options.skipSignIn !== true;
  const { tenantId, authorityHost } = connection;
  const { users, groups } = facts.facts;
  say(
    renderPlan({
      tenantId,
      tenantName: facts.displayName,
      displayName: displayNameOf(runId),
      users,
      groups,
      missing,
      guided,
    }),
  );
  if (options.yes !== true && !(await isAgreed())) throw new UsageError('Nothing was changed.');
  const interrupted = interruption();
  say('\nAsking the sandbox.');
  // Before the tenant: if the sandbox fails, nothing has been written yet.
  const reference = await askSandbox(facts.facts, interrupted);
  const trial = await tryTenant({
    connection,
    runId,
    tenant: facts,
    clientId: settings.client.clientId,
    madeBy: 'microsoft',
    patienceMs: options.patience * 1000,
    settleMs: options.settle * 1000,
    interrupted,
    onCheck: ({ name, row }) => {
      say(`${row.padEnd(4)}${name}`);
    },
    onCleanUp: () => {
      say('Removing what this run made.');
    },
    ...(guided ? { signIn: (values) => guidedSignIn(values, { authorityHost, tenantId }, interrupted) } : {}),
  });
  const recordingFile = options.output ?? `verify-tenant-${runId}.json`;
  writeFileSync(recordingFile, `${JSON.stringify(trial.recording, null, 2)}\n`);
  const failure = trial.failure ?? (interrupted.aborted ? 'it was stopped' : undefined);
  const outcome = outcomeOf({ ...trial, failure }, reference, { tenantId, runId, recordingFile });
  print(command, outcome, renderOutcome(outcome));
  if (outcome.failure !== null || outcome.cleanedUp.left.length > 0) process.exitCode = 1;
  else if (outcome.deviations.length > 0) process.exitCode = DIFFERS;
}

async function removeEarlier(
  tenant: string,
  runId: string,
  options: Options,
  command: Command,
): Promise<void> {
  const { connection } = await connectToTenant(readTenantSettings(process.env), tenant);
  const patienceMs = options.patience * 1000;
  const outcome = await cleanUp({ connection, own: new OwnObjects(runId), patienceMs, settleMs: 0 });
  const lines = [
    `Removed: ${String(outcome.removed.length)}.`,
    ...outcome.left.map(({ kind, id, why }) => `Could not be removed: ${kind} ${id} (${why})`),
  ];
  print(command, outcome, lines.join('\n'));
  if (outcome.left.length > 0) process.exitCode = 1;
}

/** The first Ctrl-C ends the checks; what was made is removed all the same, so the next ones change nothing. */
function interruption(): AbortSignal {
  const stop = new AbortController();
  const heard = () => {
    if (stop.signal.aborted) say('What this run made is being removed; please wait.');
    stop.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, heard);
  return stop.signal;
}
