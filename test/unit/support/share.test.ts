import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { shareOf } from '../../support/share.js';

const cases = Array.from({ length: 50 }, (_, i) => i);
let before: NodeJS.ProcessEnv;
beforeEach(() => {
  before = { ...process.env };
});
afterEach(() => {
  process.env = before;
});

const shares = (of: number, turn = 0) =>
  Array.from({ length: of }, (_, i) => {
    process.env['TEST_SHARE'] = `${String(i + 1)}/${String(of)}`;
    return shareOf(cases, { turn });
  });

describe('the shares of the large suites', () => {
  it.each([1, 4, 50])('cover every case once, when there are %d', (of) => {
    expect(
      shares(of, 3)
        .flat()
        .sort((a, b) => a - b),
    ).toEqual(cases);
  });

  it('are never empty', () => {
    expect(shares(80).every((share) => share.length > 0)).toBe(true);
  });

  it('follow from the seed where none is asked for, one of 64', () => {
    delete process.env['TEST_SHARE'];
    const all = Array.from({ length: 64 }, (_, i) => {
      process.env['FC_SEED'] = String(640 + i);
      return shareOf(cases);
    });
    expect([...new Set(all.flat())].sort((a, b) => a - b)).toEqual(cases);
  });

  it.each(['0/6', '7/6', 'all', '1/0'])('are not %s', (text) => {
    process.env['TEST_SHARE'] = text;
    expect(() => shareOf(cases)).toThrow('is not a share');
  });
});
