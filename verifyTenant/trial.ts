/** One run in one tenant, from the first request to the last removal. */
import { makeOwnCertificate } from '../src/activities/entra/ownCertificate.js';
import { CHECKS_AFTER_SIGN_IN, CHECKS_BEFORE_SIGN_IN } from './checks/index.js';
import type { Check, Values } from './check.js';
import { cleanUp, type CleanedUp } from './cleanup.js';
import type { TenantFacts } from './facts.js';
import { OwnObjects } from './guard.js';
import { NOT_SIGNED_IN, type RecordedCheck, type Recording, type SignIn } from './recording.js';
import { Redactor } from './redact.js';
import { type Run, runChecks } from './run.js';
import type { Connection } from './send.js';
import { valuesFor } from './values.js';

export type TrialOptions = {
  connection: Connection;
  runId: string;
  tenant: TenantFacts;
  clientId: string;
  madeBy: Recording['madeBy'];
  patienceMs: number;
  settleMs: number;
  interrupted: AbortSignal;
  onCheck?: ((check: Check) => void) | undefined;
  /** Asks a person to sign in; what they saw. */
  signIn?: ((values: Values) => Promise<SignIn>) | undefined;
  /** Told before anything is removed. */
  onCleanUp?: (() => void) | undefined;
};

export type Trial = {
  recording: Recording;
  cleanedUp: CleanedUp;
  /** Why it ended before its end. */
  failure: string | undefined;
};

/** Whatever happens, what it has made is removed. */
export async function tryTenant(options: TrialOptions): Promise<Trial> {
  const { connection, runId, tenant, interrupted, patienceMs, settleMs, madeBy } = options;
  const own = new OwnObjects(runId);
  const values = valuesFor(runId, connection, Date.now(), tenant);
  const ownName = `${values.text('certificateName')}3`;
  values.set('ownCertificate', await makeOwnCertificate(ownName, Date.now()));
  const run: Run = {
    connection,
    values,
    own,
    redactor: redactorFor(options),
    patienceMs,
    settleMs,
    interrupted,
    onCheck: options.onCheck,
  };
  const checks: RecordedCheck[] = [tokenCheck(tenant.tokensWithoutRoles)];
  let signIn = NOT_SIGNED_IN;
  let failure: string | undefined;
  try {
    checks.push(...(await runChecks(run, CHECKS_BEFORE_SIGN_IN)));
    if (options.signIn !== undefined && !interrupted.aborted && values.has('appId')) {
      signIn = await options.signIn(values);
    }
    checks.push(...(await runChecks(run, CHECKS_AFTER_SIGN_IN)));
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error);
  }
  options.onCleanUp?.();
  const cleanedUp = await cleanUp({ connection, own, patienceMs, settleMs });
  const recording: Recording = { format: 1, madeBy, facts: tenant.facts, signIn, checks };
  return { recording, cleanedUp, failure };
}

/** It was asked for until it had them; the product waits too. */
const tokenCheck = (tokensWithoutRoles: number): RecordedCheck => ({
  name: 'The token has what was consented to',
  row: 'C',
  exchanges: [
    {
      step: 'ask',
      request: { method: 'POST', path: '/oauth2/v2.0/token' },
      status: 200,
      body: { tokensWithoutRoles },
    },
  ],
  notReached: [],
});

function redactorFor({ connection, runId, tenant, clientId }: TrialOptions): Redactor {
  const redactor = new Redactor();
  redactor.hide(connection.graphBaseUrl, '{graph-0}');
  redactor.hide(connection.authorityHost, '{authority-0}');
  redactor.hide(runId, '{run-0}');
  redactor.hide(connection.tenantId, '{tenant-0}');
  redactor.hide(clientId, '{client-0}');
  for (const { kind, values } of tenant.sensitive) redactor.hideAll(values, kind);
  return redactor;
}
