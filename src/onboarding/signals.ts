/** What people tell a running onboarding. Each signal has an update of the same name, which answers at once. */
import { z } from 'zod';
import { LINK_PURPOSES, linkId } from './links.js';
import { assignmentSchema } from './request.js';
import { STEP_NAMES } from './steps.js';
import { testSignInSchema } from './testSignIn.js';

const person = z.string().trim().min(1).max(100);
/** Of an answer that came through somebody else's hands. */
const reportedBy = person.optional().describe('Who told it for them: an operator, or another system');
const reason = z.string().trim().min(1).max(500);

export const SIGNALS = {
  grantConsent: z.union([
    z.strictObject({
      tenantId: z.guid().toLowerCase().describe('The tenant whose administrator consented'),
      grantedBy: person,
      reportedBy,
    }),
    z.strictObject({ declined: z.literal(true), declinedBy: person, reason: reason.optional(), reportedBy }),
  ]),
  chooseRoles: z.strictObject({
    assignments: z.array(assignmentSchema).min(1).max(1000),
    chosenBy: person,
    reportedBy,
  }),
  confirmHandover: z.strictObject({ confirmedBy: person, reportedBy }),
  reportTestSignIn: testSignInSchema,
  retryStep: z.strictObject({ step: z.enum(STEP_NAMES), by: person.optional() }),
  skipStep: z.strictObject({ step: z.enum(STEP_NAMES), by: person, reason }),
  cancelOnboarding: z.strictObject({ by: person, reason }),
  makeLink: z.strictObject({
    id: linkId.describe('Made up by who asks; the same id again sends the same link again'),
    purpose: z.enum(LINK_PURPOSES),
    contact: person.describe('Name of a contact of the request'),
    days: z.int().min(1).max(90).default(14),
    send: z.boolean().default(false).describe('By text message'),
    by: person,
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
} as const;
/** Signals that carry what a step waits for. */
export type AnswerName = keyof typeof STEP_OF_SIGNAL;
