import { expect, it } from '@jest/globals';
import { type Difference, stopsSignIn } from '../../../src/onboarding/drift.js';

const difference = (changes: Partial<Difference>): Difference => ({
  ...{ class: 'signIn', field: 'accountEnabled', kind: 'changed', agreed: 'true', found: 'false' },
  ...changes,
});

it('a disabled application stops sign-in; a renamed one does not', () => {
  expect(stopsSignIn([difference({})])).toBe(true);
  expect(stopsSignIn([difference({ class: 'details', field: 'displayName' })])).toBe(false);
  expect(stopsSignIn([])).toBe(false);
});
