/** Offboarding and onboarding again, through real workflows, in a sandbox whose replicas lag. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { signInToHub } from '../../demo/people.js';
import { offboardingWorkflowId } from '../../src/onboarding/names.js';
import type { OffboardingProgress, OffboardingResult } from '../../src/onboarding/offboarding.js';
import type { OnboardingResult } from '../../src/onboarding/progress.js';
import { onboardingRequestSchema } from '../../src/onboarding/request.js';
import { consent } from '../../sandbox/entra/adminConsent.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { contosoRequest, play, startOnboarding, type Stage, usualPeople } from '../support/scenarios.js';
import { bystandersOf, idsOf } from '../support/state.js';
import { devServer, type TestTemporal } from '../support/temporal.js';

let temporal: TestTemporal;
let world: TestSandbox;
let stages: (Stage & { close: () => Promise<void> })[];
let before: { ids: Set<string>; bystanders: string };

beforeEach(async () => {
  temporal = await devServer();
  world = await startTestSandbox({ lagMs: 100 });
  const [client] = world.sandbox.world.clients;
  consent(world.sandbox.world.tenants[0]!, client!, client!.requestedPermissions);
  const ids = idsOf(world.sandbox);
  before = { ids, bystanders: bystandersOf(world.sandbox, ids) };
  stages = [];
});
afterEach(async () => {
  for (const stage of stages) await stage.close();
  await world.stop();
  await temporal.stop();
});

type Request = ReturnType<typeof contosoRequest>;

async function onboard(request: Request): Promise<OnboardingResult> {
  const stage = await startOnboarding(temporal, world, request);
  stages.push(stage);
  expect(await play(stage, usualPeople)).toMatchObject({ status: 'done' });
  return (await stage.handle.result()) as OnboardingResult;
}

async function offboard({ customerId }: Request): Promise<OffboardingResult> {
  const request = { customerId, tenant: 'contoso.example', permissionProfile: 'full' as const };
  await temporal.port.offboard(request);
  const handle = temporal.client.workflow.getHandle(offboardingWorkflowId(customerId));
  while ((await handle.query<OffboardingProgress>('progress')).status !== 'waiting') await sleep(50);
  await handle.signal('confirmOffboarding', { by: 'Olga' });
  return (await handle.result()) as OffboardingResult;
}

describe('a customer', () => {
  it('that is offboarded leaves nothing of ours behind, and gets the same application back when it returns', async () => {
    const request = contosoRequest(world, { initiatedBy: 'sp' });
    await temporal.withWorker(world.activities, async () => {
      const first = await onboard(request);
      const removed = await offboard(request);
      expect(removed).toMatchObject({ status: 'done', kept: [] });
      expect(removed.removed).toEqual([
        expect.stringContaining('claims mapping policy'),
        'enterprise application "MessageMedia SSO for Contoso" with 1 certificate and 1 assignment',
      ]);
      expect(idsOf(world.sandbox)).toEqual(before.ids);
      expect(bystandersOf(world.sandbox, before.ids)).toBe(before.bystanders);
      const browser = stages[0]!.browser;
      expect(await signInToHub(browser, world.sandbox.origin, 'sam@contoso.example')).toHaveProperty(
        'refused',
      );

      const again = await onboard(request);
      const { appId, certificate, servicePrincipalId } = first.artefacts;
      expect(again.artefacts).toMatchObject({ appId, certificate, servicePrincipalId });
      expect(await signInToHub(browser, world.sandbox.origin, 'sam@contoso.example')).toHaveProperty(
        'signIn',
      );
      expect(bystandersOf(world.sandbox, before.ids)).toBe(before.bystanders);
    });
  });

  it('is not offboarded while it is onboarded, nor the other way round', async () => {
    const request = contosoRequest(world);
    const { customerId } = request;
    const offboarding = { customerId, tenant: 'contoso.example', permissionProfile: 'full' as const };
    await temporal.withWorker(world.activities, async () => {
      const stage = await startOnboarding(temporal, world, request);
      stages.push(stage);
      await expect(temporal.port.offboard(offboarding)).rejects.toThrow(/is still running/);
      await stage.handle.terminate();
      await temporal.port.offboard(offboarding);
      const parsed = onboardingRequestSchema.parse(request);
      const consented = temporal.client.workflow.getHandle(offboardingWorkflowId(customerId));
      const again = temporal.port.start({ request: parsed });
      await expect(again).rejects.toThrow(/is being offboarded/);
      await consented.terminate();
    });
  });
});
