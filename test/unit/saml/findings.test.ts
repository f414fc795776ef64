import { describe, expect, it } from '@jest/globals';
import { DEFAULT_CLAIMS, NAME_ID_FORMATS } from '../../../src/onboarding/claims.js';
import { findingSchema, type VerifiedSignIn } from '../../../src/onboarding/testSignIn.js';
import { entraErrorFinding, refusalFinding, signInFindings } from '../../../src/saml/findings.js';

const XMLSOAP = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/';
const agreed = {
  emailDomains: ['contoso.example'],
  claims: [...DEFAULT_CLAIMS],
  roles: ['Sender', 'Manager'],
};

function signIn(
  changes: {
    nameId?: string;
    nameIdFormat?: string;
    claims?: Record<string, string[]>;
    roles?: string[];
  } = {},
) {
  const claims = {
    [`${XMLSOAP}emailaddress`]: ['sam@contoso.example'],
    [`${XMLSOAP}givenname`]: ['Sam'],
    [`${XMLSOAP}name`]: ['sam@contoso.example'],
    [`${XMLSOAP}surname`]: ['Sender'],
    ...changes.claims,
  };
  const usual = {
    nameId: 'sam@contoso.example',
    nameIdFormat: NAME_ID_FORMATS.emailAddress,
    roles: ['Sender'],
  };
  return { ...usual, ...changes, claims } satisfies VerifiedSignIn;
}
const codes = (user: VerifiedSignIn, profile: object = {}) =>
  signInFindings(user, { ...agreed, ...profile }).map(({ severity, code }) => `${severity} ${code}`);

describe('a test sign-in', () => {
  it('of a user who has everything gives no finding', () => {
    expect(codes(signIn())).toEqual([]);
    expect(codes(signIn({ roles: [] }), { roles: [] })).toEqual([]);
  });

  it.each([['münchen.example'], ['xn--mnchen-3ya.example']])(
    'of a user in an international domain that the Hub knows as %s gives no finding',
    (domain) => {
      const user = signIn({
        nameId: 'uwe@münchen.example',
        claims: { [`${XMLSOAP}emailaddress`]: ['uwe@xn--mnchen-3ya.example'] },
      });
      expect(codes(user, { emailDomains: [domain] })).toEqual([]);
    },
  );

  it.each<[string, VerifiedSignIn, string[]]>([
    ['without mail', signIn({ claims: { [`${XMLSOAP}emailaddress`]: [] } }), ['risk mail_empty']],
    ['without surname', signIn({ claims: { [`${XMLSOAP}surname`]: [] } }), ['note claim_missing']],
    [
      'whose mail is in another domain than the principal name',
      signIn({ claims: { [`${XMLSOAP}emailaddress`]: ['sam@contoso.com'] } }),
      ['breaks domain_not_listed', 'risk domains_differ'],
    ],
    [
      'of a domain that is not on the list',
      signIn({ nameId: 'sam@fabrikam.example' }),
      ['breaks domain_not_listed', 'risk domains_differ'],
    ],
    ['without a role', signIn({ roles: [] }), ['risk role_missing']],
    ['with a role nobody agreed on', signIn({ roles: ['Owner'] }), ['risk role_unknown']],
    ['with two roles', signIn({ roles: ['Sender', 'Manager'] }), ['note several_roles']],
    ['by a pairwise id', signIn({ nameId: 'Zx81_p' }), ['breaks name_id_not_address']],
    ['who is a guest', signIn({ nameId: 'gast_fabrikam.example#EXT#@contoso.example' }), ['risk guest']],
  ])('of a user %s gives a finding', (_, user, expected) => {
    expect(codes(user)).toEqual(expected);
    for (const finding of signInFindings(user, agreed)) {
      expect(findingSchema.safeParse(finding).success).toBe(true);
      expect(finding.remedy).not.toBe('');
    }
  });

  it('compares domains without regard to case', () => {
    expect(codes(signIn({ nameId: 'Sam@Contoso.EXAMPLE' }))).toEqual([]);
  });
});

describe('a NameID that was agreed', () => {
  const byMail = (nameId: string, format: 'default' | 'emailAddress' = 'default', nameIdFormat = '') =>
    codes(
      signIn({
        nameId,
        nameIdFormat,
        claims: { [`${XMLSOAP}emailaddress`]: ['sam.sender@contoso.example'] },
      }),
      { nameId: { source: 'user.mail', format } },
    );

  it('is held against the claim of the same attribute', () => {
    expect(byMail('Sam.Sender@contoso.example')).toEqual([]);
    expect(byMail('sam@contoso.example')).toEqual(['risk name_id_source']);
  });

  it('is held against its format, where one was agreed', () => {
    const nameId = 'sam.sender@contoso.example';
    expect(byMail(nameId, 'emailAddress', NAME_ID_FORMATS.emailAddress)).toEqual([]);
    expect(byMail(nameId, 'emailAddress', NAME_ID_FORMATS.unspecified)).toEqual(['risk name_id_format']);
  });
});

// O15
describe("Microsoft's page for claims", () => {
  const unnamed = signIn({ nameId: 'Zx81_p', claims: { [`${XMLSOAP}emailaddress`]: [] } });
  const remedies = (asked: object) => [
    ...signInFindings(unnamed, { ...agreed, ...asked }),
    refusalFinding([{ rule: 'subject', result: 'failed', detail: '0 names' }], { ...agreed, ...asked })!,
  ];

  it('is no remedy where our policy locks it', () => {
    const found = remedies({});
    expect(found).toHaveLength(3);
    for (const { remedy } of found) expect(remedy).not.toContain('Attributes & Claims');
  });

  it('is the remedy where claims are left to Entra ID', () => {
    for (const { remedy } of remedies({ claims: 'entraDefaults' })) {
      expect(remedy).toContain('Single sign-on > Attributes & Claims');
    }
  });
});

describe("Entra ID's own errors", () => {
  it.each([50105, 50011, 700016, 75011, 53003, 650056, 50146, 501241])(
    'such as AADSTS%d have a remedy',
    (code) => {
      const finding = entraErrorFinding(
        `Sorry, but we're having trouble.\nAADSTS${String(code)}: words. Trace ID: 1`,
      );
      expect(finding).toMatchObject({ code: `AADSTS${String(code)}`, severity: 'breaks' });
      expect(finding!.remedy).not.toContain('error?code=');
    },
  );

  it('that we do not know lead to where Microsoft explains them', () => {
    expect(entraErrorFinding('AADSTS90072: words')!.remedy).toContain('error?code=90072');
    expect(entraErrorFinding('It did not work')).toBeUndefined();
  });
});
