/** What a test sign-in means: the user's claims held against the service provider, and Entra ID's own errors. */
import {
  agreedClaims,
  agreedNameId,
  DEFAULT_NAME_ID,
  ENTRA_DEFAULTS,
  NAME_ID_FORMATS,
  nameIdInWords,
} from '../onboarding/claims.js';
import { filled } from '../onboarding/blanks.js';
import { asciiDomain, domainOfAddress, shownDomain } from '../onboarding/domains.js';
import { entraError } from '../onboarding/entraErrors.js';
import type { OnboardingRequest } from '../onboarding/request.js';
import {
  type Finding,
  SIGN_IN_RULES,
  type SignInCheck,
  type SignInRule,
  type VerifiedSignIn,
} from '../onboarding/testSignIn.js';
import { CAUSE_REMEDIES, FINDINGS, RULE_REMEDIES, WHERE_CLAIMS_ARE } from './findingTexts.js';
import { ONLY_RESPONSE_SIGNED } from './signature.js';

/** What the request says of claims; a watch's may be from before there was `nameId`. */
export type AskedClaims = Pick<OnboardingRequest, 'claims'> & Partial<Pick<OnboardingRequest, 'nameId'>>;

export type Agreed = AskedClaims & {
  /** Domains whose users the Hub lets in. */
  emailDomains: readonly string[];
  /** Values of the roles that are offered; empty when everyone has Default Access. */
  roles: readonly string[];
};

const finding = (severity: Finding['severity'], code: string, message: string, remedy: string): Finding => ({
  severity,
  code,
  message: message.slice(0, 2000),
  remedy,
});

/** The worst first. */
export function signInFindings(signIn: VerifiedSignIn, agreed: Agreed): Finding[] {
  const findings = [
    ...nameFindings(signIn, agreed),
    ...claimFindings(signIn, agreed),
    ...roleFindings(signIn, agreed),
  ];
  const order: Finding['severity'][] = ['breaks', 'risk', 'note'];
  return findings.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

const isAddress = (text: string) => /^[^@\s]+@[^@\s]+$/.test(text);

/** The claim that is filled from `user.mail`, as far as one is configured. */
const mailClaim = (agreed: Agreed) => claimFrom(agreed, 'user.mail');

const claimFrom = (agreed: Agreed, attribute: string) =>
  agreedClaims(agreed).find(({ source }) => source === attribute)?.claim;

const whereClaimsAre = ({ claims }: Pick<AskedClaims, 'claims'>) =>
  claims === ENTRA_DEFAULTS ? WHERE_CLAIMS_ARE.defaults : WHERE_CLAIMS_ARE.policy;

/** Of a NameID that was agreed to be another than Entra ID's own: where a claim tells the same attribute. */
function sourceFindings(
  { nameId, claims }: Pick<VerifiedSignIn, 'nameId' | 'claims'>,
  agreed: Agreed,
): Finding[] {
  const { source } = agreedNameId(agreed);
  const wanted = claims[claimFrom(agreed, source) ?? '']?.[0];
  if (source === DEFAULT_NAME_ID.source || wanted === undefined) return [];
  if (wanted.toLowerCase() === nameId.toLowerCase()) return [];
  return [
    finding(
      'risk',
      'name_id_source',
      filled(FINDINGS.name_id_source.message, { nameId, name: nameIdInWords(agreed), wanted }),
      whereClaimsAre(agreed),
    ),
  ];
}

function formatFindings(found: string, agreed: Agreed): Finding[] {
  const { format } = agreedNameId(agreed);
  if (format === 'default' || found === NAME_ID_FORMATS[format]) return [];
  return [
    finding(
      'risk',
      'name_id_format',
      filled(FINDINGS.name_id_format.message, {
        found: found === '' ? 'none' : found,
        format: NAME_ID_FORMATS[format],
      }),
      whereClaimsAre(agreed),
    ),
  ];
}

function nameFindings({ nameId, nameIdFormat, claims }: VerifiedSignIn, agreed: Agreed): Finding[] {
  if (!isAddress(nameId)) {
    return [
      finding(
        'breaks',
        'name_id_not_address',
        filled(FINDINGS.name_id_not_address.message, { nameId }),
        filled(FINDINGS.name_id_not_address.remedy, {
          name: nameIdInWords(agreed),
          where: whereClaimsAre(agreed),
        }),
      ),
    ];
  }
  const findings: Finding[] = [
    ...sourceFindings({ nameId, claims }, agreed),
    ...formatFindings(nameIdFormat, agreed),
  ];
  if (/#EXT#/i.test(nameId)) {
    findings.push(
      finding('risk', 'guest', filled(FINDINGS.guest.message, { nameId }), FINDINGS.guest.remedy),
    );
  }
  const listed = (address: string) =>
    agreed.emailDomains.some((domain) => asciiDomain(domain) === domainOfAddress(address));
  if (!listed(nameId)) findings.push(domainNotListed('NameID', nameId, agreed));
  const mail = claims[mailClaim(agreed) ?? '']?.[0];
  if (mail === undefined || mail === '') return findings;
  if (domainOfAddress(mail) !== domainOfAddress(nameId)) {
    findings.push(
      finding(
        'risk',
        'domains_differ',
        filled(FINDINGS.domains_differ.message, { nameId, mail }),
        FINDINGS.domains_differ.remedy,
      ),
    );
  }
  if (!listed(mail)) findings.push(domainNotListed('mail address', mail, agreed));
  return findings;
}

const domainNotListed = (what: string, address: string, { emailDomains }: Agreed) =>
  finding(
    'breaks',
    'domain_not_listed',
    filled(FINDINGS.domain_not_listed.message, {
      what,
      address,
      domains: emailDomains.map(shownDomain).join(', '),
    }),
    filled(FINDINGS.domain_not_listed.remedy, { domain: shownDomain(domainOfAddress(address)) }),
  );

function claimFindings({ claims, nameId }: VerifiedSignIn, agreed: Agreed): Finding[] {
  return agreedClaims(agreed)
    .filter(({ claim }) => (claims[claim]?.[0] ?? '') === '')
    .map(({ claim, source }) => {
      const facts = {
        nameId,
        attribute: source.replace('user.', ''),
        claim: claim.split('/').at(-1) ?? claim,
      };
      if (source === 'user.mail') {
        return finding(
          'risk',
          'mail_empty',
          filled(FINDINGS.mail_empty.message, facts),
          agreed.claims === ENTRA_DEFAULTS
            ? FINDINGS.mail_empty.remedyOfDefaults
            : FINDINGS.mail_empty.remedy,
        );
      }
      return finding(
        'note',
        'claim_missing',
        filled(FINDINGS.claim_missing.message, facts),
        FINDINGS.claim_missing.remedy,
      );
    });
}

function roleFindings({ roles, nameId }: VerifiedSignIn, agreed: Agreed): Finding[] {
  if (agreed.roles.length === 0) return [];
  if (roles.length === 0) {
    return [
      finding(
        'risk',
        'role_missing',
        filled(FINDINGS.role_missing.message, { nameId, roles: agreed.roles.join(', ') }),
        FINDINGS.role_missing.remedy,
      ),
    ];
  }
  const unknown = roles.filter((role) => !agreed.roles.includes(role));
  const several = roles.length > 1;
  return [
    ...(unknown.length === 0
      ? []
      : [
          finding(
            'risk',
            'role_unknown',
            filled(FINDINGS.role_unknown.message, { nameId, roles: unknown.join(', ') }),
            FINDINGS.role_unknown.remedy,
          ),
        ]),
    ...(several
      ? [
          finding(
            'note',
            'several_roles',
            filled(FINDINGS.several_roles.message, { nameId, roles: roles.join(', ') }),
            FINDINGS.several_roles.remedy,
          ),
        ]
      : []),
  ];
}

/** From whatever text of Entra ID's error carries its code; undefined without one. */
export function entraErrorFinding(words: string): Finding | undefined {
  const digits = /AADSTS(\d{4,8})\b/i.exec(words)?.[1];
  if (digits === undefined) return undefined;
  const known = entraError(digits);
  return finding(
    'breaks',
    `AADSTS${digits}`,
    known?.message ?? filled(FINDINGS.unknown_error.message, { digits }),
    known?.remedy ?? filled(FINDINGS.unknown_error.remedy, { digits }),
  );
}

/** A response that the active certificate has not signed says nothing about it. */
export const notByActiveCertificate = finding(
  'breaks',
  'other_certificate',
  FINDINGS.other_certificate.message,
  FINDINGS.other_certificate.remedy,
);

/** Causes that the rule alone does not tell, by what the check says. */
const CAUSES: readonly { rule: SignInRule; detail: RegExp; code: keyof typeof CAUSE_REMEDIES }[] = [
  { rule: 'signature', detail: ONLY_RESPONSE_SIGNED, code: 'signing_option' },
  { rule: 'issuer', detail: /^that of the response/, code: 'issuers_differ' },
  { rule: 'time', detail: /^SessionNotOnOrAfter[^,]*$/, code: 'session_over' },
];

/** Why the response was not accepted; undefined when it was. */
export function refusalFinding(checks: readonly SignInCheck[], asked: AskedClaims): Finding | undefined {
  const failed = checks.find(({ result }) => result === 'failed');
  if (failed === undefined) return undefined;
  const { rule, detail } = failed;
  const cause = CAUSES.find((one) => one.rule === rule && one.detail.test(detail));
  const wanted = { name: nameIdInWords(asked), where: whereClaimsAre(asked) };
  return finding(
    'breaks',
    `response_${cause?.code ?? rule}`,
    filled(FINDINGS.refused.message, { rule: SIGN_IN_RULES[rule], detail }),
    cause === undefined ? filled(RULE_REMEDIES[rule], wanted) : CAUSE_REMEDIES[cause.code],
  );
}
