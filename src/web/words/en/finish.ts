/** What is said when everything is done, and the report of it. */
const SYSTEM = '{system, select, hub {the Hub} other {{system}}}';

export const finish = {
  title: 'Try it',
  text: 'Sign in as somebody you have chosen, best in a private window. Tell your team when it works.',
  atTheHub: 'Sign in at the Hub',
  fromMyApps: 'Start from My Apps',
  ifNot:
    'If Microsoft shows AADSTS50105, the user was not chosen. Changes of groups can take some minutes to take effect.',
  lead: `Your team can sign in to ${SYSTEM} with the account they already have.`,
  inPlace: 'What is in place',
  facts: {
    access: 'Who has access',
    certificate: 'Certificate',
    proof: 'First sign-in',
  },
  defaultAccess: 'Default Access',
  showAll: 'Show everybody',
  certificate: 'Valid until {until}.',
  renewed: '{brand} renews it in time: 60 days before, you get a message with the new settings to enter.',
  notRenewed: 'Monitoring is not part of this setup, so nobody renews it automatically. Ask {brand} in time.',
  messageTitle: 'Message for your team',
  messageLabel: 'Message, ready to copy',
  copy: 'Copy the message',
  copied: 'Copied',
  message: `Hello,

you now sign in to ${SYSTEM} with your {company} account. You need no other password.

1. Open {address}
2. Enter your work e-mail address.
3. Sign in at Microsoft as usual.

If Microsoft says that you have no access (AADSTS50105), ask your IT team.`,
  permissionsTitle: 'Remove our permissions',
  permissions: 'You can remove the permissions of {brand} now. Your team keeps signing in.',
  without: {
    monitoring: 'We can no longer check the connection or renew its certificate.',
    removal: 'We can no longer remove what we created. You can delete the enterprise application yourself.',
  },
  how: {
    open: 'In the Microsoft Entra admin center, open Enterprise applications.',
    find: 'Open the application of {brand} that you approved, not the one for your team’s sign-in.',
    remove: 'Under Properties, choose Delete.',
  },
  adminCenter: 'Open Enterprise applications in a new tab',
  report: 'Show the completion report',
} as const;

export const report = {
  title: 'Completion report',
  lead: 'Single sign-on for {company}, set up with {brand}. As of {today}.',
  print: 'Print or save as PDF',
  early: 'The report is ready when the setup is done.',
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
  certificate: '{thumbprint}, valid until {until}',
  columns: { who: 'Who', type: 'Type', role: 'Role' },
  types: { user: 'Person', group: 'Group' },
  many: '{count, number} people and groups',
  nobody: 'Nobody',
} as const;
