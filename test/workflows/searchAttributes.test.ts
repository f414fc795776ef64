/** What an onboarding writes for lists: each time is an event in its history, and work for the server's database. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { defaultPayloadConverter } from '@temporalio/common';
import type { WorkflowHandle } from '@temporalio/client';
import { ONBOARDING_STATUS, ONBOARDING_STEP, WAITING_FOR } from '../../src/onboarding/searchAttributes.js';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import type { Progress } from '../../src/onboarding/progress.js';
import { fakeActivities, TENANT_ID } from '../support/fakeActivities.js';
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

async function written(handle: WorkflowHandle): Promise<string[]> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).flatMap(({ upsertWorkflowSearchAttributesEventAttributes: upserted }) => {
    const fields = upserted?.searchAttributes?.indexedFields ?? {};
    if (!(ONBOARDING_STATUS.name in fields)) return [];
    const values = [ONBOARDING_STEP, ONBOARDING_STATUS, WAITING_FOR].map(({ name }) =>
      defaultPayloadConverter.fromPayload<string>(fields[name] ?? {}),
    );
    return [values.join(' ')];
  });
}

it('search attributes are written when somebody is waited for and when it goes on, not for each step that takes seconds', async () => {
  const request = minimalRequest({ customerId: 'few-upserts' });
  const handle = await temporal.withWorker(fakeActivities().activities, async () => {
    const onboarding = await temporal.client.workflow.start('onboardCustomer', {
      taskQueue: temporal.taskQueue,
      workflowId: onboardingWorkflowId(request.customerId),
      args: [request],
    });
    const waitsFor = (signal: string) =>
      untilProgress<Progress>(onboarding, ({ waitingFor }) => waitingFor?.signal === signal);
    await waitsFor('grantConsent');
    await onboarding.signal('grantConsent', { tenantId: TENANT_ID, grantedBy: 'Anna' });
    await waitsFor('confirmHandover');
    await onboarding.signal('confirmHandover', { confirmedBy: 'Hanna' });
    await waitsFor('chooseRoles');
    const assignments = [{ type: 'user', principal: 'sam@contoso.example' }];
    await onboarding.signal('chooseRoles', { assignments, chosenBy: 'Anna' });
    await onboarding.result();
    return onboarding;
  });
  expect(await written(handle)).toEqual([
    'consent running nobody',
    'consent waiting azureAdministrator',
    'consent running nobody',
    'handover waiting hubAdministrator',
    'handover running nobody',
    'roleChoice waiting azureAdministrator',
    'roleChoice running nobody',
    'watch done nobody',
  ]);
});
