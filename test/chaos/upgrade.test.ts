/** docs/upgrades.md, with its own commands: two versions side by side, in processes of their own. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client, Connection } from '@temporalio/client';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { onboardingWorkflowId, watchWorkflowId } from '../../src/onboarding/names.js';
import { dataConverter } from '../../src/temporal/encryptionCodec.js';
import { ANSWERS, contosoConsents, STORIES } from '../faults/stories.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { fromSetup, PAYLOAD_KEY } from '../support/temporal.js';
import { workerEnvironment, WorkerProcess } from '../support/workerProcess.js';
import { buildNextVersion } from './nextVersion.js';

/** Onboardings that wait while the versions change. */
const WAITING = process.env['TEST_TIER'] === 'full' ? 100 : 4;
const OLD = '0.1.0';
const NEW = '0.2.0';

const deployment = `upgrade-${randomUUID()}`;
const taskQueue = deployment;
const [, FIRST = '', FORWARD = '', BACK = '', MOVE = '', COUNT = ''] = [
  ...readFileSync(new URL('../../docs/upgrades.md', import.meta.url), 'utf8').matchAll(/```sh\n(.*?)```/gs),
].map(([, block = '']) => block);

let client: Client;
let world: TestSandbox;
let next: string;
const workers: WorkerProcess[] = [];

beforeAll(async () => {
  const connection = await Connection.connect({ address: fromSetup('TEST_TEMPORAL_ADDRESS') });
  client = new Client({ connection, dataConverter: dataConverter([PAYLOAD_KEY]) });
  world = await startTestSandbox();
  contosoConsents(world);
  next = await buildNextVersion();
});
afterAll(async () => {
  for (const worker of workers) await worker.kill();
  await world.stop();
  await client.connection.close();
  rmSync(next, { recursive: true, force: true });
});

async function bash(command: string): Promise<string> {
  const env = {
    PATH: `${dirname(fromSetup('TEST_TEMPORAL_CLI'))}:${process.env['PATH'] ?? ''}`,
    HOME: process.env['HOME'] ?? '',
    TEMPORAL_ADDRESS: fromSetup('TEST_TEMPORAL_ADDRESS'),
    WORKER_DEPLOYMENT: deployment,
  };
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', command], { env });
  return stdout;
}

/** Until the server has heard of the version's workers. */
async function eventually<T>(work: () => Promise<T>, isGood: (found: T) => boolean = () => true): Promise<T> {
  for (;;) {
    const found = await work().catch(() => undefined);
    if (found !== undefined && isGood(found)) return found;
    await sleep(200);
  }
}

function startWorker(buildId?: string): WorkerProcess {
  const version = buildId === undefined ? {} : { WORKER_BUILD_ID: buildId, WORKER_DEPLOYMENT: deployment };
  const env = { ...workerEnvironment(world, taskQueue), ...version };
  const worker = new WorkerProcess(env, buildId === NEW ? join(next, 'dist') : undefined);
  worker.start();
  workers.push(worker);
  return worker;
}

let number = 0;
/** Each of another customer, whose application is its own. */
async function begin(): Promise<string> {
  number += 1;
  const customerId = `${deployment.slice(0, 16)}-${String(number)}`;
  const request = STORIES.onboarding.request(world, customerId);
  const { origin } = world.sandbox;
  const args = [
    {
      ...request,
      watch: {},
      companyName: `Company ${String(number)}`,
      serviceProvider: {
        profile: 'messagemedia-hub',
        overrides: {
          entityId: `${origin}/hub/${String(number)}`,
          replyUrls: [`${origin}/hub/sso/acs`],
          signOnUrl: `${origin}/hub/login/sso`,
        },
      },
    },
  ];
  const workflowId = onboardingWorkflowId(customerId);
  await client.workflow.start('onboardCustomer', { taskQueue, workflowId, args });
  await eventually(
    () => client.workflow.getHandle(workflowId).query<{ waitingFor: { signal?: string } | null }>('progress'),
    ({ waitingFor }) => waitingFor?.signal === 'grantConsent',
  );
  return customerId;
}

async function finish(customerId: string): Promise<void> {
  const handle = client.workflow.getHandle(onboardingWorkflowId(customerId));
  for (const [signal, answer] of Object.entries(ANSWERS)) await handle.signal(signal, answer);
  expect(await handle.result()).toMatchObject({ status: 'done' });
}

/** The build that has done its last step. */
async function versionOf(workflowId: string): Promise<string | undefined> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  return raw.workflowExecutionInfo?.versioningInfo?.deploymentVersion?.buildId ?? undefined;
}
const versionsOf = (customers: string[]) =>
  Promise.all(customers.map((customerId) => versionOf(onboardingWorkflowId(customerId))));

it('a new version comes and goes while onboardings wait: each ends in the version it began in or was moved to', async () => {
  const unversioned = startWorker();
  const before = await begin();
  const old = startWorker(OLD);
  await eventually(() => bash(FIRST));
  await unversioned.kill();
  await finish(before);
  expect(await versionsOf([before])).toEqual([OLD]);

  const waiting: string[] = [];
  for (let i = 0; i < WAITING; i += 1) waiting.push(await begin());
  startWorker(NEW);
  await eventually(() => bash(FORWARD));
  const begunInNew = [await begin(), await begin()];
  expect(await versionsOf(begunInNew)).toEqual([NEW, NEW]);
  expect(new Set(await versionsOf(waiting))).toEqual(new Set([OLD]));

  await bash(BACK);
  const afterwards = await begin();
  await finish(begunInNew[0]!);
  expect(await versionsOf([afterwards, begunInNew[0]!])).toEqual([OLD, NEW]);

  const staying = waiting.splice(0, WAITING / 2);
  for (const customerId of staying) await finish(customerId);
  expect(new Set(await versionsOf(staying))).toEqual(new Set([OLD]));

  await eventually(() => bash(FORWARD));
  await bash(MOVE);
  await eventually(
    () => bash(COUNT),
    (said) => /^Total: 0$/m.test(said),
  );
  await old.kill();
  const moved = [...waiting, afterwards, begunInNew[1]!];
  for (const customerId of moved) await finish(customerId);
  expect(new Set(await versionsOf(moved))).toEqual(new Set([NEW]));

  const watch = watchWorkflowId(staying[0]!);
  expect(await versionOf(watch)).toBe(OLD);
  await client.workflow.getHandle(watch).executeUpdate('checkNow', { args: [{ by: 'Olga' }] });
  expect(await versionOf(watch)).toBe(NEW);
});
