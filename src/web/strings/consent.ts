/** What the page says on which access is approved, and what Microsoft's answers mean. */
import type { PermissionProfile } from '../../onboarding/permissions.js';

const DETAILS: Partial<Record<string, string>> = {
  'user.givenname': 'first name',
  'user.surname': 'last name',
  'user.mail': 'e-mail address',
  'user.userprincipalname': 'user principal name',
  'user.displayname': 'display name',
};

/** In the order in which people name them. */
function detailNames(sources: readonly string[]): string {
  const known = Object.keys(DETAILS).filter((source) => sources.includes(source));
  const named = [...new Set([...known, ...sources])];
  return listed.format(named.map((source) => DETAILS[source] ?? source.replace('user.', '')));
}

const listed = new Intl.ListFormat('en-GB', { type: 'conjunction' });

const ROLES = 'Privileged Role Administrator or Global Administrator';

export const CONSENT = {
  title: 'Approve access',
  lead: (brand: string, company: string) =>
    `${brand} sets up single sign-on in the Microsoft Entra ID (formerly Azure AD) of ${company}. Nothing happens before you approve.`,
  summaryTitle: 'In short',
  summary: (application: string, system: string, sources: string[], profile: PermissionProfile) => [
    `We create one enterprise application, “${application}”, and change only that one.`,
    `${system.replace(/^the/, 'The')} receives these details of each user who signs in: ${detailNames(sources)}.`,
    profile === 'full'
      ? 'Only people and groups you choose get access. No user, group or password is changed.'
      : 'You assign people and groups yourself. No user, group or password is changed.',
  ],
  signIn: 'Sign in at Microsoft',
  who: `You need the role ${ROLES}. Microsoft shows the permissions once more: choose Accept, and you come back here.`,
  permissionsTitle: 'Permissions required',
  strong: 'Strong',
  groups: {
    changes: 'Can change something',
    reads: (count: number) => `Can only read (${String(count)})`,
    optional: 'Microsoft may also show these. Nothing depends on them.',
  },
  use: (reason: string) => `We use it to ${reason}.`,
  limit: (limit: string | null) =>
    limit === null
      ? 'Limit: covers all applications; we use it for this one only.'
      : `Limit: cannot ${limit}.`,
  consequence:
    'Whoever holds this permission can give any user, group or application access to anything in your organisation.',
  alternativeTitle: 'Prefer to do without this permission?',
  alternative: (brand: string) =>
    `With the minimal profile you assign people and groups in Entra ID yourself, about 5 minutes more. ${brand} then starts the setup again and sends you a new link.`,
  alternativeButton: 'Ask for the minimal profile',
  alternativeReason: 'Please use the minimal profile: we assign people and groups ourselves.',
  minimal: 'This is the minimal profile: you assign people and groups yourself.',
  withdraw: 'You can remove all permissions when the setup is done.',
  claimsTitle: 'Which user details are shared, and how',
  declineTitle: 'Decline instead',
  declineText: (brand: string) => `Nothing is set up, and ${brand} is told.`,
  declineReason: 'What would have to be different? (optional)',
  decline: 'Decline',
  again: 'Try again',
  notSignedIn: {
    title: 'You were not signed in',
    text: 'Microsoft did not sign you in, or you went back. Nothing was changed.',
  },
  otherTenant: {
    title: 'This account belongs to another organisation',
    text: 'Sign in with an account of the organisation that this setup is for. Nothing was changed.',
  },
  notGiven: {
    title: 'You have not approved yet',
    text: `Microsoft says that the permissions were not accepted. You need the role ${ROLES}. If you have neither, forward this to a colleague who has one of them.`,
  },
  noRole: {
    title: 'This account cannot approve',
    text: `You are signed in, but your account does not have the role ${ROLES}. If you activate roles when you need them (Privileged Identity Management), activate one and try again. Otherwise forward this to a colleague who has one of them.`,
  },
} as const;

/** A link for somebody else. */
export const FORWARD = {
  title: 'Not the right person? Forward this',
  text: 'We make a link for a colleague, who can then do this step. Your own link stays as it is.',
  name: 'Name of your colleague',
  missing: 'Enter your colleague’s name.',
  to: 'Their mobile number or e-mail address (optional)',
  toHint: 'We send the link there. Leave it blank to send the link yourself.',
  toWrong: 'Enter an international mobile number such as +61491570156, or an e-mail address.',
  sent: (to: string) => `We have sent the link to ${to}.`,
  sending: (to: string) => `We are sending the link to ${to}.`,
  notSent: (to: string) => `We could not send the link to ${to}. Send it yourself.`,
  button: 'Make a link',
  madeTitle: (name: string) => `A link for ${name}`,
  madeText: (name: string, until: string) =>
    `Send this link to ${name}. It works until ${until}. Everything done with it is recorded under this name.`,
  label: 'Link',
  copy: 'Copy the link',
  copied: 'Copied',
  email: 'Send by e-mail',
  sms: 'Send by text message',
  subject: (brand: string, company: string) => `${brand}: single sign-on for ${company}`,
  body: (from: string, brand: string, company: string, url: string) =>
    `${brand} is setting up single sign-on for ${company}. Please do the next step. It takes a few minutes:\n\n${url}\n\n${from}`,
  others: (names: string[], brand: string) =>
    `${brand} already knows ${listed.format(names)} and sends them their own links.`,
} as const;
