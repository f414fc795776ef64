/** What the customer's pages say. */
import type { WatchStepName } from '../../onboarding/steps.js';
import type { WatchStatus } from '../../onboarding/watch.js';

const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** Its hyphen breaks no line: it stands in titles. */
const SINGLE_SIGN_ON = 'Single sign\u2011on';

/** What the pages of the watch over a finished setup ask for. */
export const WATCH_TASKS = {
  handover: {
    title: 'Enter the new values',
    text: 'Copy each value into the form. Every value is ready, in the order of the form.',
    button: 'Show the settings',
  },
  signIn: {
    title: 'Sign in once',
    text: 'Sign in as one of your users. We check what Microsoft Entra ID sends before you rely on it.',
    button: 'Test the sign-in',
  },
} as const;

/** What a blocked step means to customers. */
export const BLOCKED = {
  weFix: (brand: string) => `${brand} has been told about a problem on our side.`,
  nothingToDo: 'There is nothing for you to do. The setup continues when it is fixed.',
  azureAdministrator: 'Your Azure administrator can fix this on the page of their own link.',
  hubAdministrator: 'Your Hub administrator can fix this on the page of their own link.',
  toDo: 'What to do',
  thenCheckAgain: 'Come back to this page and choose “Check again”.',
  checkAgain: 'Check again',
  adminCenter: 'Open the Microsoft Entra admin center in a new tab',
} as const;

/** The steps of a rollover in the customer's words. */
export const WATCH_STEP_TEXTS: Record<Exclude<WatchStepName, 'configuration'>, string> = {
  nextCertificate: 'The next certificate stands ready in your Microsoft Entra ID',
  metadata: 'Federation metadata with every certificate, checked',
  handover: 'You enter it in the Hub',
  activation: 'The next certificate is made the active one',
  testSignIn: 'You sign in once, to see that it works',
  removal: 'The old certificate is removed',
};

export const WATCH = {
  title: (company: string) => `${SINGLE_SIGN_ON} for ${company}`,
  status: {
    watching: 'Single sign-on works, and is watched over.',
    running: 'We are checking it now. This page updates automatically.',
    waiting: 'Sign-in works. Something is to be done so that it stays so.',
    drifted: 'Sign-in works. Something in your Microsoft Entra ID is not as it was agreed.',
    atRisk: 'Sign-in is broken, or will be soon.',
    blocked: 'It could not be looked at. MessageMedia sees to it.',
    stopped: 'It is not watched over any more.',
  } satisfies Record<WatchStatus, string>,
  certificates: 'Certificates for sign-in',
  validUntil: (at: Date) => `Valid until ${day.format(at)}`,
  active: 'in use',
  ready: 'stands ready',
  known: 'the Hub knows it',
  unknown: 'the Hub does not know it yet',
  steps: 'How the certificate is replaced',
} as const;

export const FINISH = {
  title: 'Try it',
  text: 'Sign in as somebody you have chosen, best in a private window. Tell your users only after that has worked.',
  atTheHub: 'Sign in at the Hub',
  fromMyApps: 'Start from My Apps',
  ifNot:
    'If Microsoft shows AADSTS50105, the user was not chosen. Changes of groups can take some minutes to count.',
} as const;

export const SIGN_OUT = {
  button: 'Sign out',
  title: 'You are signed out',
  text: 'This browser no longer opens these pages. To return, open the link in your text message again.',
} as const;

export const SIGN_IN = {
  title: 'Test the sign-in',
  back: '← Overview',
  lead: 'Sign in as somebody you have chosen, best in a private window. What Microsoft Entra ID says about them comes here first, and not to the Hub.',
  early: 'No test is open now. The overview says when there is one.',
  closed: 'No test is open now. These are the results.',
  worked: 'It works. The rest goes on by itself.',
  goOn: 'Back to the overview',
  who: 'Any of the users you have chosen will do; the more, the better. The first who gets in, with nothing found that would keep them out of the Hub, ends the test.',
  start: 'Sign in at Microsoft',
  again: 'Sign in again',
  errorTitle: 'Microsoft showed an error?',
  errorText: 'Then nobody comes back here. Copy the error, or only its number, and we say what to do.',
  errorLabel: 'The error, such as AADSTS50105',
  errorButton: 'What does it mean?',
  notUnderstood: 'There is no AADSTS number in that. Copy the whole text that Microsoft shows.',
  refused: 'Sign-in was blocked.',
  letIn: (user: string, roles: string) => `${user} was let in${roles === '' ? '' : `, as ${roles}`}.`,
  toDo: 'To do:',
  checks: 'What was checked',
  results: { passed: '✓', failed: '✗', notChecked: '–' },
} as const;

export const NAME = {
  label: 'Your name',
  missing: 'Say who you are.',
  /** Behind a name that is not the contact's. */
  withLinkOf: (contact: string) => `(with the link of ${contact})`,
} as const;

export const FORCE = {
  title: 'Make single sign-on the only way in',
  early: 'This comes last, once somebody was seen to sign in. The overview says when.',
  over: 'This has ended: nobody waits for it any more.',
  lead: (domains: string) =>
    `After this, users with an address on ${domains} can no longer sign in with a password.`,
  checkTitle: '1. Check who can still get in',
  check: (domains: string) =>
    `Have an administrator of the account whose address is not on ${domains} sign in with a password. If single sign-on breaks, only they can repair it. If there is no such administrator, create one first.`,
  switchTitle: '2. Switch it',
  open: (location: string) => `Open ${location}, change this value, and save.`,
  doneTitle: '3. Confirm',
  administrator: 'E-mail address of the administrator who signed in with a password',
  administratorWrong: (domains: string) =>
    `Enter an e-mail address that is not on ${domains}: users there can no longer sign in with a password.`,
  confirm: 'Confirm Force SSO',
  confirmed: (by: string, administrator: string) =>
    `${by} has confirmed it. ${administrator} can still sign in with a password.`,
} as const;

const counted = (count: number, noun: string) =>
  count === 0 ? '' : `${String(count)} ${noun}${count === 1 ? '' : 's'}`;

export const ROLES = {
  title: 'Choose who may sign in',
  lead: 'Those you choose can sign in to the Hub with their Microsoft Entra ID account, each in a role. Nobody else gets in.',
  leadWithoutRoles:
    'Those you choose can sign in to the Hub with their Microsoft Entra ID account. Nobody else gets in.',
  find: 'Find users and groups',
  findLabel: 'Name or e-mail address',
  roleOfAdded: 'Their role',
  search: 'Search',
  add: 'Add',
  added: 'Added',
  group: 'group',
  nobody: (text: string) => `No users or groups match “${text}”.`,
  more: 'There are more: type more of the name, or',
  showMore: 'Show more',
  list: 'Your list',
  listLabel: 'One user or group per line',
  listHint: (roles: boolean, max: number) =>
    `User principal name or e-mail address; for a group, group: and its name.${roles ? ' A comma and the role may follow.' : ''} Or paste a CSV with such a column; ${max.toLocaleString('en')} lines at most.`,
  file: 'Or take it from a file',
  fileReplaces: 'Your list is replaced by what is in the file. Go on?',
  defaultRole: 'Default role',
  check: 'Check the list',
  empty: 'The list is empty: add somebody, or paste a list.',
  tooLong: (max: number) =>
    `The list has more than ${max.toLocaleString('en')} lines. A group needs one line only.`,
  noSearch:
    'That could not be searched for. Nothing is lost: try again in a minute, or type them into your list.',
  noAnswer: 'The directory gave no answer. Nothing is lost: try again in a minute.',
  previewTitle: 'Check your choice',
  summary: (good: number, bad: number) =>
    bad === 0
      ? `${good === 1 ? 'It' : `All ${String(good)}`} can be given access.`
      : `${String(good)} can be given access, ${String(bad)} cannot.`,
  total: (role: string, users: number, groups: number) =>
    `${role}: ${[counted(users, 'user'), counted(groups, 'group')].filter((part) => part !== '').join(', ')}`,
  defaultAccess: 'Default Access',
  badTitle: (count: number) => `Left out: ${String(count)}`,
  goodTitle: (count: number) => `Get access: ${String(count)}`,
  columns: { line: 'Line', who: 'Who', role: 'Role', state: 'State' },
  states: {
    found: 'found',
    assigned: 'already assigned',
    unknown: 'unknown',
    ambiguous: 'ambiguous',
    guest: 'guest',
    unreadable: 'wrong',
  },
  otherRoles: (roles: string[]) =>
    `has the ${roles.length === 1 ? 'role' : 'roles'} ${roles.join(', ')}, and keeps ${roles.length === 1 ? 'it' : 'them'}`,
  unreadable: 'cannot be read',
  andMore: (count: number) => `And ${String(count)} more.`,
  confirmTitle: 'Is this right?',
  confirmText:
    'They are then assigned to the application in your Microsoft Entra ID. No user or group is changed.',
  confirmWithout: (count: number) =>
    `Those that can are then assigned to the application in your Microsoft Entra ID; the ${String(count)} that cannot are left out.`,
  confirm: (count: number) => `Give access to ${String(count)}`,
  correct: 'Correct the list',
} as const;
