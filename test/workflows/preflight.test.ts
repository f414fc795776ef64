/** A tenant is looked at before anything is written to it. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import type { Finding } from '../../src/onboarding/preflight.js';
import type { OnboardingResult, Progress } from '../../src/onboarding/progress.js';
import { fakeActivities, TENANT_ID } from '../support/fakeActivities.js';
import { minimalRequest } from '../support/request.js';
import { type TestTemporal, timeSkippingServer } from '../support/temporal.js';
import { untilProgress } from '../support/until.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await timeSkippingServer();
});
afterAll(async () => {
  await temporal.stop();
});

const FORBIDDEN: Finding = {
  check: 'identifierPolicy',
  verdict: 'blocks',
  message: 'A policy forbids the identifier.',
  remedy: 'Exempt SAML applications.',
  code: 'identifier_forbidden',
};

it('what stands in the way blocks before anything is written, and a retry leaves a policy to Graph', async () => {
  const customerId = `preflight-${randomUUID().slice(0, 8)}`;
  const { activities, called } = fakeActivities({
    surveyTenant: () => Promise.resolve({ findings: [FORBIDDEN] }),
  });
  await temporal.withWorker(activities, async () => {
    const handle = await temporal.client.workflow.start('onboardCustomer', {
      taskQueue: temporal.taskQueue,
      workflowId: onboardingWorkflowId(customerId),
      args: [minimalRequest({ customerId })],
    });
    await handle.signal('grantConsent', { tenantId: TENANT_ID, grantedBy: 'Anna' });
    const until = untilProgress<Progress>;
    const blocked = await until(handle, ({ status }) => status === 'blocked');
    expect(blocked).toMatchObject({ step: 'application', problem: { code: 'identifier_forbidden' } });
    expect(called).not.toContain('createEnterpriseApplication');
    await handle.signal('confirmHandover', { confirmedBy: 'Hanna' });
    await handle.signal('chooseRoles', {
      assignments: [{ type: 'user', principal: 'maria@contoso.example' }],
      chosenBy: 'Anna',
    });
    await handle.signal('retryStep', { step: 'application', by: 'Olga' });
    expect(((await handle.result()) as OnboardingResult).status).toBe('done');
    const { steps } = await handle.query<Progress>('progress');
    expect(steps.find(({ name }) => name === 'application')).toMatchObject({
      attempts: 2,
      note: 'A policy forbids the identifier.',
    });
  });
});

it('a worker looks at a tenant for a dry run, and nothing else is done', async () => {
  const { activities, called } = fakeActivities({
    surveyTenant: () => Promise.resolve({ findings: [FORBIDDEN] }),
  });
  await temporal.withWorker(activities, async () => {
    const findings: unknown = await temporal.client.workflow.execute('surveyTenant', {
      taskQueue: temporal.taskQueue,
      workflowId: `preflight/${randomUUID()}`,
      args: [
        {
          customerId: 'contoso',
          tenant: 'contoso.example',
          permissionProfile: 'full',
          identifier: 'https://hub.example',
          displayName: 'MessageMedia SSO for Contoso',
        },
      ],
    });
    expect(findings).toEqual({ findings: [FORBIDDEN] });
  });
  expect(called).toEqual(['surveyTenant']);
});
