/** What other systems are told of an onboarding: CloudEvents 1.0, without personal data. */
import { z } from 'zod';
import { ONBOARDING_STATUSES, type OnboardingStatus, type Progress } from './progress.js';
import { STEP_NAMES } from './steps.js';

/** How the onboarding stood; whoever needs more asks the REST API. */
const dataSchema = z.strictObject({
  customerId: z.string(),
  onboardingId: z.string(),
  status: z.enum(ONBOARDING_STATUSES),
  step: z.enum(STEP_NAMES),
  waitingFor: z
    .strictObject({
      from: z.string(),
      signal: z.string(),
      since: z.iso.datetime(),
      deadline: z.iso.datetime(),
    })
    .nullable(),
  problem: z.strictObject({ code: z.string(), reason: z.string(), remedy: z.string() }).nullable(),
  /** Of `text_failed` alone: what the text was about, and what became of it. */
  text: z.strictObject({ step: z.string(), status: z.string() }).optional(),
});

const PREFIX = 'com.messagemedia.sso.onboarding.';

/** The type of event by the status that brings it. */
const TYPES = {
  running: `${PREFIX}step_changed`,
  waiting: `${PREFIX}waiting`,
  blocked: `${PREFIX}blocked`,
  rollingBack: `${PREFIX}rolling_back`,
  cancelled: `${PREFIX}cancelled`,
  done: `${PREFIX}done`,
} as const satisfies Record<OnboardingStatus, string>;
/** A text message will not reach its contact: somebody has to tell them. */
const TEXT_FAILED = `${PREFIX}text_failed`;

/** One event. `id` stays the same however often it is delivered, so that receivers can tell a repetition. */
export const onboardingEventSchema = z.strictObject({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string(),
  type: z.enum([...Object.values(TYPES), TEXT_FAILED]),
  subject: z.string().describe('The customer'),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  data: dataSchema,
});
export type OnboardingEvent = z.infer<typeof onboardingEventSchema>;

/**
 * The event that tells how an onboarding stands now, or of a text that failed; `number` counts the events of the
 * onboarding.
 */
export function eventOf(
  progress: Progress,
  source: string,
  number: number,
  time: Date,
  text?: { step: string; status: string },
): OnboardingEvent {
  const { customerId, onboardingId, status, step, waitingFor, problem } = progress;
  return {
    specversion: '1.0',
    id: `${onboardingId}/${String(number)}`,
    source,
    type: text === undefined ? TYPES[status] : TEXT_FAILED,
    subject: customerId,
    time: time.toISOString(),
    datacontenttype: 'application/json',
    data: {
      customerId,
      onboardingId,
      status,
      step,
      // Instructions and details name people and their addresses, so they stay here.
      waitingFor: waitingFor && {
        from: waitingFor.from,
        signal: waitingFor.signal,
        since: waitingFor.since,
        deadline: waitingFor.deadline,
      },
      problem: problem && { code: problem.code, reason: problem.reason, remedy: problem.remedy },
      ...(text === undefined ? {} : { text }),
    },
  };
}
