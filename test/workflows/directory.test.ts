/** Questions that the web pages have for a tenant's directory. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { randomUUID } from 'node:crypto';
import type { PreviewAnswer, SearchAnswer } from '../../src/onboarding/directory.js';
import { fakeActivities, TENANT_ID } from '../support/fakeActivities.js';
import { type TestTemporal, timeSkippingServer } from '../support/temporal.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await timeSkippingServer();
});
afterAll(async () => {
  await temporal.stop();
});

const SCOPE = {
  customerId: 'contoso',
  onboardingId: randomUUID(),
  tenantId: TENANT_ID,
  permissionProfile: 'full',
} as const;
const ask = (workflow: string, question: object) =>
  temporal.client.workflow.start(workflow, {
    taskQueue: temporal.taskQueue,
    workflowId: `${workflow}/${randomUUID()}`,
    args: [{ ...SCOPE, ...question }],
  });

describe('a question to the directory', () => {
  it('is answered by a worker, after one failure too', async () => {
    let asked = 0;
    const answer: SearchAnswer = {
      found: [{ type: 'user', name: 'Sam', principal: 'sam@contoso.example', guest: false }],
      next: { users: 'https://graph.example/v1.0/users?$skiptoken=x' },
    };
    const searchDirectory = () => {
      asked += 1;
      return asked === 1 ? Promise.reject(new Error('reset')) : Promise.resolve(answer);
    };
    const states: PreviewAnswer = { states: [{ state: 'guest', note: 'Gus' }] };
    const { activities } = fakeActivities({
      searchDirectory,
      previewAssignments: () => Promise.resolve(states),
    });
    await temporal.withWorker(activities, async () => {
      const search = await ask('searchDirectory', { text: 'sa', count: 10 });
      expect(await search.result()).toEqual(answer);
      const assignments = [{ type: 'user', principal: 'gus@partner.example' }];
      const question = { assignments, servicePrincipalId: null };
      const preview = await ask('previewAssignments', question);
      expect(await preview.result()).toEqual(states);
    });
    expect(asked).toBe(2);
  });

  it('that cannot be answered fails within seconds, so that the page can say so', async () => {
    const searchDirectory = () => Promise.reject(ApplicationFailure.retryable('503 from everywhere'));
    const { activities } = fakeActivities({ searchDirectory });
    await temporal.withWorker(activities, async () => {
      const asked = await ask('searchDirectory', { text: 'sa', count: 10 });
      await expect(asked.result()).rejects.toThrow();
      const { startTime, closeTime } = await asked.describe();
      expect(closeTime!.getTime() - startTime.getTime()).toBeLessThan(30_000);
    });
  });
});
