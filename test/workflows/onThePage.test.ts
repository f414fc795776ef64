/** Nobody is texted while they are on our pages, nor within an hour after: on Temporal's time-skipping server. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import type { Progress } from '../../src/onboarding/progress.js';
import { fakeActivities, TENANT_ID } from '../support/fakeActivities.js';
import { minimalRequest } from '../support/request.js';
import { type TestTemporal, timeSkippingServer } from '../support/temporal.js';
import { untilProgress } from '../support/until.js';
import { zoneWhereItIs } from '../support/zones.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await timeSkippingServer();
});
afterAll(async () => {
  await temporal.stop();
});

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const until = untilProgress<Progress>;

/** Of one contact with both roles, for whom it is midday. */
async function start() {
  const timeZone = zoneWhereItIs(11, await temporal.currentTimeMs());
  const [contact] = minimalRequest().contacts;
  const roles = ['azureAdministrator', 'hubAdministrator'] as const;
  const contacts = [{ ...contact!, name: 'Anna', roles: [...roles], timeZone }];
  const request = minimalRequest({ customerId: `c-${randomUUID().slice(0, 8)}`, contacts });
  return temporal.client.workflow.start('onboardCustomer', {
    taskQueue: temporal.taskQueue,
    workflowId: onboardingWorkflowId(request.customerId),
    args: [request],
  });
}

it('a reminder that falls due meanwhile comes an hour after, at the earliest', async () => {
  const { activities } = fakeActivities();
  await temporal.withWorker(activities, async () => {
    const handle = await start();
    const first = await until(handle, ({ messages }) => messages.length === 1);
    const began = Date.parse(first.messages[0]!.at);
    await temporal.sleep(24 * HOUR_MS - 5 * MINUTE_MS);
    await handle.signal('contactSeen', { contact: 'Anna' });
    await handle.signal('contactSeen', { contact: 'Nobody' });
    const seen = Date.parse((await until(handle, ({ seenAt }) => seenAt !== undefined)).seenAt!['Anna']!);
    await temporal.sleep(3 * HOUR_MS);
    const { messages, seenAt } = await until(handle, (progress) => progress.messages.length === 2);
    const reminded = Date.parse(messages[1]!.at);
    expect(reminded - began).toBeGreaterThan(24 * HOUR_MS);
    expect(reminded - seen).toBeGreaterThanOrEqual(HOUR_MS);
    expect(reminded - seen).toBeLessThan(2 * HOUR_MS);
    expect(Object.keys(seenAt!)).toEqual(['Anna']);
    await handle.terminate();
  });
});

it('who does the next step on the page gets no text about it, and their link leads on to it', async () => {
  const { activities, sent } = fakeActivities();
  await temporal.withWorker(activities, async () => {
    const handle = await start();
    await until(handle, ({ messages }) => messages.length === 1);
    await handle.signal('contactSeen', { contact: 'Anna' });
    await handle.signal('grantConsent', { tenantId: TENANT_ID, grantedBy: 'Anna' });
    await until(handle, ({ waitingFor }) => waitingFor?.signal === 'confirmHandover');
    await handle.signal('confirmHandover', { confirmedBy: 'Anna' });
    await until(handle, ({ waitingFor }) => waitingFor?.signal === 'chooseRoles');
    expect(sent).toHaveLength(1);
    // They leave without an answer: an hour later they are told.
    await temporal.sleep(2 * HOUR_MS);
    await until(handle, ({ messages }) => messages.length === 2);
    await handle.terminate();
  });
});

it('a page that is left open for days does not stop reminders for good', async () => {
  const { activities } = fakeActivities();
  await temporal.withWorker(activities, async () => {
    const handle = await start();
    await until(handle, ({ messages }) => messages.length === 1);
    for (let hours = 0; hours < 60; hours += 1) {
      await handle.signal('contactSeen', { contact: 'Anna' });
      await temporal.sleep(HOUR_MS);
    }
    expect((await until(handle, ({ messages }) => messages.length > 1)).messages).toHaveLength(2);
    await handle.terminate();
  });
});
