/** `sso-onboard metrics`, as it is run: what it tells of all customers together. */
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { ApplicationFailure } from '@temporalio/common';
import { BLOCKED } from '../../src/onboarding/progress.js';
import { onboardingRequestSchema } from '../../src/onboarding/request.js';
import { prometheusName, READ } from '../../src/telemetry/catalogue.js';
import { takeCensus } from '../../src/temporal/census.js';
import { startAnswered } from '../support/answeredOnboarding.js';
import { fakeActivities } from '../support/fakeActivities.js';
import { minimalRequest } from '../support/request.js';
import { freePort } from '../support/sandbox.js';
import { devServer, fromSetup, type TestTemporal } from '../support/temporal.js';
import { until } from '../support/until.js';
import { samplesOf, scrape } from './exposition.js';

const CLI = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

let temporal: TestTemporal;
let child: ChildProcess | undefined;

beforeAll(async () => {
  temporal = await devServer();
});
afterEach(() => {
  child?.kill('SIGKILL');
});
afterAll(async () => {
  await temporal.stop();
});

/** It has no PAYLOAD_KEY. */
function start(env: Record<string, string>): ChildProcess {
  child = spawn(process.execPath, [CLI, 'metrics'], {
    env: {
      PATH: process.env['PATH'] ?? '',
      TEMPORAL_ADDRESS: fromSetup('TEST_TEMPORAL_ADDRESS'),
      TEMPORAL_NAMESPACE: temporal.client.options.namespace,
      TASK_QUEUE: temporal.taskQueue,
      ...env,
    },
    stdio: 'ignore',
  });
  return child;
}

const exit = (process_: ChildProcess) => once(process_, 'exit').then(([code]) => Number(code));

const blockedBy = (code: string) =>
  ApplicationFailure.create({
    type: BLOCKED,
    nonRetryable: true,
    details: [{ code, reason: 'It is so.', remedy: 'Change it.' }],
  });

it('tells how many customers stand how, names none of them, and needs no key', async () => {
  let applications = 0;
  const { activities } = fakeActivities({
    createEnterpriseApplication: (input) => {
      applications += 1;
      if (applications === 1) return fakeActivities().activities.createEnterpriseApplication(input);
      return Promise.reject(blockedBy('owned_by_others'));
    },
  });
  await temporal.withWorker(activities, async () => {
    const customerId = () => `read-${randomUUID().slice(0, 8)}`;
    const watched = customerId();
    const onboarded = await startAnswered(temporal, { customerId: watched, watch: {}, testSignIn: false });
    await onboarded.result();
    await startAnswered(temporal, { customerId: customerId() });
    // As the command line and the pages start one: with a memo, which is encrypted.
    const request = onboardingRequestSchema.parse(minimalRequest({ customerId: customerId() }));
    await temporal.port.start({ request, by: 'Olga Operator' });
    // Visibility follows a little later, and the process reads once a minute.
    await until(
      () => takeCensus(temporal.client, temporal.taskQueue),
      ({ open, ended }) =>
        open
          .map(({ status }) => status)
          .sort()
          .join() === 'blocked,waiting,watching' && ended.some(({ count }) => count > 0),
    );
    const port = await freePort();
    const wanted = ['"waiting"', '"blocked"', 'sso_certificates'].map((text) => `(?=[^]*${text})`);
    start({ METRICS_PORT: String(port) });
    const exposition = await scrape(port, new RegExp(wanted.join('')));
    const shown = samplesOf(exposition).filter(({ name }) => name.startsWith('sso_'));
    const numbers = shown
      .filter(({ name, value }) => !/^sso_(worker|reader)/.test(name) && value > 0)
      .map(({ name, labels, value }) => [name, labels, value]);
    expect(numbers).toHaveLength(7);
    expect(numbers).toEqual(
      expect.arrayContaining([
        ['sso_onboarding_open', { sso_status: 'waiting', sso_step: 'consent' }, 1],
        ['sso_onboarding_open', { sso_status: 'blocked', sso_step: 'application' }, 1],
        [
          'sso_onboarding_waiting',
          { sso_step: 'consent', sso_waiting_for: 'azureAdministrator', sso_age: 'under_1d' },
          1,
        ],
        [
          'sso_onboarding_blocked',
          { sso_problem: 'owned_by_others', sso_step: 'application', sso_age: 'under_1d' },
          1,
        ],
        ['sso_onboarding_ended', { sso_outcome: 'done' }, 1],
        ['sso_monitoring_open', { sso_status: 'watching', sso_age: 'under_1d' }, 1],
        ['sso_certificates', { sso_expires: 'over_60d' }, 1],
      ]),
    );
    const known = new Set(Object.entries(READ).map(([name, entry]) => prometheusName(name, entry)));
    expect(shown.filter(({ name }) => !known.has(name))).toEqual([]);
    const pollers = shown.filter(({ name }) => name === 'sso_worker_pollers');
    expect(pollers.map(({ labels, value }) => [labels['sso_task_type'], value > 0])).toEqual([
      ['workflow', true],
      ['activity', true],
    ]);
    expect(exposition).not.toMatch(/read-[0-9a-f]{8}|contoso|Olga/);
  });
});

it('ends with 2 where nothing says how the metrics are to be read', async () => {
  expect(await exit(start({}))).toBe(2);
});

it('ends with 0 when it is told to stop', async () => {
  const port = await freePort();
  const reader = start({ METRICS_PORT: String(port) });
  await scrape(port, /sso_reader_last_success_seconds/);
  reader.kill('SIGTERM');
  expect(await exit(reader)).toBe(0);
});
