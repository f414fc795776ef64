import { describe, expect, it } from '@jest/globals';
import { classify } from '../../../src/graph/classify.js';
import { GraphRequestError } from '../../../src/graph/requestError.js';
import { entraError } from '../../../src/onboarding/entraErrors.js';
import { entraErrorFinding } from '../../../src/saml/findings.js';

const refused = (code: string) =>
  classify(new GraphRequestError({ request: 'POST /token', status: null, code, detail: `${code}: words` }));

describe("Entra ID's errors", () => {
  it.each(['AADSTS65004', 'AADSTS75008', 'AADSTS750161', 'AADSTS50105', 'AADSTS650056'])(
    'mean the same to every part: %s',
    (code) => {
      const known = entraError(code)!;
      expect(entraErrorFinding(`${code}: words`)).toMatchObject(known);
      expect(refused(code)).toMatchObject({
        kind: 'blocked',
        problem: { reason: known.message, remedy: expect.stringContaining(known.remedy) },
      });
    },
  );

  it.each([
    ['AADSTS7000112', 'client_disabled'],
    ['AADSTS53003', 'conditional_access'],
  ])(
    'that refuse us a token are about our application, not about the one users sign in to: %s',
    (number, code) => {
      expect(refused(number)).toMatchObject({
        kind: 'blocked',
        problem: { code, reason: expect.stringContaining('our application') },
      });
    },
  );

  it('of an assertion outside its time are tried again before the clock is blamed', () => {
    const verdict = refused('AADSTS700024');
    expect(verdict).toMatchObject({ kind: 'blocked', problem: { code: 'client_assertion_expired' } });
    expect(verdict).toMatchObject({ patience: 6, problem: { remedy: expect.stringContaining('clock') } });
  });

  it('are known by number, whatever else is asked for', () => {
    expect(entraError('50105')).toBe(entraError('AADSTS50105'));
    expect(['AADSTS1', 'constructor', '__proto__', ''].map(entraError)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
