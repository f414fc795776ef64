import { describe, expect, it } from '@jest/globals';
import { isWithin, scopeOf } from '../../../src/web/groups.js';

const customerGroups = new Map([
  ['tpg', ['tpg-', 'au-tpg-']],
  ['nz', ['nz-']],
]);
const sees = (roles: string[], customerId: string) =>
  isWithin(scopeOf({ customerGroups }, ['Onboarding.Operate', ...roles]), customerId);

describe('where customers are parted into groups', () => {
  it('somebody sees the customers of their groups, by how the id begins, and no others', () => {
    const seen = (roles: string[]) =>
      ['tpg-one', 'au-tpg-two', 'nz-three', 'contoso', 'xtpg-one'].filter((id) => sees(roles, id));
    expect(seen(['Onboarding.Group.tpg'])).toEqual(['tpg-one', 'au-tpg-two']);
    expect(seen(['Onboarding.Group.tpg', 'Onboarding.Group.nz'])).toEqual([
      'tpg-one',
      'au-tpg-two',
      'nz-three',
    ]);
    expect(seen(['Onboarding.Group.all'])).toHaveLength(5);
  });

  it('somebody without a group, or of a group that is not known, sees nobody', () => {
    for (const roles of [[], ['Onboarding.Group.'], ['Onboarding.Group.gone'], ['onboarding.group.tpg']]) {
      expect(sees(roles, 'tpg-one')).toBe(false);
    }
  });

  it('and where they are not, everybody sees everybody', () => {
    expect(isWithin(scopeOf({ customerGroups: undefined }, []), 'contoso')).toBe(true);
  });
});
