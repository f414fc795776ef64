import { describe, expect, test } from '@jest/globals';
import { agreedNameId, describeClaims, NAME_IDENTIFIER } from '../../../src/onboarding/claims.js';
import { describeIssues } from '../../../src/onboarding/describeIssues.js';
import { onboardingRequestSchema, type OnboardingRequestInput } from '../../../src/onboarding/request.js';
import { minimalRequest } from '../../support/request.js';

const parsed = (changes: Partial<OnboardingRequestInput>) =>
  onboardingRequestSchema.parse(minimalRequest(changes));
const problems = (changes: object): string[] => {
  const { error } = onboardingRequestSchema.safeParse({ ...minimalRequest(), ...changes });
  return error === undefined ? [] : describeIssues(error);
};

describe('the NameID of a request', () => {
  test("is Entra ID's own where nothing is said of it", () => {
    const own = { source: 'user.userprincipalname', format: 'default' };
    expect(parsed({}).nameId).toEqual(own);
    expect(parsed({ nameId: { source: 'user.mail' } }).nameId).toEqual({ ...own, source: 'user.mail' });
    // Of a watch that was started before there was such a field.
    const { nameId: _, ...before } = parsed({});
    expect(agreedNameId(before)).toEqual(own);
  });

  test('takes only attributes that Microsoft allows there, and formats by which the Hub knows a user', () => {
    expect(problems({ nameId: { source: 'user.displayname' } }).join()).toContain(
      'nameId.source: unknown attribute',
    );
    expect(problems({ nameId: { format: 'persistent' } }).join()).toContain('nameId.format');
  });

  test('may also be listed among the claims, but not be said twice', () => {
    const claims = [{ claim: NAME_IDENTIFIER, source: 'user.mail' }];
    expect(agreedNameId(parsed({ claims }))).toEqual({ source: 'user.mail', format: 'default' });
    expect(problems({ claims, nameId: { source: 'user.employeeid' } })).toEqual([
      'nameId: is also listed in claims: leave it out there',
    ]);
  });

  test('needs a policy of ours where it is another', () => {
    expect(problems({ claims: 'entraDefaults', nameId: { source: 'user.mail' } })).toEqual([
      'nameId: needs a list of claims instead of entraDefaults',
    ]);
    expect(problems({ claims: 'entraDefaults' })).toEqual([]);
  });
});

describe('the claims of a request', () => {
  test('are a list, or are left to Entra ID', () => {
    expect(problems({ claims: 'none' })).toEqual([
      'claims: must be a list, each entry with claim and source, or entraDefaults',
    ]);
    expect(problems({ claims: [{ claim: 'x', source: 'user.shoesize' }] }).join()).toContain(
      'claims[0].source: unknown attribute',
    );
  });

  test('say what each choice means for the page of Microsoft', () => {
    expect(describeClaims(parsed({ nameId: { source: 'user.mail', format: 'emailAddress' } }))).toBe(
      'One claims policy says what the Hub is told of a user: user.mail, user.givenname, user.userprincipalname, user.surname; NameID: user.mail, as emailAddress. While the policy is assigned, Microsoft locks the page Attributes & Claims.',
    );
    expect(describeClaims(parsed({ claims: 'entraDefaults' }))).toContain(
      'You can change them in Attributes & Claims',
    );
  });
});
