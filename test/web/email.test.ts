/** What comes back by e-mail, and how its readers stop it: with answers of the test in Temporal's place. */
import { describe, expect, it } from '@jest/globals';
import { messageIdOf } from '../../src/email/messageId.js';
import { shortUrl } from '../../src/onboarding/linkToken.js';
import type { Report } from '../../src/onboarding/textMessages.js';
import { createWebServer } from '../../src/web/server.js';
import { answering, fakePort, LINK, runningOnboarding } from '../support/fakePort.js';
import { LINK_KEY, webDeps } from '../support/web.js';

const KEY = 'k'.repeat(32);

async function serverWith(emailCallbackKey: string | undefined = KEY, optedOut: string[] = []) {
  const reports: [string, Report][] = [];
  const port = fakePort({
    ask: answering({ onboarding: runningOnboarding({ optedOut }) }),
    report: (customerId, reported) => {
      reports.push([customerId, reported]);
      return Promise.resolve();
    },
  });
  const { deps, lines } = webDeps(port, { emailCallbackKey });
  return { server: await createWebServer(deps), reports, lines };
}

const ID = 'a-run/consent/1/0/0';
const OURS = messageIdOf({ customerId: 'contoso', id: ID }, 'sso@messagemedia.example');
const notification = (action: string, messageId: string) =>
  [
    'From: MAILER-DAEMON@mail.example',
    'To: sso@messagemedia.example',
    'Message-ID: <1234@mail.example>',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    ...['', '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mail.example', ''],
    ...['Final-Recipient: rfc822; anna@contoso.example', `Action: ${action}`, 'Status: 5.1.1'],
    ...['', '--b', 'Content-Type: text/rfc822-headers', '', `Message-ID:`, ` ${messageId}`, '', '--b--', ''],
  ].join('\r\n');

describe('a delivery status notification', () => {
  const post = async (body: string, authorization = `Bearer ${KEY}`, key?: string) => {
    const { server, reports } = await serverWith(key);
    const headers = { authorization, 'content-type': 'message/rfc822' };
    const reply = await server.inject({ method: 'POST', url: '/callbacks/email', headers, payload: body });
    await server.close();
    return { status: reply.statusCode, reports };
  };

  it('is told to the workflow that had the e-mail sent', async () => {
    expect(await post(notification('failed', OURS))).toEqual({
      status: 204,
      reports: [['contoso', { report: 'reportDelivery', value: { messageId: ID, status: 'bounced' } }]],
    });
  });

  it.each([
    ['of a delay', notification('delayed', OURS)],
    ["of somebody else's e-mail", notification('failed', '<other@contoso.example>')],
    ['that is something else', 'Hello'],
  ])('%s is taken, and nobody is told', async (_what, body) => {
    expect(await post(body)).toEqual({ status: 204, reports: [] });
  });

  it('without the key is refused', async () => {
    expect(await post(notification('failed', OURS), 'Bearer guessed')).toEqual({ status: 401, reports: [] });
  });
});

describe('the address at the end of an e-mail', () => {
  const stop = `${shortUrl({ publicUrl: '', key: LINK_KEY }, 'contoso', LINK)}/stop`;

  it('changes nothing when it is opened, and stops and starts messages by buttons', async () => {
    const { server, reports } = await serverWith();
    const opened = await server.inject(stop);
    expect(opened.body).toContain('Stop messages');
    expect(reports).toEqual([]);
    const pressed = await server.inject({ method: 'POST', url: stop });
    expect(pressed.body).toContain('Messages are stopped');
    await server.inject({ method: 'POST', url: stop.replace(/stop$/, 'start') });
    expect(reports).toEqual([
      ['contoso', { report: 'reportOptOut', value: { contact: 'Anna' } }],
      ['contoso', { report: 'reportOptIn', value: { contact: 'Anna' } }],
    ]);
    await server.close();
  });

  it('says to who opens it again that messages are stopped', async () => {
    const { server } = await serverWith(undefined, ['Anna']);
    const opened = await server.inject(stop);
    expect(opened.body).toContain('Messages are stopped');
    expect(opened.body).toContain('Start messages again');
    await server.close();
  });

  it.each([
    ['application/x-www-form-urlencoded', 'List-Unsubscribe=One-Click'],
    [
      'multipart/form-data; boundary=b',
      '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n',
    ],
  ])('takes the one click of a mail program, as %s', async (type, payload) => {
    const { server, reports } = await serverWith();
    const headers = { 'content-type': type };
    const reply = await server.inject({ method: 'POST', url: stop, headers, payload });
    expect([reply.statusCode, reports.length]).toEqual([200, 1]);
    await server.close();
  });

  it('that is guessed does nothing', async () => {
    const { server, reports } = await serverWith();
    const url = `/s/contoso.${'A'.repeat(26)}/stop`;
    const statuses = [await server.inject(url), await server.inject({ method: 'POST', url })];
    expect(statuses.map(({ statusCode }) => statusCode)).toEqual([404, 404]);
    expect(reports).toEqual([]);
    await server.close();
  });
});
