/** What people tell a running onboarding. Each signal has an update of the same name, which answers at once. */
import { z } from 'zod';
import { assignmentSchema, MOST_PARTS, PART_CHARACTERS, PART_SIZE } from './choice.js';
import { LINK_PURPOSES, linkId, type LinkPurpose } from './links.js';
import { emailAddress, mobileNumber } from './reach.js';
import type { Awaited, Observed } from './progress.js';
import { STEP_NAMES } from './steps.js';
import { testSignInSchema } from './testSignIn.js';

const person = z.string().trim().min(1).max(100);
/** Of an answer that came through somebody else's hands. */
const reportedBy = person.optional().describe('Who told it for them: an operator, or another system');
const reason = z.string().trim().min(1).max(500);

const part = z
  .strictObject({
    choice: z.string().min(1).max(100).describe('The same for all parts of one choice'),
    number: z.int().min(1),
    of: z.int().min(1).max(MOST_PARTS),
  })
  .refine(({ number, of }) => number <= of, 'number must not be larger than of');

export const SIGNALS = {
  grantConsent: z.union([
    z.strictObject({
      tenantId: z.guid().toLowerCase().describe('The tenant whose administrator consented'),
      grantedBy: person,
      consentedAs: z
        .enum(['administrator', 'signedIn'])
        .optional()
        .describe(
          'What a sign-in to the pages has proved of them: a role that may consent, or only who they are',
        ),
      consentId: z
        .guid()
        .optional()
        .describe('Of one way through the consent pages, whose end counts once: refused when it comes again'),
      reportedBy,
    }),
    z.strictObject({ declined: z.literal(true), declinedBy: person, reason: reason.optional(), reportedBy }),
  ]),
  chooseRoles: z.strictObject({
    assignments: z
      .array(assignmentSchema)
      .min(1)
      .max(PART_SIZE, `at most ${String(PART_SIZE)}; a larger choice comes in parts`)
      .refine(
        (assignments) => JSON.stringify(assignments).length <= PART_CHARACTERS + 2,
        'is too large for one part: send fewer assignments in each',
      ),
    chosenBy: person,
    reportedBy,
    part: part.optional().describe('Of a choice that comes in several signals; it counts when all have come'),
  }),
  confirmHandover: z.strictObject({ confirmedBy: person, reportedBy }),
  reportTestSignIn: testSignInSchema,
  confirmForceSso: z.strictObject({
    confirmedBy: person,
    administratorWithoutSso: z
      .email()
      .max(254)
      .describe('Address of an administrator who can still sign in with a password: on no listed domain'),
    reportedBy,
  }),
  retryStep: z.strictObject({ step: z.enum(STEP_NAMES), by: person.optional() }),
  skipStep: z.strictObject({ step: z.enum(STEP_NAMES), by: person, reason }),
  cancelOnboarding: z.strictObject({ by: person, reason }),
  remind: z.strictObject({ by: person }),
  makeLink: z.strictObject({
    id: linkId.describe('Made up by who asks; the same id again sends the same link again'),
    purpose: z.enum(LINK_PURPOSES),
    contact: person.describe('Name of a contact of the request'),
    days: z.int().min(1).max(90).default(14),
    send: z.boolean().default(false).describe('By text message'),
    by: person,
    forwardedBy: person.optional().describe('Holder of a link who passes it on: the contact is then anybody'),
    sendTo: z
      .union([z.strictObject({ mobile: mobileNumber }), z.strictObject({ email: emailAddress })])
      .optional()
      .describe('Where a link that is passed on is sent to; left out: it is shown only'),
  }),
  revokeLink: z.strictObject({ id: linkId, by: person }),
} as const;

export type SignalName = keyof typeof SIGNALS;
export type SignalInput<N extends SignalName> = z.output<(typeof SIGNALS)[N]>;

export const SIGNAL_NAMES = Object.keys(SIGNALS) as SignalName[];

/** The step each input of a person belongs to. */
export const STEP_OF_SIGNAL = {
  grantConsent: 'consent',
  chooseRoles: 'roleChoice',
  confirmHandover: 'handover',
  reportTestSignIn: 'testSignIn',
  confirmForceSso: 'forceSso',
} as const;
/** Signals that carry what a step waits for. */
export type AnswerName = keyof typeof STEP_OF_SIGNAL;
export const ANSWER_NAMES = Object.keys(STEP_OF_SIGNAL) as AnswerName[];

/** What a page of a link is for. */
export type Task = Exclude<LinkPurpose, 'all'>;

/** Which page answers what a step waits for. */
const PURPOSE_OF_ANSWER: Record<AnswerName, Task> = {
  grantConsent: 'consent',
  confirmHandover: 'handover',
  chooseRoles: 'roles',
  reportTestSignIn: 'signIn',
  confirmForceSso: 'forceSso',
};
const PURPOSE_OF_OBSERVED: Record<Observed, Task | undefined> = {
  // With the minimal permission profile the customer assigns, and the page says whom.
  assignments: 'roles',
  signIn: undefined,
};

/** Undefined where no page of ours answers: a first sign-in to the Hub is made there. */
export const purposeOf = ({ signal, observed }: Awaited): Task | undefined =>
  observed === undefined ? PURPOSE_OF_ANSWER[signal] : PURPOSE_OF_OBSERVED[observed];
