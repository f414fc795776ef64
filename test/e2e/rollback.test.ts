/** A cancel from the middle of anything removes exactly what this onboarding made, also when the removal meets faults. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { connectDeps } from '../../src/activities/connect.js';
import { createActivities } from '../../src/activities/index.js';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import type { OnboardingResult, Progress } from '../../src/onboarding/progress.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { faultSchema } from '../../sandbox/faults.js';
import type { Tenant } from '../../sandbox/world.js';
import { CONTOSO } from '../support/pipeline.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { contosoRequest } from '../support/scenarios.js';
import { shareOf } from '../support/share.js';
import { bystandersOf, idsOf } from '../support/state.js';
import { devServer, type TestTemporal } from '../support/temporal.js';
import { until, untilProgress } from '../support/until.js';

let temporal: TestTemporal;
let world: TestSandbox;
let contoso: Tenant;
let handle: WorkflowHandle;
let before: { ids: Set<string>; bystanders: string };

beforeEach(async () => {
  temporal = await devServer();
  world = await startTestSandbox();
  contoso = world.sandbox.world.tenants[0]!;
  consentToAll();
  const ids = idsOf(world.sandbox);
  before = { ids, bystanders: bystandersOf(world.sandbox, ids) };
  // A request that hangs is given up soon, so that a test does not take as long.
  world.activities = createActivities(connectDeps({ ...world.settings, requestTimeoutMs: 500 }));
});
afterEach(async () => {
  await world.stop();
  await temporal.stop();
});

function consentToAll(): void {
  const [client] = world.sandbox.world.clients;
  consent(contoso, client!, client!.requestedPermissions);
}

/** Everybody has answered already, so that it runs to its end unless somebody stops it. */
async function start(): Promise<void> {
  const request = contosoRequest(world, {
    customerId: `contoso-${randomUUID().slice(0, 8)}`,
    appRoles: [{ value: 'Sender', displayName: 'Sender' }],
    assignments: [
      { type: 'user', principal: 'sam@contoso.example', role: 'Sender' },
      { type: 'group', principal: 'Messaging Senders', role: 'Sender' },
    ],
  });
  handle = await temporal.client.workflow.start('onboardCustomer', {
    taskQueue: temporal.taskQueue,
    workflowId: onboardingWorkflowId(request.customerId),
    args: [request],
  });
  await handle.signal('grantConsent', { tenantId: CONTOSO.tenantId, grantedBy: 'Anna' });
  await handle.signal('confirmHandover', { confirmedBy: 'Hanna' });
}

const cancel = () => handle.signal('cancelOnboarding', { by: 'Olga', reason: 'changed their mind' });
const fault = (input: unknown) => {
  world.sandbox.faults.add(faultSchema.parse(input));
};
const untilStruck = () =>
  until(
    () => world.sandbox.faults.struck,
    (struck) => struck > 0,
  );

/** The tenant is as it was, and the report names what there was to remove. */
async function expectRolledBack(): Promise<string[]> {
  const result = (await handle.result()) as OnboardingResult;
  expect(result).toMatchObject({ status: 'cancelled', rollback: { kept: [] } });
  expect(idsOf(world.sandbox)).toEqual(before.ids);
  expect(bystandersOf(world.sandbox, before.ids)).toBe(before.bystanders);
  expect(contoso.appRoleAssignments.all()).toEqual([]);
  const removed = result.rollback?.removed ?? [];
  const applications = contoso.deletedItems.all().filter((item) => 'application' in item);
  expect(removed.filter((line) => line.startsWith('enterprise application'))).toHaveLength(
    applications.length,
  );
  return removed;
}

describe('a cancel', () => {
  const WRITES = [
    ...['create the application', 'create the service principal', 'SAML mode'].map((what, n) => ({
      what,
      method: 'PATCH',
      skip: n,
    })),
    ...['identifier and reply URLs', 'sign-on URL', 'activate the certificate'].map((what, n) => ({
      what,
      method: 'PATCH',
      skip: n + 3,
    })),
    ...['create the policy', 'assign the policy', 'add the certificate', 'look up', 'assign the group'].map(
      (what, n) => ({ what, method: 'POST', skip: n }),
    ),
  ];

  const CANCELS = WRITES.flatMap((write) => [
    { ...write, when: 'before', kind: 'hang' },
    { ...write, when: 'after', kind: 'hangAfter' },
  ]);

  it.each(shareOf(CANCELS))(
    'while it waits for the reply to "$what", $when it is done',
    async ({ method, skip, kind }) => {
      fault({ method, path: '^/v1', skip, effect: { kind } });
      await temporal.withWorker(world.activities, async () => {
        await start();
        await untilStruck();
        await cancel();
        expect((await expectRolledBack()).length).toBeLessThanOrEqual(2);
      });
    },
  );

  it('at the very end, when all is made, removes all of it', async () => {
    await temporal.withWorker(world.activities, async () => {
      fault({
        method: 'GET',
        path: '/servicePrincipals/.*/claimsMappingPolicies$',
        skip: 1,
        times: 99,
        effect: { kind: 'hang' },
      });
      await start();
      await untilProgress<Progress>(handle, ({ step }) => step === 'verification');
      await cancel();
      world.sandbox.faults.clear();
      expect(await expectRolledBack()).toEqual([
        expect.stringContaining('claims mapping policy'),
        'enterprise application "MessageMedia SSO for Contoso" with 1 certificate and 2 assignments',
      ]);
    });
  });
});

describe('a rollback', () => {
  /** Made up to the certificate, and stopped there. */
  async function startAndStop(): Promise<void> {
    fault({ method: 'POST', path: 'addTokenSigningCertificate', times: 99, effect: { kind: 'hang' } });
    await start();
    await untilStruck();
    world.sandbox.faults.clear();
  }

  it.each([
    { fault: 'lost replies to all its deletes', effect: { kind: 'resetAfter' }, method: 'DELETE' },
    {
      fault: '429 with Retry-After',
      effect: { kind: 'status', status: 429, retryAfter: '1' },
      method: 'DELETE',
    },
    { fault: '503', effect: { kind: 'status', status: 503 }, method: 'DELETE' },
    { fault: '503 to its reads', effect: { kind: 'status', status: 503 }, method: 'GET' },
    { fault: 'resets', effect: { kind: 'resetBefore' }, method: 'GET' },
  ])('that meets $fault removes everything, and reports all of it', async ({ effect, method }) => {
    await temporal.withWorker(world.activities, async () => {
      await startAndStop();
      // Each kind of request meets it once.
      for (const path of ['/applications/', '/policies/claimsMappingPolicies', String.raw`\$ref$`])
        fault({ method, path, effect });
      await cancel();
      expect(await expectRolledBack()).toEqual([
        expect.stringContaining('claims mapping policy'),
        expect.stringContaining('enterprise application'),
      ]);
    });
  });

  it('that is refused, because consent was revoked, is blocked, and goes on when it is retried', async () => {
    await temporal.withWorker(world.activities, async () => {
      await startAndStop();
      contoso.consents.clear();
      fault({ method: 'GET', path: '^/v1', times: 99, effect: { kind: 'status', status: 403 } });
      await cancel();
      const { problem, step } = await untilProgress<Progress>(handle, (found) => found.problem !== null);
      expect(problem).toMatchObject({
        code: 'not_consented',
        remedy: expect.stringContaining('consent'),
      });
      consentToAll();
      world.sandbox.faults.clear();
      await handle.signal('retryStep', { step, by: 'Olga' });
      expect(await expectRolledBack()).toHaveLength(2);
    });
  });
});
