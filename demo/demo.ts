/**
 * `npm run demo`: a whole onboarding on this machine, with the people played, and the proof at the end: an assigned
 * user signs in, an unassigned one is refused.
 */
import { Client, Connection } from '@temporalio/client';
import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Environment, startEnvironment } from '../environment/environment.js';
import { readPorts, type Ports } from '../environment/settings.js';
import { type OnboardingRequest, onboardingRequestSchema } from '../src/onboarding/request.js';
import type { Artefacts, OnboardingStatus, Progress, StepProgress } from '../src/onboarding/progress.js';
import { dataConverter } from '../src/temporal/encryptionCodec.js';
import { startOnboarding } from '../src/temporal/start.js';
import { Browser } from './browser.js';
import { type SignIn, signInToHub } from './people.js';
import { ASSIGNED_USER, playPeople, ROLE_OF_ASSIGNED_USER, UNASSIGNED_USER } from './story.js';

export type DemoOutcome = {
  status: OnboardingStatus;
  steps: Pick<StepProgress, 'name' | 'title' | 'status' | 'attempts' | 'startedAt' | 'finishedAt'>[];
  artefacts: Artefacts;
  verification: {
    assignedUser: { user: string; signedIn: boolean } & Partial<SignIn> & { error?: string };
    unassignedUser: { user: string; refused: boolean; error: string };
  };
  temporalUi: string | null;
  seconds: number;
  ok: boolean;
  /** What the demo promises and did not keep, in words; empty when it is `ok`. */
  didNotHold: string[];
};

const DATA_DIR = join('.sso-onboard', 'demo');
/** `npm run` works in the folder of package.json. */
const EXAMPLE = 'examples/sandbox-contoso.yaml';
const EXAMPLE_ORIGIN = 'https://localhost:8443';
const TASK_QUEUE = 'sso-onboarding';

type Options = { say: (line: string) => void; env: Record<string, string | undefined> };

/** Returns the outcome, and the environment, which the caller stops. */
export async function runDemo({
  say,
  env,
}: Options): Promise<{ outcome: DemoOutcome; environment: Environment }> {
  const begun = performance.now();
  // Each demo begins anew: the sandbox forgets, so must Temporal.
  for (const suffix of ['', '-shm', '-wal']) rmSync(join(DATA_DIR, `temporal.db${suffix}`), { force: true });
  const ports = await freePorts(readPorts(env));
  const environment = await startEnvironment({ dataDir: DATA_DIR, ports, env, say });
  try {
    const outcome = await onboard(environment, say, begun);
    return { outcome, environment };
  } catch (error) {
    await environment.stop();
    throw error;
  }
}

async function onboard(environment: Environment, say: Options['say'], begun: number): Promise<DemoOutcome> {
  const { origin, caFile } = environment.sandbox;
  const connection = await Connection.connect({ address: environment.temporalAddress });
  const client = new Client({
    connection,
    dataConverter: dataConverter([Buffer.from(environment.payloadKey, 'base64')]),
  });
  const browser = new Browser(readFileSync(caFile, 'utf8'));
  try {
    const request = exampleRequest(origin);
    const { workflowId, runId } = await startOnboarding(client, TASK_QUEUE, { request, by: 'the demo' });
    const handle = client.workflow.getHandle(workflowId, runId);
    const path = `namespaces/default/workflows/${encodeURIComponent(workflowId)}/${runId}/history`;
    const temporalUi = environment.uiUrl === undefined ? null : `${environment.uiUrl}/${path}`;
    say(`\nOnboarding ${request.companyName}${temporalUi === null ? '' : `\nWatch it: ${temporalUi}`}\n`);
    const progress = await playPeople({ handle, browser, hubOrigin: origin, say });
    if (progress.problem !== null) say(`\n${progress.problem.reason}\n${progress.problem.remedy}`);
    if (progress.status === 'done') await handle.result();
    const verification = await prove(browser, origin);
    const { status, steps, artefacts } = progress;
    const didNotHold = broken(progress, verification);
    return {
      status,
      steps: steps.map(({ name, title, status: stepStatus, attempts, startedAt = '', finishedAt = '' }) => ({
        name,
        title,
        status: stepStatus,
        attempts,
        startedAt,
        finishedAt,
      })),
      artefacts,
      verification,
      temporalUi,
      seconds: Math.round((performance.now() - begun) / 100) / 10,
      ok: didNotHold.length === 0,
      didNotHold,
    };
  } finally {
    await browser.close();
    await connection.close();
  }
}

const found = ({ testSignIns = [] }: Artefacts, finding: string) =>
  testSignIns.some(({ findings }) => findings.some(({ code }) => code === finding));

function broken(
  { status, steps, artefacts }: Progress,
  { assignedUser, unassignedUser }: DemoOutcome['verification'],
): string[] {
  const kept: [string, boolean][] = [
    ['the onboarding is done', status === 'done'],
    ...steps.map((step): [string, boolean] => [`the step ${step.name} is done`, step.status === 'done']),
    ['the test sign-in refuses who is not assigned', found(artefacts, 'AADSTS50105')],
    ['the test sign-in finds the missing mail address', found(artefacts, 'mail_empty')],
    ['sign-in to the Hub is verified by a test request', artefacts.hubSignIn?.restsOn === 'probe'],
    ['an administrator can still sign in without SSO', artefacts.forceSso !== undefined],
    ['the assigned user gets in, with the role', assignedUser.signedIn],
    ['the unassigned user is refused', unassignedUser.refused],
  ];
  return kept.filter(([, holds]) => !holds).map(([what]) => what);
}

/** The proof: through Entra ID's sign-in to the Hub's assertion consumer service, with really signed assertions. */
async function prove(browser: Browser, origin: string): Promise<DemoOutcome['verification']> {
  const assigned = await signInToHub(browser, origin, ASSIGNED_USER);
  const unassigned = await signInToHub(browser, origin, UNASSIGNED_USER);
  const error = 'refused' in unassigned ? unassigned.refused : 'was let in';
  return {
    assignedUser:
      'signIn' in assigned
        ? {
            user: ASSIGNED_USER,
            signedIn:
              assigned.signIn.nameId === ASSIGNED_USER &&
              assigned.signIn.roles.includes(ROLE_OF_ASSIGNED_USER),
            ...assigned.signIn,
          }
        : { user: ASSIGNED_USER, signedIn: false, error: assigned.refused },
    unassignedUser: { user: UNASSIGNED_USER, refused: error.includes('AADSTS50105'), error },
  };
}

/** The example's, with the last step that a request may ask for. */
function exampleRequest(origin: string): OnboardingRequest {
  const text = readFileSync(EXAMPLE, 'utf8').replaceAll(EXAMPLE_ORIGIN, origin);
  const request = onboardingRequestSchema.parse(parse(text));
  return { ...request, hub: { ...request.hub, forceSso: true } };
}

/** The usual ports, or, where one is taken, any that is free. */
async function freePorts(preferred: Ports): Promise<Ports> {
  const ports = { ...preferred };
  for (const name of Object.keys(ports) as (keyof Ports)[]) ports[name] = await freeOr(ports[name]);
  return ports;
}

async function freeOr(port: number): Promise<number> {
  const server = createServer();
  const listening = (wanted: number) =>
    new Promise<number | undefined>((resolve) => {
      server.once('error', () => {
        resolve(undefined);
      });
      server.listen(wanted, '127.0.0.1', () => {
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : undefined);
      });
    });
  const found = (await listening(port)) ?? (await listening(0));
  await new Promise((resolve) => server.close(resolve));
  if (found === undefined) throw new Error('no port is free');
  return found;
}
