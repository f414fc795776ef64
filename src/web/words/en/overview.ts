/** What a link's first page says: the parts of the setup, whose turn it is, and what we have done. */
const SYSTEM = '{system, select, hub {the Hub} other {{system}}}';

export const overview = {
  title: 'Set up single sign-on',
  doneTitle: 'Single sign-on is set up',
  leadBy: `{who} at {brand} asked you to connect the Microsoft Entra ID (formerly Azure AD) of {company}. Your team then signs in to ${SYSTEM} with the account they already have.`,
  lead: `{brand} asked you to connect the Microsoft Entra ID (formerly Azure AD) of {company}. Your team then signs in to ${SYSTEM} with the account they already have.`,
  reload: 'Reload this page to see what is new.',
  done: 'Single sign-on is set up.',
  over: 'This setup has ended.',
  blocked: 'We are fixing a problem. There is nothing for you to do.',
  blockedByThem: 'A problem must be fixed before the setup can continue.',
  running: 'We are setting things up. This page updates automatically.',
  yourTurn: 'Your action is needed by {until}.',
  waitingFor: {
    azureAdministrator: 'Waiting for your Azure administrator, until {until}.',
    hubAdministrator: 'Waiting for your Hub administrator, until {until}.',
    operator: 'Waiting for {brand}, until {until}.',
  },
  steps: 'Steps',
  due: 'due {distance}',
  left: '{minutes, plural, one {about # minute left} other {about # minutes left}}',
  minutes: '{minutes} min',
  by: '{who}, {on}',
  skipped: 'Skipped',
  states: { done: 'done', current: 'current step', pending: 'not started' },
  assign: {
    late: 'The deadline has passed, but your assignments still count. Assign the people and groups that were chosen, then check.',
    button: 'Check assignments',
  },
  tryIt: 'We confirm the first sign-in automatically. It can take a few minutes to appear.',
} as const;

export const stages = {
  approve: {
    title: 'Approve access',
    text: 'See what will be set up and with which permissions. Then approve at Microsoft.',
    button: 'Review and approve',
  },
  enter: {
    title: `Enter the settings in ${SYSTEM}`,
    text: `Copy each value into ${SYSTEM}. Every value is ready, in the order of the form.`,
    button: 'Show the settings',
  },
  choose: {
    title: 'Choose who can sign in',
    text: 'Pick people and groups. Nobody else gets access.',
    button: 'Choose people and groups',
  },
  test: {
    title: 'Test the sign-in',
    text: 'Sign in once, before your team does.',
    button: 'Test the sign-in',
  },
  firstSignIn: {
    title: `Sign in to ${SYSTEM} once`,
    text: 'Sign in as somebody you have chosen. We confirm the first sign-in.',
    button: 'Sign in',
  },
  force: {
    title: 'Make single sign-on the only way in',
    text: 'Check that one administrator can still sign in with a password, then switch on Force SSO.',
    button: 'Show what to do',
  },
} as const;

/** What it rests on that people can sign in. */
export const proofs = {
  signInLog: 'Confirmed the first sign-in in the sign-in log of Microsoft Entra ID',
  probe: 'Verified by a test request to the Hub',
  confirmation: 'Relied on the person who saved the settings: no sign-in was seen yet',
  nothing: 'Could not confirm a first sign-in yet',
} as const;

/** What we do by ourselves: while it is done, and when it is. */
export const work = {
  application: { doing: 'Create the enterprise application', did: 'Created “{application}”' },
  samlMode: { doing: 'Choose SAML as its sign-on method', did: 'Chose SAML as its sign-on method' },
  samlSettings: { doing: `Connect it to ${SYSTEM}`, did: `Connected it to ${SYSTEM}` },
  claims: { doing: 'Choose which user details are shared', did: 'Chose which user details are shared' },
  certificate: {
    doing: 'Add a signing certificate',
    did: 'Added a signing certificate',
    didUntil: 'Added a signing certificate, valid until {until}',
  },
  metadata: { doing: 'Check the federation metadata', did: 'Checked the federation metadata' },
  assignments: { doing: 'Give access to those you chose', did: 'Gave access to {who}' },
  theirAssignments: { doing: 'Check the assignments', did: 'Checked the assignments' },
  verification: {
    doing: 'Compare everything with what was agreed',
    did: 'Compared everything with what was agreed',
  },
  hubSignIn: { doing: 'Confirm the first sign-in' },
  watch: { doing: 'Start monitoring', did: 'Started monitoring' },
  monitoring: 'Then monitoring starts: we check the connection and renew its certificate in time.',
  settingsAgree: `Checked: ${SYSTEM} starts sign-ins with these settings`,
  inEntra: 'Then we set up {count, plural, one {# thing} other {# things}} in Microsoft Entra ID',
  after: { choose: 'Then we gave access', test: 'Then we checked everything' },
  rest: 'Then we did the rest',
  title: 'What we do now',
  skipped: 'Skipped: {doing}',
  states: {
    pending: '',
    running: 'in progress',
    waiting: 'waiting',
    blocked: 'needs attention',
    done: '',
    skipped: '',
  },
} as const;
