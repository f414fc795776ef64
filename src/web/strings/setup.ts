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
