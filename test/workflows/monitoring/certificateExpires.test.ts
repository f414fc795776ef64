/** How operators find customers by when their certificate expires. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { watchWorkflowId } from '../../../src/onboarding/names.js';
import { CERTIFICATE_EXPIRES } from '../../../src/onboarding/searchAttributes.js';
import { startAnswered } from '../../support/answeredOnboarding.js';
import { fakeActivities } from '../../support/fakeActivities.js';
import { devServer, type TestTemporal } from '../../support/temporal.js';
import { until } from '../../support/until.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await devServer();
});
afterAll(async () => {
  await temporal.stop();
});

it('what is listed follows the active certificate, also when somebody else has changed it', async () => {
  const certificates = [
    {
      name: 'CN=test',
      thumbprint: 'AB',
      startsAt: '2026-01-01T00:00:00Z',
      expiresAt: '2029-01-01T00:00:00Z',
    },
    {
      name: 'CN=other',
      thumbprint: 'CD',
      startsAt: '2026-01-01T00:00:00Z',
      expiresAt: '2030-06-01T00:00:00Z',
    },
  ];
  let active = 'AB';
  const { activities } = fakeActivities();
  const observeCertificates: typeof activities.observeCertificates = async (input) => ({
    ...(await activities.observeCertificates(input)),
    certificates,
    active,
  });
  await temporal.withWorker({ ...activities, observeCertificates }, async () => {
    const customerId = `e-${randomUUID().slice(0, 8)}`;
    const onboarding = await startAnswered(temporal, { customerId, watch: {}, testSignIn: false });
    await onboarding.result();
    const watch = temporal.client.workflow.getHandle(watchWorkflowId(customerId));
    const expires = async () => (await watch.describe()).typedSearchAttributes.get(CERTIFICATE_EXPIRES);
    const isListed = (wanted: string) => until(expires, (found) => found === wanted);
    await isListed('2029-01-01T00:00:00.000Z');
    await watch.signal('checkNow', { by: 'Olga' });
    active = 'CD';
    await watch.signal('checkNow', { by: 'Olga' });
    await isListed('2030-06-01T00:00:00.000Z');
    expect(await expires()).toBe('2030-06-01T00:00:00.000Z');
  });
});
