/** What the page says on which access is approved, and what Microsoft's answers mean. */
const SYSTEM = '{system, select, hub {The Hub} other {{system}}}';
const ROLES = 'Privileged Role Administrator or Global Administrator';

export const consent = {
  title: 'Approve access',
  lead: '{brand} sets up single sign-on in the Microsoft Entra ID (formerly Azure AD) of {company}. Nothing happens before you approve.',
  summaryTitle: 'In short',
  summary: {
    application: 'We create one enterprise application, “{application}”, and change only that one.',
    details: `${SYSTEM} receives these details of each user who signs in: {details}.`,
    full: 'Only people and groups you choose get access. No user, group or password is changed.',
    minimal: 'You assign people and groups yourself. No user, group or password is changed.',
  },
  /** In the order in which people name them. */
  attributes: {
    'user.givenname': 'first name',
    'user.surname': 'last name',
    'user.mail': 'e-mail address',
    'user.userprincipalname': 'user principal name',
    'user.displayname': 'display name',
  },
  signIn: 'Sign in at Microsoft',
  who: `You need the role ${ROLES}. Microsoft shows the permissions once more: choose Accept, and you come back here.`,
  permissionsTitle: 'Permissions required',
  strong: 'Strong',
  groups: {
    changes: 'Can change something',
    reads: 'Can only read ({count})',
    optional: 'Microsoft may also show these. Nothing depends on them.',
  },
  use: 'We use it to {reason}.',
  limit: 'Limit: cannot {limit}.',
  noLimit: 'Limit: covers all applications; we use it for this one only.',
  consequence:
    'Whoever holds this permission can give any user, group or application access to anything in your organisation.',
  alternativeTitle: 'Prefer to do without this permission?',
  alternative:
    'With the minimal profile you assign people and groups in Entra ID yourself, about 5 minutes more. {brand} then starts the setup again and sends you a new link.',
  alternativeButton: 'Ask for the minimal profile',
  minimal: 'This is the minimal profile: you assign people and groups yourself.',
  withdraw: 'You can remove all permissions when the setup is done.',
  claimsTitle: 'Which user details are shared, and how',
  claims: {
    defaults:
      'No claims policy: Entra ID sends its default claims ({sources}) and the user principal name as NameID. You can change them in Attributes & Claims; this service does not.',
    policy:
      'A claims policy sends these fields of each user who signs in: {sources}. The user is recognised by {nameId} (NameID). While the policy is assigned, Microsoft locks the page Attributes & Claims.',
    nameIdAs: '{source}, as {format}',
  },
  declineTitle: 'Decline instead',
  declineText: 'Nothing is set up, and {brand} is told.',
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
export const forward = {
  title: 'Not the right person? Forward this',
  text: 'We make a link for a colleague, who can then do this step. Your own link stays as it is.',
  name: 'Name of your colleague',
  missing: 'Enter your colleague’s name.',
  button: 'Make a link',
  madeTitle: 'A link for {name}',
  madeText:
    'Send this link to {name}. It works until {until}. Everything done with it is recorded under this name.',
  sentText: 'The link works until {until}. Everything done with it is recorded under the name of {name}.',
  label: 'Link',
  copy: 'Copy the link',
  copied: 'Copied',
  email: 'Send by e-mail',
  sms: 'Send by text message',
  goOn: 'Show all steps',
  subject: '{brand}: single sign-on for {company}',
  body: '{brand} is setting up single sign-on for {company}. Please do the next step. It takes a few minutes:\n\n{url}\n\n{from}',
  others: '{brand} already knows {names} and sends them their own links.',
  to: 'Their mobile number or e-mail address (optional)',
  toHint: 'We send the link there. Leave it blank to send the link yourself.',
  toWrong: 'Enter an international mobile number such as +61491570156, or an e-mail address.',
  sent: 'We have sent the link to {to}. There is nothing else for you to do.',
  sending: 'We are sending the link to {to}.',
  notSent: 'We could not send the link to {to}. Send it yourself.',
} as const;
