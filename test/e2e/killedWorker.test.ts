/** A worker that is killed takes nothing with it. */
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tenant } from '../../src/sandbox/world.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { play, SCENARIOS, startOnboarding, type Stage, usualPeople } from '../support/scenarios.js';
import { devServer, type TestTemporal } from '../support/temporal.js';
import { workerEnvironment, WorkerProcess } from '../support/workerProcess.js';

let temporal: TestTemporal;
let world: TestSandbox;
let contoso: Tenant;
let worker: WorkerProcess;
let stage: Stage & { close: () => Promise<void> };

beforeEach(async () => {
  temporal = await devServer();
  world = await startTestSandbox();
  contoso = world.sandbox.world.tenants[0]!;
  const taskQueue = `killed-${randomUUID()}`;
  worker = new WorkerProcess(workerEnvironment(world, taskQueue));
  worker.start();
  stage = await startOnboarding({ ...temporal, taskQueue }, world, SCENARIOS.happyPath.request(world));
});
afterEach(async () => {
  await stage.close();
  await worker.kill();
  await world.stop();
  await temporal.stop();
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(20);
}

function expectOneOfEverything(): void {
  const applications = contoso.applications.all().filter(({ uniqueName }) => uniqueName !== null);
  expect(applications).toHaveLength(1);
  const principals = contoso.servicePrincipals.all().filter(({ appId }) => appId === applications[0]?.appId);
  expect(principals).toHaveLength(1);
  // One certificate is a pair: a private and a public half.
  expect(principals[0]?.keyCredentials.map(({ usage }) => usage)).toEqual(['Sign', 'Verify']);
  expect(contoso.claimsPolicies.all().map(({ displayName }) => displayName)).toEqual([
    'Payroll claims',
    expect.stringContaining('MessageMedia SSO claims'),
  ]);
  expect(contoso.appRoleAssignments.all()).toHaveLength(1);
}

it('finishes with one of everything when its worker is killed after the certificate is added, before it knows', async () => {
  const path = 'addTokenSigningCertificate$';
  world.sandbox.faults.add({ method: 'POST', path, skip: 0, times: 1, effect: { kind: 'hangAfter' } });
  const played = play(stage, SCENARIOS.happyPath.people);
  await until(() => contoso.servicePrincipals.all().some(({ keyCredentials }) => keyCredentials.length > 0));
  await worker.kill();
  worker.start();
  expect(await played).toMatchObject({ status: 'done' });
  expectOneOfEverything();
});

it('finishes with one of everything when its worker is killed while somebody is waited for', async () => {
  const { grantConsent, chooseRoles } = usualPeople;
  const waiting = await play(stage, { grantConsent: grantConsent!, chooseRoles: chooseRoles! });
  expect(waiting).toMatchObject({ status: 'waiting', step: 'handover' });
  await worker.kill();
  worker.start();
  expect(await play(stage, SCENARIOS.happyPath.people)).toMatchObject({ status: 'done' });
  expectOneOfEverything();
});
