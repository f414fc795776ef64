import { describe, expect, it } from '@jest/globals';
import { customerOf, readCallback, reportOf } from '../../../src/web/callbackReport.js';

const SENT_AT = Date.parse('2026-11-24T09:00:00Z');
const ours = { 'sso-onboarding-message': 'run/consent/1/0/0', 'sso-onboarding-customer': 'contoso' };
const number = { source_number: '+61491570156' };

function told(body: object) {
  const read = readCallback(JSON.stringify(body));
  if (read === undefined) throw new Error('not understood');
  return { customer: customerOf(read), report: reportOf(read, SENT_AT) };
}

describe('an opt-out', () => {
  // O10
  it('may come as a notification of its own', () => {
    const date_received = '2026-11-24T08:59:00.850Z';
    const body = { notification_id: '1', account_id: 'A', ...number, date_received, metadata: ours };
    expect(told(body)).toEqual({
      customer: { customerId: 'contoso' },
      report: {
        report: 'reportOptOut',
        value: { mobile: '+61491570156', messageId: 'run/consent/1/0/0', at: date_received },
      },
    });
  });

  it.each([
    ['with a number without its plus sign', { source_number: '61491570156' }, '+61491570156'],
    ['with a number in groups', { source_number: '+61 491 570 156' }, '+61491570156'],
    ['with no number', {}, undefined],
    ['with a number of nobody', { source_number: 'Contoso' }, undefined],
  ])('counts %s, by what it answers', (_what, source, mobile) => {
    const { report } = told({ notification_id: '1', ...source, metadata: ours });
    expect(report).toMatchObject({
      report: 'reportOptOut',
      value: { messageId: 'run/consent/1/0/0', ...(mobile === undefined ? {} : { mobile }) },
    });
  });

  it('whose template asks for the id of a reply is a reply with the literal text, and counts', () => {
    const { report } = told({ reply_id: '$replyId', content: 'STOP', ...number });
    expect(report).toMatchObject({ report: 'reportOptOut' });
  });

  it('that names nobody at all is not taken in silence', () => {
    expect(told({ notification_id: '1' })).toEqual({ customer: 'untold', report: undefined });
  });
});

describe('a callback', () => {
  it('is of no text of ours where a template found no metadata', () => {
    const metadata = { 'sso-onboarding-customer': "$metadata.get('sso-onboarding-customer')" };
    expect(told({ notification_id: '1', ...number, metadata }).customer).toBe('unnamed');
  });

  it.each([
    ['2016-12-07T08:44:00.850Z', '2016-12-07T08:44:00.850Z'],
    ['2016-12-07T08:44:00', '2016-12-07T08:44:00.000Z'],
    ['2016-12-07T19:44:00+11:00', '2016-12-07T08:44:00.000Z'],
    ['yesterday', '2026-11-24T09:00:00.000Z'],
    [undefined, '2026-11-24T09:00:00.000Z'],
  ])('received %s is of %s', (date_received, at) => {
    expect(told({ reply_id: '1', content: 'start', ...number, date_received }).report).toMatchObject({
      report: 'reportOptIn',
      value: { at },
    });
  });

  it('of a delivery tells the status in lower case', () => {
    const { report } = told({ delivery_report_id: '1', status: 'REJECTED', metadata: ours });
    expect(report).toMatchObject({ report: 'reportDelivery', value: { status: 'rejected' } });
  });

  it('that is a reply to something else is nothing to act on', () => {
    expect(told({ reply_id: '1', content: 'Thanks', ...number }).report).toBe('nothing');
  });

  it.each(['', '[]', '{"id":1}', '{"reply_id":1}', 'text'])('that is %j is not understood', (body) => {
    expect(readCallback(body)).toBeUndefined();
  });
});
