import { describe, expect, test } from '@jest/globals';
import { isForcedFor, isSignInProved } from '../../../src/onboarding/forceSso.js';
import type { Finding } from '../../../src/onboarding/testSignIn.js';

const finding = (severity: Finding['severity']): Finding => ({
  code: 'x',
  severity,
  message: 'x',
  remedy: 'x',
});
const tried = (findings: Finding[]) => ({
  by: 'sam@contoso.example',
  at: '2026-12-01T10:00:00Z',
  requestId: '_1',
  checks: [],
  signIn: { nameId: 'sam@contoso.example', roles: [] },
  findings,
});

describe('a sign-in', () => {
  test('is proved by a test that somebody got in by, or by the sign-in log', () => {
    expect(isSignInProved({ testSignIns: [tried([finding('risk')])] })).toBe(true);
    expect(isSignInProved({ hubSignIn: { restsOn: 'signInLog', at: '2026-12-01T10:00:00Z' } })).toBe(true);
  });

  test('is not proved by a probe, a confirmation, or a test whose user the Hub would refuse', () => {
    expect(isSignInProved({})).toBe(false);
    expect(isSignInProved({ testSignIns: [tried([finding('breaks')])] })).toBe(false);
    expect(isSignInProved({ hubSignIn: { restsOn: 'probe', at: '2026-12-01T10:00:00Z' } })).toBe(false);
    expect(isSignInProved({ hubSignIn: { restsOn: 'confirmation', by: 'Hanna' } })).toBe(false);
  });
});

describe('SSO is forced', () => {
  test('for addresses on a listed domain, in any case, and for no others', () => {
    const domains = ['contoso.example', 'contoso.test'];
    expect(isForcedFor('hanna@CONTOSO.test', domains)).toBe(true);
    expect(isForcedFor('hanna@it.contoso.example', domains)).toBe(false);
    expect(isForcedFor('hanna@notcontoso.example', domains)).toBe(false);
  });
});
