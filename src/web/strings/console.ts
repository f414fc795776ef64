/** What the console says on every page and in its lists. */
import type { OnboardingStatus } from '../../onboarding/progress.js';
import type { WAITED_FOR } from '../../onboarding/searchAttributes.js';
import type { StepStatus } from '../../onboarding/steps.js';

export const FRAME = {
  menu: 'Console',
  list: 'Onboardings',
  watches: 'Watches',
  start: 'Start one',
  signOut: 'Sign out',
  reader: 'may look, not act',
  signInTab: 'Sign in, in another tab',
  signIn: 'Sign in',
  back: 'Back',
  backToList: '← Onboardings',
  backToWatches: '← Watches',
  demo: 'This is a demo: nothing here is real, and everybody may sign in.',
  inbox: 'Text messages arrive in its inbox.',
} as const;

export const SIGN_IN = {
  title: 'Console for operators',
  lead: 'Sign in with the account of your organisation. What you do is recorded with your name.',
  button: 'Sign in',
  out: 'You are signed out here.',
  demo: {
    title: 'This is a demo',
    text: 'The sandbox on this machine stands in for Microsoft Entra ID: no password is asked for. Its certificate is its own, so your browser may warn you.',
    people: [
      'Olga Operator may do everything.',
      'Rita Reader may look, and do nothing.',
      'Nick Nobody is turned away.',
    ],
  },
  noRole: {
    title: 'You may not see this',
    lead: (who: string) => `${who} has no role in this application.`,
    text: (read: string, operate: string) =>
      `Ask whoever looks after it in your Microsoft Entra ID to assign you ${read} (to look) or ${operate} (to act) under Enterprise applications > Users and groups. Then sign in again.`,
    other: 'Sign in with another account',
  },
} as const;

export const STATUSES: Record<OnboardingStatus, { text: string; tone: 'good' | 'warn' | 'bad' | '' }> = {
  running: { text: 'running', tone: '' },
  waiting: { text: 'waiting', tone: 'warn' },
  blocked: { text: 'blocked', tone: 'bad' },
  rollingBack: { text: 'being removed', tone: 'warn' },
  cancelled: { text: 'cancelled', tone: '' },
  done: { text: 'done', tone: 'good' },
};

/** Of a workflow that could not say so itself. */
export const EXECUTIONS: Record<string, string> = {
  FAILED: 'failed',
  TERMINATED: 'terminated',
  TIMED_OUT: 'timed out',
  CANCELED: 'cancelled',
  CANCELLED: 'cancelled',
};

export const WAITED: Record<(typeof WAITED_FOR)[number], string> = {
  azureAdministrator: 'Azure administrator',
  hubAdministrator: 'Hub administrator',
  operator: 'operator',
  nobody: 'nobody',
};

export const STEP_STATUSES: Record<StepStatus, string> = {
  pending: '',
  running: 'running',
  waiting: 'waiting',
  blocked: 'blocked',
  done: 'done',
  skipped: 'skipped',
};

/** Of every list. */
export const LISTS = {
  filters: 'Filter',
  any: 'Any',
  waitingFor: 'Waiting for',
  search: 'Customer or tenant',
  searchHint: 'The id, or how it begins; or the whole domain. Names of companies are encrypted',
  wrongSearch: 'Letters, digits, dots and hyphens only.',
  show: 'Show',
  clear: 'Clear',
  next: 'Older ones →',
  newest: '← Newest',
} as const;

export const LIST = {
  title: 'Onboardings',
  status: 'Status',
  step: 'Step',
  age: 'Started',
  older: (days: number) => `more than ${days === 1 ? 'a day' : `${String(days)} days`} ago`,
  columns: {
    customer: 'Customer',
    status: 'Status',
    step: 'Step',
    waitingFor: 'Waiting for',
    started: 'Started',
  },
  none: 'No onboardings yet.',
  noneFound: 'No matching customers.',
  start: 'Start the first one',
  watch: (status: string) => `watch: ${status}`,
  offboarding: 'being offboarded',
  offboarded: 'offboarded',
} as const;

export const WATCHES = {
  title: 'Watches',
  none: 'Nobody is watched over yet. An onboarding whose request has a watch ends with one.',
  noneFound: 'No matching customers.',
} as const;
