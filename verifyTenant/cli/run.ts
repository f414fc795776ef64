/** What `npm run verify-tenant` does. */
import type { Command } from 'commander';
import { writeFileSync } from 'node:fs';
import { readTenantSettings } from '../../src/config/tenant.js';
import { cleanUp } from '../cleanup.js';
import { connectToTenant } from '../connect.js';
import { readFacts } from '../facts.js';
import { OwnObjects } from '../guard.js';
import { outcomeOf } from '../outcome.js';
import { askSandbox } from '../reference.js';
import { tryTenant } from '../trial.js';
import { displayNameOf, newRunId } from '../values.js';
import { print, say } from '../../src/cli/context.js';
import { DIFFERS, UsageError } from '../../src/cli/errors.js';
import { renderCleanedUp, renderOutcome, renderPlan } from './render.js';
import { askInTerminal, guidedSignIn, isAgreed } from './questions.js';

export type VerifyTenantOptions = {
  yes?: boolean;
  skipSignIn?: boolean;
  p1: boolean;
  user: string[];
  patience: number;
  settle: number;
  output?: string;
  remove?: string;
};

export async function verify(tenant: string, options: VerifyTenantOptions, command: Command): Promise<void> {
  const settings = readTenantSettings(process.env);
  if (options.yes !== true && !process.stdin.isTTY) {
    throw new UsageError('This command asks for confirmation. Run it in a terminal, or give --yes.');
  }
  const patienceMs = options.patience * 1000;
  const { connection, missing, ...granted } = await connectToTenant(settings, tenant, patienceMs);
  const facts = await readFacts(connection, { p1: options.p1, ...granted, userNames: options.user });
  const runId = newRunId();
  const guided = options.yes !== true && options.skipSignIn !== true;
  const { tenantId } = connection;
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
  if (options.yes !== true && !(await isAgreed(askInTerminal())))
    throw new UsageError('Nothing was changed.');
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
    patienceMs,
    settleMs: options.settle * 1000,
    interrupted,
    onCheck: ({ name, row }) => {
      say(`${row.padEnd(4)}${name}`);
    },
    onCleanUp: () => {
      say('Removing what this run made.');
    },
    signIn: guided
      ? (values) => guidedSignIn(values, connection, facts.people, askInTerminal(interrupted), interrupted)
      : undefined,
  });
  const recordingFile = options.output ?? `verify-tenant-${runId}.json`;
  writeFileSync(recordingFile, `${JSON.stringify(trial.recording, null, 2)}\n`);
  const failure = trial.failure ?? (interrupted.aborted ? 'it was stopped' : undefined);
  const outcome = outcomeOf({ ...trial, failure }, reference, { tenantId, runId, recordingFile });
  print(command, outcome, renderOutcome(outcome));
  if (outcome.failure !== null || outcome.cleanedUp.left.length > 0) process.exitCode = 1;
  else if (outcome.deviations.length > 0) process.exitCode = DIFFERS;
}

export async function removeEarlier(
  tenant: string,
  runId: string,
  options: VerifyTenantOptions,
  command: Command,
): Promise<void> {
  const patienceMs = options.patience * 1000;
  const { connection } = await connectToTenant(readTenantSettings(process.env), tenant, patienceMs);
  const outcome = await cleanUp({ connection, own: new OwnObjects(runId), patienceMs, settleMs: 0 });
  print(command, outcome, renderCleanedUp(outcome, runId).join('\n'));
  if (outcome.left.length > 0) process.exitCode = 1;
}

/** The first Ctrl-C ends the checks; what was made is removed all the same, so the next ones change nothing. */
function interruption(): AbortSignal {
  const stop = new AbortController();
  // A terminal that was closed takes nothing any more; what was made is removed all the same.
  for (const output of [process.stdout, process.stderr]) output.on('error', () => undefined);
  const heard = () => {
    if (stop.signal.aborted) say('What this run made is being removed; please wait.');
    stop.abort();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, heard);
  return stop.signal;
}
