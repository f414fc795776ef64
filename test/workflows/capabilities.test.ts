/** What the workers are set up for is asked by one first activity, and decides how a customer's workflow goes. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Activities } from '../../src/activities/index.js';
import { offboardingWorkflowId, onboardingWorkflowId, watchWorkflowId } from '../../src/onboarding/names.js';
import type { Progress } from '../../src/onboarding/progress.js';
import type { WatchProgress } from '../../src/onboarding/watch.js';
import { agreedFor } from '../support/agreed.js';
import { CAPABILITIES, fakeActivities, TENANT_ID } from '../support/fakeActivities.js';
import { minimalRequest } from '../support/request.js';
import { devServer, type TestTemporal } from '../support/temporal.js';
import { untilProgress } from '../support/until.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await devServer();
});
afterAll(async () => {
  await temporal.stop();
});

const DAY_MS = 86_400_000;
/** The server is shared by all tests. */
const newCustomer = () => `contoso-${randomUUID().slice(0, 8)}`;
const gatewayWithoutPages = () =>
  Promise.resolve({ ...CAPABILITIES, handOverTo: 'gateway' as const, webPages: false });

const start = (workflow: string, workflowId: string, argument: unknown) =>
  temporal.client.workflow.start(workflow, {
    taskQueue: temporal.taskQueue,
    workflowId,
    args: [argument],
  });

describe('what the workers are set up for', () => {
  it('is the first that an onboarding asks, once: a gateway is handed over to, and no test opened without pages', async () => {
    const { activities, called } = fakeActivities({ readCapabilities: gatewayWithoutPages });
    await temporal.withWorker(activities, async () => {
      const request = minimalRequest({
        customerId: newCustomer(),
        testSignIn: true,
        assignments: [{ type: 'user', principal: 'anna@contoso.example' }],
      });
      const handle = await start('onboardCustomer', onboardingWorkflowId(request.customerId), request);
      await handle.signal('grantConsent', { tenantId: TENANT_ID, grantedBy: 'Anna' });
      await handle.result();
      const { steps, artefacts } = await handle.query<Progress>('progress');
      expect(artefacts.handoverConfirmedBy).toBeUndefined();
      expect(steps.find(({ name }) => name === 'testSignIn')).toMatchObject({
        status: 'skipped',
        note: 'skipped: the worker has no PUBLIC_URL',
      });
    });
    expect(called[0]).toBe('readCapabilities');
    expect(called.filter((name) => name === 'readCapabilities')).toHaveLength(1);
    expect(called).toContain('handOver');
    expect(called).not.toContain('openTestSignIn');
  });

  it('is the first that an offboarding asks, also where the tenant is not found', async () => {
    const told: unknown[] = [];
    const publishEvents: Activities['publishEvents'] = ({ events }) => {
      told.push(...events);
      return Promise.resolve({ webhook: true, taken: events.length });
    };
    const { activities, called } = fakeActivities({ publishEvents });
    await temporal.withWorker(activities, async () => {
      const customerId = newCustomer();
      const request = { customerId, tenant: 'contoso.example', permissionProfile: 'full' };
      const handle = await start('offboardCustomer', offboardingWorkflowId(customerId), request);
      await handle.signal('confirmOffboarding', { by: 'Olga' });
      await handle.signal('cancelOffboarding', { by: 'Olga', reason: 'test' });
      await handle.result();
    });
    expect(called[0]).toBe('readCapabilities');
    expect(told).toEqual([]);
  });

  it('is asked anew at a rollover of a watch, for years have passed', async () => {
    const endsIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();
    const startsAt = '2026-01-01T00:00:00Z';
    let active = 'AB';
    const usual = fakeActivities().activities;
    const { activities, called } = fakeActivities({
      readCapabilities: gatewayWithoutPages,
      fetchFederationMetadata: async (input) => ({
        ...(await usual.fetchFederationMetadata(input)),
        thumbprints: ['AB', 'CD'],
      }),
      observeCertificates: () =>
        Promise.resolve({
          certificates: [
            { name: 'CN=test', thumbprint: 'AB', startsAt, expiresAt: endsIn(50) },
            { name: 'CN=theirs', thumbprint: 'CD', startsAt, expiresAt: endsIn(900) },
          ],
          active,
        }),
      activateNextCertificate: ({ thumbprint }) => {
        active = thumbprint;
        return Promise.resolve();
      },
    });
    await temporal.withWorker(activities, async () => {
      const agreed = agreedFor({ customerId: newCustomer(), testSignIn: true, watch: {} });
      const handle = await start('watchSso', watchWorkflowId(agreed.request.customerId), { agreed });
      await handle.executeUpdate('checkNow', { args: [{ by: 'Olga' }] });
      const noteOf = ({ steps }: WatchProgress) => steps.find(({ name }) => name === 'testSignIn')?.note;
      const progress = await untilProgress<WatchProgress>(handle, (found) => noteOf(found) !== undefined);
      expect(progress.rollovers).toMatchObject([{ from: 'AB', to: 'CD' }]);
      expect(noteOf(progress)).toContain('no PUBLIC_URL');
      await handle.executeUpdate('endWatch', { args: [{}] });
    });
    expect(called).toContain('handOver');
    expect(called).not.toContain('openTestSignIn');
  });
});
