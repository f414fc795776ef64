/** A choice of users and groups that comes in parts. */
import { expect, it } from '@jest/globals';
import { ChoiceParts } from '../../../../src/workflows/onboarding/choiceParts.js';

const part = (choice: string, number: number, of: number, principal: string) => ({
  assignments: [{ type: 'user' as const, principal }],
  chosenBy: 'Anna',
  part: { choice, number, of },
});

it('is whole when all parts have come, in whatever order, and each counts once', () => {
  const parts = new ChoiceParts();
  expect(parts.add(part('new', 3, 3, 'c@contoso.example'))).toEqual({ have: 1, of: 3 });
  expect(parts.add(part('new', 1, 3, 'a@contoso.example'))).toEqual({ have: 2, of: 3 });
  expect(parts.add(part('new', 1, 3, 'a@contoso.example'))).toEqual({ have: 2, of: 3 });
  expect(parts.add(part('new', 2, 3, 'b@contoso.example'))).toMatchObject({
    assignments: ['a@contoso.example', 'b@contoso.example', 'c@contoso.example'].map((principal) => ({
      principal,
    })),
  });
});

it.each([
  ['of another name', part('other', 1, 2, 'new@contoso.example')],
  ['of another number of parts under the same name', part('old', 1, 2, 'new@contoso.example')],
])('%s has nothing of one that was never completed', (_what, first) => {
  const parts = new ChoiceParts();
  for (const number of [1, 2, 3]) parts.add(part('old', number, 4, 'gone@contoso.example'));
  expect(parts.add(first)).toEqual({ have: 1, of: 2 });
  const whole = parts.add({ ...first, part: { ...first.part, number: 2 } });
  expect(JSON.stringify(whole)).not.toContain('gone@');
});
