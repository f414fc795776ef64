/** Contacts who are reached by e-mail, on Temporal's time-skipping server. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/common';
import { randomUUID } from 'node:crypto';
import type { Activities } from '../../src/activities/index.js';
import type { Language } from '../../src/onboarding/languages.js';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import { newProblem } from '../../src/onboarding/problems/catalogue.js';
import { BLOCKED, type Progress } from '../../src/onboarding/progress.js';
import { fakeActivities } from '../support/fakeActivities.js';
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

const DAY_MS = 86_400_000;
const MOBILE = '+61491570156';
const EMAIL = 'anna@contoso.example';
const until = untilProgress<Progress>;

async function start(reach: { mobile?: string; email?: string; language?: Language }) {
  const timeZone = zoneWhereItIs(11, await temporal.currentTimeMs());
  const roles = ['azureAdministrator', 'hubAdministrator'] as const;
  const contacts = [{ name: 'Anna', ...reach, roles: [...roles], timeZone }];
  const request = minimalRequest({ customerId: `c-${randomUUID().slice(0, 8)}`, contacts });
  return temporal.client.workflow.start('onboardCustomer', {
    taskQueue: temporal.taskQueue,
    workflowId: onboardingWorkflowId(request.customerId),
    args: [request],
  });
}

it('who has a language is written to in it', async () => {
  const { activities, sent } = fakeActivities();
  await temporal.withWorker(activities, async () => {
    for (const [reach, words] of [
      [{ email: EMAIL }, 'Guten Tag Anna,'],
      [{ mobile: MOBILE }, 'MessageMedia SSO für Contoso: '],
    ] as const) {
      const handle = await start({ ...reach, language: 'de' });
      await until(handle, isOver);
      expect(sent.at(-1)?.content).toContain(words);
      await handle.terminate();
    }
  });
});

/** To whom what was sent, in order. */
const sentWith = async (
  reach: { mobile?: string; email?: string },
  changes: Partial<Activities>,
  enough: (progress: Progress) => boolean,
) => {
  const { activities, sent, called } = fakeActivities(changes);
  return temporal.withWorker(activities, async () => {
    const handle = await start(reach);
    const { messages } = await until(handle, enough);
    await handle.terminate();
    return { messages, to: sent.map(({ to }) => to), called };
  });
};
const isOver = ({ messages }: Progress) => messages.some(({ status }) => status !== 'sending');

it('who has an e-mail address alone gets e-mails, reminders too, and no text', async () => {
  const { activities, sent, called } = fakeActivities();
  await temporal.withWorker(activities, async () => {
    const handle = await start({ email: EMAIL });
    await until(handle, isOver);
    await temporal.sleep(DAY_MS + 3_600_000);
    const { messages } = await until(handle, (progress) => progress.messages[1]?.status === 'sent');
    expect(messages.map(({ channel }) => channel)).toEqual(['email', 'email']);
    expect(sent.map(({ to }) => to)).toEqual([EMAIL, EMAIL]);
    expect(called).not.toContain('sendText');

    // Stopped at the end of an e-mail.
    await handle.signal('reportOptOut', { contact: 'Anna' });
    await until(handle, ({ optedOut }) => optedOut.includes('Anna'));
    await temporal.sleep(5 * DAY_MS);
    expect(sent).toHaveLength(2);
    await handle.terminate();
  });
});

it('who has both gets one message: by text', async () => {
  const { to, messages } = await sentWith({ mobile: MOBILE, email: EMAIL }, {}, isOver);
  expect(to).toEqual([MOBILE]);
  expect(messages).toHaveLength(1);
});

it.each([
  ['there is no Messages API', () => Promise.resolve({ sent: false })],
  [
    'the number is refused',
    () =>
      Promise.reject(
        ApplicationFailure.create({
          ...{ type: BLOCKED, nonRetryable: true, details: [newProblem('message_refused', {})] },
        }),
      ),
  ],
])('the e-mail address is written to where %s', async (_what, sendText) => {
  const { to, messages } = await sentWith({ mobile: MOBILE, email: EMAIL }, { sendText }, isOver);
  expect(to).toEqual([EMAIL]);
  expect(messages).toMatchObject([{ channel: 'email', status: 'sent' }]);
});

it('an e-mail that came back is told to operators', async () => {
  const { activities } = fakeActivities();
  await temporal.withWorker(activities, async () => {
    const handle = await start({ email: EMAIL });
    const { messages } = await until(handle, isOver);
    await handle.signal('reportDelivery', { messageId: messages[0]!.id, status: 'bounced' });
    const told = await until(handle, (progress) => progress.messages[0]?.status === 'bounced');
    expect(told.messages[0]!.problem).toContain('check the e-mail address');
    expect(told.steps.find(({ name }) => name === 'consent')?.note).toContain(
      'The e-mail to Anna was not delivered.',
    );
    await handle.terminate();
  });
});

it('a text that was not delivered is followed by an e-mail, at the next reminder', async () => {
  const { activities, sent } = fakeActivities();
  await temporal.withWorker(activities, async () => {
    const handle = await start({ mobile: MOBILE, email: EMAIL });
    const { messages } = await until(handle, isOver);
    await handle.signal('reportDelivery', { messageId: messages[0]!.id, status: 'undeliverable' });
    await temporal.sleep(DAY_MS + 3_600_000);
    await until(handle, (progress) => progress.messages[1]?.status === 'sent');
    expect(sent.map(({ to }) => to)).toEqual([MOBILE, EMAIL]);
    await handle.terminate();
  });
});

it('a link that is passed on is sent to the colleague, once, by the name of who passes it on', async () => {
  const { activities, sent } = fakeActivities();
  await temporal.withWorker(activities, async () => {
    const handle = await start({ mobile: MOBILE });
    await until(handle, isOver);
    const passOn = () =>
      handle.executeUpdate('makeLink', {
        args: [
          {
            ...{ id: 'colleague-1', purpose: 'consent', contact: 'Rolf', days: 3, by: 'Anna' },
            ...{ forwardedBy: 'Anna', sendTo: { email: 'rolf@contoso.example' } },
          },
        ],
      });
    await passOn();
    await passOn();
    const { messages } = await until(handle, (progress) => progress.messages[1]?.status === 'sent');
    expect(messages).toHaveLength(2);
    expect(messages[1]).toMatchObject({ contact: 'Rolf', channel: 'email' });
    expect(sent.slice(1)).toEqual([
      { to: 'rolf@contoso.example', content: expect.stringContaining('Hello Rolf,') },
    ]);
    await handle.terminate();
  });
});
