/** What findings of a tenant mean for an onboarding. */
import { describe, expect, it } from '@jest/globals';
import { blockedBy, type Finding, warningsOf } from '../../../src/onboarding/preflight.js';

const fine: Finding = { check: 'tenant', verdict: 'fine', message: 'The tenant is there.' };
const unread: Finding = { check: 'licence', verdict: 'unknown', message: 'It cannot be seen.' };
const taken: Finding = {
  check: 'identifier',
  verdict: 'blocks',
  message: 'It is taken.',
  remedy: 'Free it.',
  code: 'identifier_taken',
};
const forbidden: Finding = {
  check: 'identifierPolicy',
  verdict: 'blocks',
  message: 'It is forbidden.',
  remedy: 'Exempt it.',
  code: 'identifier_forbidden',
};

describe('findings', () => {
  it('that are fine or unknown block nothing', () => {
    expect(blockedBy([fine, unread], false)).toBeUndefined();
    expect(warningsOf([fine, unread])).toBeUndefined();
  });

  it('of which several block are one problem, with every remedy and every finding that is not fine', () => {
    expect(blockedBy([fine, unread, taken, forbidden], false)).toEqual({
      code: 'identifier_taken',
      reason: 'Nothing was written yet. 2 things in the tenant stand in the way.',
      remedy: 'Free it. Exempt it. Then retry the step.',
      details: ['It cannot be seen.', 'It is taken.', 'Free it.', 'It is forbidden.', 'Exempt it.'],
    });
  });

  it('of which one blocks say the others beside it', () => {
    expect(blockedBy([fine, unread, taken], false)).toMatchObject({
      reason: 'Nothing was written yet. It is taken.',
      details: ['It cannot be seen.'],
    });
  });

  it('of a policy block once, and a retry leaves the last word to Graph', () => {
    expect(blockedBy([forbidden], false)?.remedy).toBe(
      'Exempt it. Then retry the step. A retry goes on in any case.',
    );
    expect(blockedBy([forbidden], true)).toBeUndefined();
    expect(warningsOf([forbidden])).toBe('It is forbidden.');
    expect(blockedBy([taken, forbidden], true)).toMatchObject({ code: 'identifier_taken' });
  });
});
