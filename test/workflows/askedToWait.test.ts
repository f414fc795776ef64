/** A server's pause that outlasts a step's time. Time is skipped. */
import { ApplicationFailure } from '@temporalio/common';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import { ASKED_TO_WAIT, type OnboardingResult, type Progress } from '../../src/onboarding/progress.js';
import { fakeActivities, TENANT_ID } from '../support/fakeActivities.js';
import { minimalRequest } from '../support/request.js';
import { type TestTemporal, timeSkippingServer } from '../support/temporal.js';

let temporal: TestTemporal;
beforeEach(async () => {
  temporal = await timeSkippingServer();
});
afterEach(async () => {
  await temporal.stop();
});

// O19
it('a step that Graph asks to wait for 1,900 s waits that long, says until when, and goes on by itself', async () => {
  let tries = 0;
  let began = 0;
  let shown: Progress | undefined;
  let waited = 0;
  const customerId = 'asked-to-wait';
  const { activities } = fakeActivities({
    setClaims: () => {
      tries += 1;
      if (tries > 1) return Promise.resolve({ policyId: 'policy' });
      throw ApplicationFailure.create({
        message: 'POST /policies/claimsMappingPolicies: 429 TooManyRequests',
        type: ASKED_TO_WAIT,
        nonRetryable: true,
        details: [{ waitMs: 1_900_000 }],
      });
    },
  });
  await temporal.withWorker(activities, async () => {
    const handle = await temporal.client.workflow.start('onboardCustomer', {
      taskQueue: temporal.taskQueue,
      workflowId: onboardingWorkflowId(customerId),
      args: [minimalRequest({ customerId })],
    });
    await handle.signal('grantConsent', { tenantId: TENANT_ID, grantedBy: 'Anna' });
    while (shown?.steps.find(({ name }) => name === 'claims')?.note === undefined) {
      shown = await handle.query<Progress>('progress');
    }
    await handle.signal('confirmHandover', { confirmedBy: 'Hanna' });
    await handle.signal('chooseRoles', {
      assignments: [{ type: 'user', principal: 'maria@contoso.example' }],
      chosenBy: 'Anna',
    });
    const result = (await handle.result()) as OnboardingResult;
    expect(result.status).toBe('done');
    const { events } = await handle.fetchHistory();
    const times = (events ?? []).flatMap(({ timerStartedEventAttributes: timer }) =>
      timer?.startToFireTimeout?.seconds == null ? [] : [Number(timer.startToFireTimeout.seconds)],
    );
    waited = Math.max(...times.filter((seconds) => seconds === 1_900));
    began = (await handle.query<Progress>('progress')).steps.find(({ name }) => name === 'claims')!.attempts;
  });
  const step = shown?.steps.find(({ name }) => name === 'claims');
  expect(shown?.status).toBe('running');
  expect(step?.note).toMatch(/^Microsoft asks to wait: this step continues by itself at \d{4}-/);
  expect({ tries, began, waited }).toEqual({ tries: 2, began: 2, waited: 1_900 });
});
