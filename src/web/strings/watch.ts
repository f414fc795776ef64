/** What the pages say of a finished setup that is monitored. */
import type { WatchStepName } from '../../onboarding/steps.js';
import type { WatchStatus } from '../../onboarding/watch.js';
import { dateOf, distanceTo } from '../dates.js';

export const WATCH_TASKS = {
  handover: {
    title: 'Enter the new settings',
    text: 'Copy each value into the form. Every value is ready, in the order of the form.',
    button: 'Show the settings',
  },
  signIn: {
    title: 'Sign in once',
    text: 'Sign in as one of your users. We check what Microsoft Entra ID sends.',
    button: 'Test the sign-in',
  },
} as const;

/** The steps of a rollover in the customer's words. */
export const WATCH_STEP_TEXTS: Record<Exclude<WatchStepName, 'configuration'>, string> = {
  nextCertificate: 'Add the next certificate in Microsoft Entra ID',
  metadata: 'Check the federation metadata with every certificate',
  handover: 'Enter the new settings',
  activation: 'Switch to the next certificate',
  testSignIn: 'Test the sign-in',
  removal: 'Remove the old certificate',
};

export const WATCH = {
  title: 'Single sign-on monitoring',
  lead: (brand: string, company: string) =>
    `${brand} monitors single sign-on for ${company} and renews its certificate in time.`,
  status: {
    watching: 'Single sign-on works and is monitored.',
    running: 'We are checking single sign-on now. This page updates automatically.',
    waiting: 'Sign-in works. Your action is needed so that it keeps working.',
    drifted: 'Sign-in works. The configuration in your Microsoft Entra ID differs from what was agreed.',
    atRisk: 'Sign-in is broken, or will be soon.',
    blocked: 'The last check failed. We have been told, there is nothing for you to do.',
    stopped: 'Monitoring has ended.',
  } satisfies Record<WatchStatus, string>,
  tones: {
    watching: 'good',
    running: '',
    waiting: 'turn',
    drifted: 'bad',
    atRisk: 'bad',
    blocked: '',
    stopped: '',
  } satisfies Record<WatchStatus, string>,
  due: (until: Date) => `Your action is needed by ${dateOf(until)}, ${distanceTo(until)}.`,
  certificates: 'Certificates for sign-in',
  validUntil: (at: Date) => `Valid until ${dateOf(at)}`,
  active: 'in use',
  ready: 'ready, not in use yet',
  known: (system: string) => `${system.replace(/^the/, 'The')} knows it.`,
  unknown: (system: string) => `${system.replace(/^the/, 'The')} does not know it yet.`,
  thumbprint: 'Thumbprint',
  steps: 'How the certificate is replaced',
} as const;
