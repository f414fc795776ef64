import { describe, expect, it } from '@jest/globals';
import { parseRetryAfter } from '../../../src/onboarding/retryAfter.js';

describe('Retry-After', () => {
  it('is read as seconds', () => {
    expect(parseRetryAfter('3')).toBe(3000);
  });
  it('is read as a date', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    expect(parseRetryAfter('Thu, 01 Jan 2026 00:00:09 GMT', now)).toBe(9000);
  });
  it.each([null, undefined, '', 'soon'])('is ignored when it is %p', (value) => {
    expect(parseRetryAfter(value)).toBeUndefined();
  });
});
