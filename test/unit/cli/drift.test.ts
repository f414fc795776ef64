/** What a check of a watch means to `sso-onboard drift`. */
import { expect, it } from '@jest/globals';
import { comparisonOf } from '../../../src/cli/drift.js';

const checkedAt = '2026-11-26T10:00:00.000Z';
const drift = { checkedAt: '2026-11-26T10:00:05.000Z', differences: [], repaired: [] };
const running = { status: 'watching', nextCheck: '2026-11-26T10:31:40.000Z' } as const;
const problem = { code: 'not_consented', reason: 'No consent.', remedy: 'Consent again.' };

it('the comparison counts, though another part of the check has failed', () => {
  expect(comparisonOf({ ...running, drift, checkedAt, problem })).toBe(drift);
});

it('a comparison of an earlier check does not, and what stood in the way of this one is told', () => {
  const earlier = { ...drift, checkedAt: '2026-11-25T10:00:05.000Z' };
  expect(() => comparisonOf({ ...running, drift: earlier, checkedAt, problem })).toThrow('No consent.');
  const none = { drift: null, checkedAt: null, problem: null };
  expect(() => comparisonOf({ ...running, ...none, status: 'stopped' })).toThrow('The watch has ended.');
});

it('a comparison that Microsoft asks to wait with is none, and goes on by itself', () => {
  expect(() => comparisonOf({ ...running, drift: null, checkedAt, problem: null })).toThrow(
    'It was not compared yet.',
  );
});
