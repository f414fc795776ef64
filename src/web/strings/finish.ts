/** What is said when everything is done, and the report of it. */
import { dateOf } from '../dates.js';

export const FINISH = {
  title: 'Try it',
  text: 'Sign in as somebody you have chosen, best in a private window. Tell your team when it works.',
  atTheHub: 'Sign in at the Hub',
  fromMyApps: 'Start from My Apps',
  ifNot:
    'If Microsoft shows AADSTS50105, the user was not chosen. Changes of groups can take some minutes to take effect.',
  lead: (system: string) => `Your team can sign in to ${system} with the account they already have.`,
  inPlace: 'What is in place',
  facts: {
    access: 'Who has access',
    certificate: 'Certificate',
    proof: 'First sign-in',
  },
  defaultAccess: 'Default Access',
  showAll: 'Show everybody',
  certificate: (until: Date) => `Valid until ${dateOf(until)}.`,
  renewed: (brand: string) =>
    `${brand} renews it in time: 60 days before, you get a text message with the new settings to enter.`,
  notRenewed: (brand: string) =>
    `Monitoring is not part of this setup, so nobody renews it automatically. Ask ${brand} in time.`,
  messageTitle: 'Message for your team',
  messageLabel: 'Message, ready to copy',
  copy: 'Copy the message',
  copied: 'Copied',
  message: (company: string, system: string, address: string) =>
    `Hello,

you now sign in to ${system} with your ${company} account. You need no other password.

1. Open ${address}
2. Enter your work e-mail address.
3. Sign in at Microsoft as usual.

If Microsoft says that you have no access (AADSTS50105), ask your IT team.`,
  permissionsTitle: 'Remove our permissions',
  permissions: (brand: string) =>
    `You can remove the permissions of ${brand} now. Your team keeps signing in.`,
  without: (monitored: boolean) => [
    ...(monitored ? ['We can no longer check the connection or renew its certificate.'] : []),
    'We can no longer remove what we created. You can delete the enterprise application yourself.',
  ],
  how: (brand: string) => [
    'In the Microsoft Entra admin center, open Enterprise applications.',
    `Open the application of ${brand} that you approved, not the one for your team’s sign-in.`,
    'Under Properties, choose Delete.',
  ],
  adminCenter: 'Open Enterprise applications in a new tab',
  report: 'Show the completion report',
} as const;

export const REPORT = {
  title: 'Completion report',
  lead: (company: string, brand: string) => `Single sign-on for ${company}, set up with ${brand}.`,
  print: 'Print or save as PDF',
  early: 'The report is ready when the setup is done.',
  made: (on: Date) => `As of ${dateOf(on)}.`,
  sections: { setup: 'Setup', people: 'Who did what', access: 'Who has access', checks: 'Checks' },
  fields: {
    company: 'Organisation',
    tenant: 'Tenant',
    application: 'Enterprise application',
    appId: 'Application id',
    provider: 'Service provider',
    entityId: 'Identifier (Entity ID)',
    signOnUrl: 'Sign-on URL',
    claims: 'User details shared',
    certificate: 'Signing certificate',
    permissions: 'Permission profile',
    startedBy: 'Started by',
    approved: 'Access approved by',
    entered: 'Settings entered by',
    chosen: 'People and groups chosen by',
    tested: 'Sign-in tested by',
    forced: 'Force SSO confirmed by',
    proof: 'First sign-in',
    monitoring: 'Monitoring',
  },
  profiles: { full: 'Full', minimal: 'Minimal' },
  monitored: 'Started',
  notMonitored: 'Not part of this setup',
  certificate: (thumbprint: string, until: Date) => `${thumbprint}, valid until ${dateOf(until)}`,
  columns: { who: 'Who', type: 'Type', role: 'Role' },
  types: { user: 'Person', group: 'Group' },
  many: (count: number) => `${count.toLocaleString('en')} people and groups`,
  nobody: 'Nobody',
} as const;
