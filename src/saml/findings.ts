/** What a test sign-in means: the user's claims held against the service provider, and Entra ID's own errors. */
import {
  agreedClaims,
  agreedNameId,
  DEFAULT_NAME_ID,
  ENTRA_DEFAULTS,
  NAME_ID_FORMATS,
  nameIdInWords,
} from '../onboarding/claims.js';
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

/** O15: Microsoft's own page is locked while a policy is assigned, so it is a remedy only where there is none of ours. */
const whereClaimsAre = ({ claims }: Pick<AskedClaims, 'claims'>) =>
  claims === ENTRA_DEFAULTS
    ? 'Or choose another Unique User Identifier in Single sign-on > Attributes & Claims; if that page is locked, remove the claims mapping policy with Microsoft Graph or PowerShell.'
    : 'A change of the claims policy takes some minutes to count: test again. If another policy is assigned, put ours in its place with Microsoft Graph or PowerShell.';

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
      `The NameID is ${nameId}, and not the ${nameIdInWords(agreed)} ${wanted}, as agreed.`,
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
      `The NameID has the format ${found === '' ? 'none' : found}; agreed is ${NAME_ID_FORMATS[format]}.`,
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
        `The NameID "${nameId}" is no e-mail address, by which the Hub knows its users.`,
        `Give the user a ${nameIdInWords(agreed)} that is an e-mail address (Microsoft Entra ID > Users). ${whereClaimsAre(agreed)}`,
      ),
    ];
  }
  const findings: Finding[] = [
    ...sourceFindings({ nameId, claims }, agreed),
    ...formatFindings(nameIdFormat, agreed),
  ];
  if (/#EXT#/i.test(nameId)) {
    findings.push(
      finding(
        'risk',
        'guest',
        `${nameId} is a guest in this tenant: the Hub gets this name, not the guest's address.`,
        'Let guests sign in with their own company, have the NameID filled from the mail address (nameId of the request), or create the user in the Hub under this name.',
      ),
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
        `The NameID ${nameId} and the mail address ${mail} are in different domains.`,
        'List both domains in the Hub, or change the user so that both agree.',
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
    `The domain of the ${what} ${address} is not on the Hub's list (${emailDomains.map(shownDomain).join(', ')}).`,
    `Add ${shownDomain(domainOfAddress(address))} to the e-mail domains in the Hub's single sign-on settings, if it is the customer's.`,
  );

function claimFindings({ claims, nameId }: VerifiedSignIn, agreed: Agreed): Finding[] {
  return agreedClaims(agreed)
    .filter(({ claim }) => (claims[claim]?.[0] ?? '') === '')
    .map(({ claim, source }) => {
      const name = claim.split('/').at(-1) ?? claim;
      if (source === 'user.mail') {
        return finding(
          'risk',
          'mail_empty',
          `${nameId} has no mail address in Entra ID, so the claim ${name} is missing.`,
          `Fill in the user's Email in Entra ID (Contact information), or give the claim user.userprincipalname as its source${agreed.claims === ENTRA_DEFAULTS ? ' in Single sign-on > Attributes & Claims' : ' in the request'}.`,
        );
      }
      return finding(
        'note',
        'claim_missing',
        `${nameId} has no ${source.replace('user.', '')} in Entra ID, so the claim ${name} is missing.`,
        "Fill it in at the user's properties in Entra ID, if the Hub is to know it.",
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
        `${nameId} comes without a role, although the application offers ${agreed.roles.join(', ')}.`,
        'Assign the user, or a group the user is directly a member of, with a role in Users and groups.',
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
            `${nameId} comes with a role that was not agreed: ${unknown.join(', ')}.`,
            'Assign one of the agreed roles instead, in Users and groups.',
          ),
        ]),
    ...(several
      ? [
          finding(
            'note',
            'several_roles',
            `${nameId} comes with several roles: ${roles.join(', ')}.`,
            'Assign one role only, since it is not known which one counts.',
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
    known?.message ?? `Entra ID refused the sign-in with AADSTS${digits}.`,
    known?.remedy ?? `See what it means at https://login.microsoftonline.com/error?code=${digits}`,
  );
}

/** A response that the active certificate has not signed says nothing about it. */
export const notByActiveCertificate = finding(
  'breaks',
  'other_certificate',
  'Entra ID signed with another certificate than the active one.',
  'Test again in a few minutes; if it stays, see which certificate is active in SAML Signing Certificate.',
);

/** What to do about a rule that the response breaks; what fails together has one cause, so only the first is told. */
const RULE_REMEDIES: Record<SignInRule, string> = {
  size: 'Assign the user fewer groups, or take group claims out of the token.',
  document: 'Start the test again; if it stays, something between Entra ID and here changes what it sends.',
  status: "Look up the error in the tenant's sign-in logs.",
  assertion: 'Switch token encryption off for the application, then start the test again.',
  algorithms:
    'Set Signing Option "Sign SAML assertion" and Signing Algorithm SHA-256 in SAML Signing Certificate.',
  signature: 'Retry the steps certificate and metadata, then hand the new metadata over to the Hub.',
  issuer: "Sign in with an account of the customer's own tenant.",
  audience: 'Compare Identifier (Entity ID) in Basic SAML Configuration with what was agreed.',
  recipient: 'Start the test again from its page, not from My Apps.',
  destination: 'Start the test again from its page, not from My Apps.',
  request: 'Start the test again from its page: each start is good for one sign-in, for an hour.',
  time: 'Start the test again; if it stays, the clock of this machine is wrong.',
  subject: 'See that the NameID is filled for this user.',
};

/** Causes that the rule alone does not tell, by what the check says. */
const CAUSES: readonly { rule: SignInRule; detail: RegExp; code: string; remedy: string }[] = [
  {
    rule: 'signature',
    detail: ONLY_RESPONSE_SIGNED,
    code: 'signing_option',
    remedy:
      'Set Signing Option to "Sign SAML assertion" or "Sign SAML response and assertion" in SAML Signing Certificate, then start the test again.',
  },
  {
    rule: 'issuer',
    detail: /^that of the response/,
    code: 'issuers_differ',
    remedy: 'Start the test again; if it stays, something between Entra ID and here changes what it sends.',
  },
  {
    rule: 'time',
    detail: /^SessionNotOnOrAfter[^,]*$/,
    code: 'session_over',
    remedy: 'Sign out of Microsoft, or open a new private window, then start the test again.',
  },
];

const subjectRemedy = (asked: AskedClaims) =>
  `It is to be the ${nameIdInWords(asked)}. ${whereClaimsAre(asked)}`;

/** Why the response was not accepted; undefined when it was. */
export function refusalFinding(checks: readonly SignInCheck[], asked: AskedClaims): Finding | undefined {
  const failed = checks.find(({ result }) => result === 'failed');
  if (failed === undefined) return undefined;
  const { rule, detail } = failed;
  const cause = CAUSES.find((one) => one.rule === rule && one.detail.test(detail));
  return finding(
    'breaks',
    `response_${cause?.code ?? rule}`,
    `Not so: ${SIGN_IN_RULES[rule]}. ${detail}`,
    cause?.remedy ?? `${RULE_REMEDIES[rule]}${rule === 'subject' ? ` ${subjectRemedy(asked)}` : ''}`,
  );
}
