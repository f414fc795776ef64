import { describe, expect, it } from '@jest/globals';
import { readReport } from '../../../src/messagemedia/report.js';

const KEY = 'sso-onboarding-message';

describe('a report of the Messages API', () => {
  // O3
  it.each([
    [
      'pairs',
      [
        { key: 'other', value: 'x' },
        { key: KEY, value: 'a' },
      ],
      'a',
    ],
    ['an object', { other: 'x', [KEY]: 'a' }, 'a'],
    ['objects in a list', [{ other: 'x' }, { [KEY]: 'a' }], 'a'],
    ['pairs without ours', [{ key: 'other', value: 'a' }], null],
    ['nothing', undefined, undefined],
    ['null', null, undefined],
  ])('tells the id of a row whose metadata are %s', (_what, metadata, id) => {
    const row = { message_id: '1', status: 'DELIVERED', metadata };
    expect(readReport({ messages: [row] })?.idsUnder(KEY)).toEqual([id]);
    expect(readReport({ data: [row] })?.idsUnder(KEY)).toEqual([id]);
  });

  it('goes on where it says so, and not after an empty page', () => {
    const pagination = { page: 0, page_size: 20, has_next: true };
    expect(readReport({ messages: [{}], pagination })?.hasNext).toBe(true);
    expect(readReport({ messages: [], pagination })?.hasNext).toBe(false);
    expect(readReport({ messages: [{}] })?.hasNext).toBe(false);
  });

  it.each([[{ rows: [] }], [{ messages: 'none' }], ['text'], [null]])(
    'that is %j is not understood',
    (reply) => {
      expect(readReport(reply)).toBeUndefined();
    },
  );
});
