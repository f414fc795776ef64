/** Everything can be done with nothing but Temporal's own command line. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Browser } from '../../demo/browser.js';
import { consent, fillHubForm } from '../../demo/people.js';
import type { HandoverPackage } from '../../src/onboarding/handover.js';
import type { OnboardingResult, Progress } from '../../src/onboarding/progress.js';
import { codecServer } from '../../src/temporal/codecServer.js';
import { freePort } from '../support/sandbox.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { contosoRequest } from '../support/scenarios.js';
import { fromSetup, PAYLOAD_KEY } from '../support/temporal.js';
import { workerEnvironment, WorkerProcess } from '../support/workerProcess.js';
import { until } from '../support/until.js';

let world: TestSandbox;
let worker: WorkerProcess;
let codec: FastifyInstance;
let codecUrl: string;
let browser: Browser;
const taskQueue = `stock-cli-${randomUUID()}`;

beforeEach(async () => {
  world = await startTestSandbox();
  worker = new WorkerProcess(workerEnvironment(world, taskQueue));
  worker.start();
  codec = codecServer({ payloadKeys: [PAYLOAD_KEY], uiOrigin: 'http://localhost:8233' });
  codecUrl = await codec.listen({ host: '127.0.0.1', port: await freePort() });
  browser = new Browser(world.settings.ca!);
});
afterEach(async () => {
  await browser.close();
  await worker.kill();
  await codec.close();
  await world.stop();
});

/** Runs `temporal workflow …` as a person would; the codec server reads and writes encrypted payloads for it. */
async function temporalWorkflow(...args: string[]): Promise<string> {
  const connection = ['--address', fromSetup('TEST_TEMPORAL_ADDRESS'), '--codec-endpoint', codecUrl];
  const { stdout } = await promisify(execFile)(fromSetup('TEST_TEMPORAL_CLI'), [
    'workflow',
    ...args,
    ...connection,
  ]);
  return stdout;
}

it('an onboarding goes from start to end with the stock temporal CLI alone', async () => {
  const request = contosoRequest(world);
  const workflowId = `onboarding/${request.customerId}`;
  const id = ['--workflow-id', workflowId];
  const query = async <T>(name: string): Promise<T> => {
    const printed = await temporalWorkflow('query', ...id, '--name', name, '--output', 'json');
    return (JSON.parse(printed) as { queryResult: T[] }).queryResult[0]!;
  };
  const waitingFor = (signal: string) =>
    until(
      () => query<Progress>('progress'),
      (progress) => progress.waitingFor?.signal === signal,
    );
  const signal = (name: string, input: object) =>
    temporalWorkflow('signal', ...id, '--name', name, '--input', JSON.stringify(input));

  const type = ['--type', 'onboardCustomer', '--task-queue', taskQueue];
  await temporalWorkflow('start', ...id, ...type, '--input', JSON.stringify(request));
  const { waitingFor: wait } = await waitingFor('grantConsent');
  const url = /https:\S+/.exec(wait?.instruction ?? '')?.[0] ?? '';
  const tenantId = await consent(browser, url, 'cc729a22-e45d-5362-b716-f237640927cb');
  await signal('grantConsent', { tenantId, grantedBy: 'Anna Admin' });

  await waitingFor('confirmHandover');
  const handover = await query<HandoverPackage>('handover');
  await fillHubForm(browser, { origin: world.sandbox.origin, accountId: 'contoso-parent' }, handover);
  await signal('confirmHandover', { confirmedBy: 'Hanna Hub' });

  await waitingFor('chooseRoles');
  const choice = {
    assignments: [{ type: 'user', principal: 'sam@contoso.example' }],
    chosenBy: 'Anna Admin',
  };
  const update = ['--name', 'chooseRoles', '--input', JSON.stringify(choice)];
  await temporalWorkflow('update', 'execute', ...id, ...update);

  const result = JSON.parse(await temporalWorkflow('result', ...id, '--output', 'json')) as {
    result: OnboardingResult;
  };
  expect(result.result).toMatchObject({ status: 'done', artefacts: { handoverConfirmedBy: 'Hanna Hub' } });
});

it('a signal that cannot even be decoded is refused, and does not stop the onboarding', async () => {
  const request = contosoRequest(world);
  const id = ['--workflow-id', `onboarding/${request.customerId}`];
  const type = ['--type', 'onboardCustomer', '--task-queue', taskQueue];
  await temporalWorkflow('start', ...id, ...type, '--input', JSON.stringify(request));
  await temporalWorkflow(
    'signal',
    ...id,
    '--name',
    'grantConsent',
    '--input',
    'aGVsbG8=',
    '--input-base64',
    '--input-meta',
    'encoding=x/y',
  );
  await temporalWorkflow('signal', ...id, '--name', 'grantConsent');
  await temporalWorkflow('signal', ...id, '--name', 'noSuchSignal', '--input', '{}');
  const refused = async (): Promise<Progress['refused']> => {
    const printed = await temporalWorkflow('query', ...id, '--name', 'progress', '--output', 'json');
    const [progress] = (JSON.parse(printed) as { queryResult: Progress[] }).queryResult;
    return progress?.refused ?? [];
  };
  while ((await refused()).length < 2) await sleep(100);
  expect(await refused()).toMatchObject([
    { signal: 'grantConsent', reason: expect.stringContaining('malformed') },
    { signal: 'grantConsent', reason: expect.stringContaining('malformed') },
  ]);
});
