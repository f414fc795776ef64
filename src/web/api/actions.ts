/**
 * What can be told an onboarding, as bodies of the API: the signals, without who tells it. That is taken from the
 * access token, never from a body.
 */
import { z } from 'zod';
import { type SignalName, SIGNALS } from '../../onboarding/signals.js';
import { testSignInBody } from '../../onboarding/testSignIn.js';

type Action = {
  signal: SignalName;
  summary: string;
  body: z.ZodType<object>;
  /** Which field of the signal says who tells it. */
  actor: 'by' | 'reportedBy';
};

const [granted, declined] = SIGNALS.grantConsent.options;

export const ONBOARDING_ACTIONS = {
  'grant-consent': {
    signal: 'grantConsent',
    summary: 'The administrator has consented, or has declined',
    body: z.union([
      granted.omit({ reportedBy: true, consentId: true, consentedAs: true }),
      declined.omit({ reportedBy: true }),
    ]),
    actor: 'reportedBy',
  },
  'confirm-handover': {
    signal: 'confirmHandover',
    summary: "The Hub's form is filled in and saved",
    body: SIGNALS.confirmHandover.omit({ reportedBy: true }),
    actor: 'reportedBy',
  },
  'choose-roles': {
    signal: 'chooseRoles',
    summary: 'Who may sign in, in which role',
    body: SIGNALS.chooseRoles.omit({ reportedBy: true }),
    actor: 'reportedBy',
  },
  'report-test-sign-in': {
    signal: 'reportTestSignIn',
    summary: 'What came of a test sign-in: the checks of the response, and what was found',
    body: testSignInBody,
    actor: 'reportedBy',
  },
  'confirm-force-sso': {
    signal: 'confirmForceSso',
    summary: 'SSO is forced, and an administrator can still sign in without it',
    body: SIGNALS.confirmForceSso.omit({ reportedBy: true }),
    actor: 'reportedBy',
  },
  retry: {
    signal: 'retryStep',
    summary: 'Try a blocked step again',
    body: SIGNALS.retryStep.omit({ by: true }),
    actor: 'by',
  },
  skip: {
    signal: 'skipStep',
    summary: 'Skip a step that no later step needs',
    body: SIGNALS.skipStep.omit({ by: true }),
    actor: 'by',
  },
  cancel: {
    signal: 'cancelOnboarding',
    summary: 'End it, and remove what it made if its request says so',
    body: SIGNALS.cancelOnboarding.omit({ by: true }),
    actor: 'by',
  },
  remind: {
    signal: 'remind',
    summary: 'Text those who are waited for once more, at most every ten minutes',
    body: SIGNALS.remind.omit({ by: true }),
    actor: 'by',
  },
  'revoke-link': {
    signal: 'revokeLink',
    summary: 'Make a setup link useless',
    body: SIGNALS.revokeLink.omit({ by: true }),
    actor: 'by',
  },
} as const satisfies Record<string, Action>;

export type ActionName = keyof typeof ONBOARDING_ACTIONS;
export const ACTION_NAMES = Object.keys(ONBOARDING_ACTIONS) as ActionName[];

/** The signal's input, with who tells it. */
export const withActor = (name: ActionName, body: object, who: string): object => ({
  ...body,
  [ONBOARDING_ACTIONS[name].actor]: who.slice(0, 100),
});
