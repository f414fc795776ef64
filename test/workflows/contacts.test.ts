/** Links and text messages of an onboarding, on Temporal's time-skipping server. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { WorkflowHandle } from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import type { Progress } from '../../src/onboarding/progress.js';
import type { OnboardingRequestInput } from '../../src/onboarding/request.js';
import { fakeActivities, TENANT_ID, wordsOf } from '../support/fakeActivities.js';
import { minimalRequest } from '../support/request.js';
import { type TestTemporal, timeSkippingServer } from '../support/temporal.js';
import { zoneWhereItIs } from '../support/zones.js';
import { untilProgress } from '../support/until.js';

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await timeSkippingServer();
});
afterAll(async () => {
  await temporal.stop();
});

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

async function start(changes: Partial<OnboardingRequestInput> = {}): Promise<WorkflowHandle> {
  const request = minimalRequest({ customerId: `c-${randomUUID().slice(0, 8)}`, ...changes });
  return temporal.client.workflow.start('onboardCustomer', {
    taskQueue: temporal.taskQueue,
    workflowId: onboardingWorkflowId(request.customerId),
    args: [request],
  });
}

const until = untilProgress<Progress>;
const deadlinePassed = (handle: WorkflowHandle) =>
  until(handle, ({ problem }) => problem?.code === 'deadline_passed');

it('reminders come by day where the contact is, growing apart, each with the same link', async () => {
  const { activities } = fakeActivities();
  await temporal.withWorker(activities, async () => {
    const [contact] = minimalRequest().contacts;
    const handle = await start({ contacts: [{ ...contact!, timeZone: 'Australia/Melbourne' }] });
    await until(handle, ({ messages }) => messages.length === 1);
    await temporal.sleep(15 * DAY_MS);
    const { messages, links } = await deadlinePassed(handle);
    const local = new Intl.DateTimeFormat('en-GB', {
      timeZone: 'Australia/Melbourne',
      hour: '2-digit',
      hourCycle: 'h23',
    });
    const hours = messages.slice(1).map(({ at }) => Number(local.format(Date.parse(at))));
    expect(hours.length).toBeGreaterThanOrEqual(3);
    expect(hours.filter((hour) => hour < 8 || hour >= 18)).toEqual([]);
    const times = messages.map(({ at }) => Date.parse(at));
    const gaps = times.slice(1).map((time, i) => time - times[i]!);
    expect([...gaps].sort((a, b) => a - b)).toEqual(gaps);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length);
    expect(links).toHaveLength(1);
    await handle.terminate();
  });
});

async function untilHalfPast(): Promise<number> {
  const past = (await temporal.currentTimeMs()) % HOUR_MS;
  await temporal.sleep((past < HOUR_MS / 2 ? HOUR_MS / 2 : (HOUR_MS * 3) / 2) - past);
  return temporal.currentTimeMs();
}

it('a reminder that cannot be sent before night is sent in the morning, once', async () => {
  const tried: { id: string; before: boolean | undefined }[] = [];
  let works = true;
  const { activities } = fakeActivities({
    sendText: ({ id, before }) => {
      tried.push({ id, before });
      return works ? Promise.resolve({ sent: true }) : Promise.reject(new Error('no reply'));
    },
  });
  const timeZone = zoneWhereItIs(17, await untilHalfPast());
  await temporal.withWorker(activities, async () => {
    const [contact] = minimalRequest().contacts;
    const handle = await start({ contacts: [{ ...contact!, timeZone }] });
    await until(handle, ({ messages }) => messages[0]?.status === 'sent');
    works = false;
    await temporal.sleep(DAY_MS + HOUR_MS);
    const { messages } = await until(handle, (progress) => progress.messages[1]?.status === 'postponed');
    const attempts = tried.length;
    expect(attempts).toBeGreaterThan(2);
    works = true;
    await temporal.sleep(DAY_MS / 2);
    expect(tried).toHaveLength(attempts);
    await temporal.sleep(DAY_MS / 2);
    const after = await until(handle, (progress) => progress.messages[1]?.status === 'sent');
    expect(after.messages).toHaveLength(2);
    expect(tried.slice(attempts)).toEqual([{ id: messages[1]!.id, before: true }]);
    await handle.terminate();
  });
});

it('a reminder left for the morning is stopped by an answer in the night', async () => {
  let works = true;
  const { activities } = fakeActivities({
    sendText: () => (works ? Promise.resolve({ sent: true }) : Promise.reject(new Error('no reply'))),
  });
  const timeZone = zoneWhereItIs(17, await untilHalfPast());
  await temporal.withWorker(activities, async () => {
    const [contact] = minimalRequest().contacts;
    const handle = await start({ contacts: [{ ...contact!, timeZone }] });
    await until(handle, ({ messages }) => messages[0]?.status === 'sent');
    works = false;
    await temporal.sleep(DAY_MS + HOUR_MS);
    await until(handle, (progress) => progress.messages[1]?.status === 'postponed');
    works = true;
    await handle.signal('grantConsent', { tenantId: TENANT_ID, grantedBy: 'Anna' });
    const { messages } = await until(handle, (progress) => progress.messages[2]?.status === 'sent');
    expect(messages.map(({ status }) => status)).toEqual(['sent', 'stopped', 'sent']);
    await handle.terminate();
  });
});

it.each([
  ['the answer', 'grantConsent', { tenantId: TENANT_ID, grantedBy: 'Anna' }],
  ['a refusal', 'grantConsent', { declined: true, declinedBy: 'Anna' }],
  ['a STOP', 'reportOptOut', { mobile: '+61491570156' }],
])('%s also stops a text that has not gone through yet, and those after it', async (_what, signal, input) => {
  let tries = 0;
  const { activities } = fakeActivities({
    sendText: (input) => {
      if (!wordsOf(input).includes('Global Administrator')) return Promise.resolve({ sent: true });
      tries += 1;
      return Promise.reject(new Error('no reply'));
    },
  });
  await temporal.withWorker(activities, async () => {
    const handle = await start();
    await until(handle, () => tries > 0);
    await handle.signal(signal, input);
    await until(handle, ({ messages }) => messages[0]?.status === 'stopped');
    const before = tries;
    await temporal.sleep(2 * DAY_MS);
    expect(tries).toBe(before);
    await handle.terminate();
  });
});

it('whoever answers START after a STOP may be texted again', async () => {
  const { activities } = fakeActivities();
  await temporal.withWorker(activities, async () => {
    const handle = await start();
    await until(handle, ({ messages }) => messages[0]?.status === 'sent');
    const mobile = '+61491570156';
    await handle.signal('reportOptOut', { mobile });
    await handle.signal('reportOptOut', { mobile });
    expect(await handle.query<Progress>('progress')).toMatchObject({ optedOut: ['Anna'] });
    await handle.signal('reportOptIn', { mobile });
    expect(await handle.query<Progress>('progress')).toMatchObject({ optedOut: [] });
    const link = { id: 'a1b2c3d4e5f6', purpose: 'all', contact: 'Anna', send: true, by: 'Olga' };
    await handle.signal('makeLink', link);
    await until(handle, ({ messages }) => messages[1]?.status === 'sent');
    await handle.terminate();
  });
});

it('whoever answers STOP, or whose link is withdrawn, is reminded no more', async () => {
  const { activities } = fakeActivities();
  await temporal.withWorker(activities, async () => {
    for (const end of ['stop', 'withdraw']) {
      const handle = await start();
      const { links } = await until(handle, ({ messages }) => messages.length === 1);
      if (end === 'stop') await handle.signal('reportOptOut', { mobile: '+61491570156' });
      else await handle.executeUpdate('revokeLink', { args: [{ id: links[0]!.id, by: 'Olga' }] });
      const link = { id: 'a1b2c3d4e5f6', purpose: 'all', contact: 'Anna', send: true, by: 'Olga' };
      if (end === 'stop') await handle.signal('reportOptOut', { mobile: '+61491570156' });
      if (end === 'stop') await handle.signal('makeLink', link);
      await temporal.sleep(15 * DAY_MS);
      const { messages, refused, optedOut } = await deadlinePassed(handle);
      expect(messages).toHaveLength(1);
      expect(optedOut).toEqual(end === 'stop' ? ['Anna'] : []);
      expect(refused.map(({ reason }) => reason)).toEqual(
        end === 'stop' ? ['Anna has asked for no more texts'] : [],
      );
      await handle.terminate();
    }
  });
});

it('the answer ends the reminding at once', async () => {
  const { activities, sent } = fakeActivities();
  await temporal.withWorker(activities, async () => {
    const handle = await start();
    await until(handle, ({ messages }) => messages.length === 1);
    await handle.signal('grantConsent', { tenantId: TENANT_ID, grantedBy: 'Anna' });
    await until(handle, ({ waitingFor }) => waitingFor?.signal === 'confirmHandover');
    await temporal.sleep(15 * DAY_MS);
    await deadlinePassed(handle);
    const about = sent.filter(({ content }) => content.includes('Global Administrator'));
    expect(about).toHaveLength(1);
    await handle.terminate();
  });
});

it('a text that is under way when all is done is waited for, so that what it came to is known', async () => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const { activities } = fakeActivities({ sendText: () => held.then(() => ({ sent: true })) });
  await temporal.withWorker(activities, async () => {
    const handle = await start({ assignments: [{ type: 'group', principal: 'Senders' }], testSignIn: false });
    await until(handle, ({ messages }) => messages.length === 1);
    await handle.signal('grantConsent', { tenantId: TENANT_ID, grantedBy: 'Anna' });
    await handle.signal('confirmHandover', { confirmedBy: 'Hanna' });
    const { messages } = await until(handle, ({ status }) => status === 'done');
    expect(messages).toMatchObject([{ status: 'sending' }]);
    expect((await handle.describe()).status.name).toBe('RUNNING');
    letGo();
    await handle.result();
    expect((await handle.query<Progress>('progress')).messages).toMatchObject([{ status: 'sent' }]);
  });
});

it('a link is made once for the same id, texted again when asked, and refused for somebody unknown', async () => {
  const { activities, sent } = fakeActivities();
  await temporal.withWorker(activities, async () => {
    const handle = await start();
    await until(handle, ({ messages }) => messages.length === 1);
    const link = { id: 'a1b2c3d4', purpose: 'consent', contact: 'Anna', send: true, by: 'Olga' };
    await handle.executeUpdate('makeLink', { args: [link] });
    await handle.executeUpdate('makeLink', { args: [link] });
    const { links, messages } = await until(handle, (progress) => progress.messages.length === 3);
    expect(links.filter(({ id }) => id === link.id)).toHaveLength(1);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(3);
    await until(handle, () => sent.length === 3);
    const unknown = handle.executeUpdate('makeLink', {
      args: [{ ...link, id: 'other-id', contact: 'Nobody' }],
    });
    await expect(unknown).rejects.toMatchObject({
      cause: { message: 'there is no contact "Nobody"; one of Anna' },
    });
    await handle.terminate();
  });
});

it('a late report does not undo that a text was delivered', async () => {
  const { activities } = fakeActivities();
  await temporal.withWorker(activities, async () => {
    const handle = await start();
    const { messages } = await until(handle, (progress) => progress.messages[0]?.status === 'sent');
    const { id: messageId } = messages[0]!;
    await handle.signal('reportDelivery', { messageId, status: 'delivered' });
    await handle.signal('reportDelivery', { messageId, status: 'enroute' });
    await handle.signal('reportDelivery', { messageId: 'another', status: 'failed' });
    await handle.signal('reportDelivery', 'nonsense');
    const progress = await until(handle, (now) => now.messages[0]?.status === 'delivered');
    expect(progress.refused).toEqual([]);
    await handle.terminate();
  });
});

it('an operator has those reminded who are waited for, at most every ten minutes', async () => {
  const { activities, sent } = fakeActivities();
  await temporal.withWorker(activities, async () => {
    const handle = await start();
    const remind = () => handle.executeUpdate('remind', { args: [{ by: 'Olga' }] });
    const refused = (message: string) => ({ cause: { message: expect.stringContaining(message) } });
    await until(handle, ({ messages }) => messages.length === 1);
    await expect(remind()).rejects.toMatchObject(refused('less than 10 minutes ago'));
    await temporal.sleep(11 * 60_000);
    await remind();
    const { messages, actions, links } = await until(handle, (progress) => progress.messages.length === 2);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(2);
    expect(links).toHaveLength(1);
    expect(actions).toMatchObject([{ signal: 'remind', by: 'Olga' }]);
    await until(handle, () => sent.length === 2);
    expect(sent[1]!.content).toMatch(/^Reminder\. /);
    await expect(remind()).rejects.toMatchObject(refused('less than 10 minutes ago'));

    await temporal.sleep(11 * 60_000);
    await handle.signal('reportOptOut', { mobile: '+61491570156' });
    await expect(remind()).rejects.toMatchObject(refused('wants no more texts'));
    await handle.terminate();
  });
});

it('nobody is reminded whose link is withdrawn, or when nobody is waited for', async () => {
  let finish: () => void = () => undefined;
  const checked = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const { activities } = fakeActivities({ checkConsent: () => checked.then(() => ({ permissions: [] })) });
  await temporal.withWorker(activities, async () => {
    const handle = await start();
    const { links } = await until(handle, ({ messages }) => messages.length === 1);
    await handle.executeUpdate('revokeLink', { args: [{ id: links[0]!.id, by: 'Olga' }] });
    await temporal.sleep(11 * 60_000);
    await handle.signal('remind', { by: 'Olga' });
    await handle.signal('grantConsent', { tenantId: TENANT_ID, grantedBy: 'Anna' });
    await until(handle, ({ waitingFor }) => waitingFor === null);
    await handle.signal('remind', { by: 'Olga' });
    const { refused, messages } = await until(handle, (progress) => progress.refused.length === 2);
    expect(refused.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('their link is withdrawn'),
      'no contact is waited for',
    ]);
    expect(messages).toHaveLength(1);
    finish();
    await handle.terminate();
  });
});
