/** What other systems are told of onboardings, watches and offboardings: CloudEvents 1.0, without personal data. */
import { z } from 'zod';
import { OFFBOARDING_STATUSES, OFFBOARDING_STEPS, type OffboardingProgress } from './offboarding.js';
import {
  OBSERVED,
  ONBOARDING_STATUSES,
  type OnboardingStatus,
  type Problem,
  type Progress,
  type WaitingFor,
} from './progress.js';
import { STEP_NAMES, WATCH_STEPS } from './steps.js';
import { WATCH_STATUSES, type WatchProgress, type WatchStatus } from './watch.js';

const PREFIX = 'com.messagemedia.sso';

/** The type of event by the status that brings it. */
const TYPES = {
  onboarding: {
    running: `${PREFIX}.onboarding.step_changed`,
    waiting: `${PREFIX}.onboarding.waiting`,
    blocked: `${PREFIX}.onboarding.blocked`,
    rollingBack: `${PREFIX}.onboarding.rolling_back`,
    cancelled: `${PREFIX}.onboarding.cancelled`,
    done: `${PREFIX}.onboarding.done`,
  } satisfies Record<OnboardingStatus, string>,
  watch: {
    watching: `${PREFIX}.watch.watching`,
    waiting: `${PREFIX}.watch.waiting`,
    drifted: `${PREFIX}.watch.drifted`,
    atRisk: `${PREFIX}.watch.at_risk`,
    blocked: `${PREFIX}.watch.blocked`,
    stopped: `${PREFIX}.watch.stopped`,
  } satisfies Record<Exclude<WatchStatus, 'running'>, string>,
  offboarding: {
    running: `${PREFIX}.offboarding.step_changed`,
    waiting: `${PREFIX}.offboarding.waiting`,
    blocked: `${PREFIX}.offboarding.blocked`,
    cancelled: `${PREFIX}.offboarding.cancelled`,
    done: `${PREFIX}.offboarding.done`,
  } satisfies Record<OffboardingProgress['status'], string>,
} as const;
/** A text message will not reach its contact: somebody has to tell them. */
const TEXT_FAILED = {
  onboarding: `${PREFIX}.onboarding.text_failed`,
  watch: `${PREFIX}.watch.text_failed`,
} as const;

const problemSchema = z.strictObject({ code: z.string(), reason: z.string(), remedy: z.string() });
const answerSchema = z.strictObject({ from: z.string(), signal: z.string() });
const until = { since: z.iso.datetime(), deadline: z.iso.datetime() };
const answerUntilSchema = answerSchema.extend(until);
/** People do something elsewhere, and the workflow checks whether they have. */
const observedSchema = z.strictObject({ from: z.string(), observed: z.enum(OBSERVED), ...until });
/** Of `text_failed` alone: what the text was about, and what became of it. */
const textSchema = z.strictObject({ step: z.string(), status: z.string() });

/** How it stood; whoever needs more asks the REST API. */
const onboardingSchema = z.strictObject({
  customerId: z.string(),
  onboardingId: z.string(),
  status: z.enum(ONBOARDING_STATUSES),
  step: z.enum(STEP_NAMES),
  waitingFor: z.union([answerUntilSchema, observedSchema]).nullable(),
  problem: problemSchema.nullable(),
  text: textSchema.optional(),
});
const watchSchema = onboardingSchema.extend({
  status: z.enum(WATCH_STATUSES),
  step: z.enum(WATCH_STEPS.map(({ name }) => name)),
  waitingFor: answerUntilSchema.nullable(),
});
const offboardingSchema = z.strictObject({
  customerId: z.string(),
  offboardingId: z.string(),
  status: z.enum(OFFBOARDING_STATUSES),
  step: z.enum(OFFBOARDING_STEPS),
  waitingFor: answerSchema.nullable(),
  problem: problemSchema.nullable(),
});

const eventSchema = <Type extends string, Data extends z.ZodType>(types: readonly Type[], data: Data) =>
  z.strictObject({
    specversion: z.literal('1.0'),
    id: z.string().describe('The same however often it is delivered'),
    source: z.string(),
    type: z.enum(types),
    subject: z.string().describe('The customer'),
    time: z.iso.datetime(),
    datacontenttype: z.literal('application/json'),
    data,
  });

export const customerEventSchema = z.union([
  eventSchema([...Object.values(TYPES.onboarding), TEXT_FAILED.onboarding], onboardingSchema),
  eventSchema([...Object.values(TYPES.watch), TEXT_FAILED.watch], watchSchema),
  eventSchema(Object.values(TYPES.offboarding), offboardingSchema),
]);
export type CustomerEvent = z.infer<typeof customerEventSchema>;

type TypeAndData<E> = E extends CustomerEvent ? Pick<E, 'type' | 'data'> : never;
/** What an event tells, whenever and to whomever. */
export type EventBody = TypeAndData<CustomerEvent>;
type FailedText = { step: string; status: string };

export function onboardingEvent(progress: Progress, text?: FailedText): EventBody {
  const { customerId, onboardingId, status, step } = progress;
  return {
    type: text === undefined ? TYPES.onboarding[status] : TEXT_FAILED.onboarding,
    data: {
      ...{ customerId, onboardingId, status, step },
      waitingFor: progress.waitingFor && waitingOf(progress.waitingFor),
      problem: problemOf(progress.problem),
      ...(text === undefined ? {} : { text }),
    },
  };
}

/** Undefined in the middle of a check: what comes of it is told. */
export function watchEvent(progress: WatchProgress, text?: FailedText): EventBody | undefined {
  const { customerId, onboardingId, status, step } = progress;
  if (status === 'running' && text === undefined) return undefined;
  return {
    type: text !== undefined || status === 'running' ? TEXT_FAILED.watch : TYPES.watch[status],
    data: {
      ...{ customerId, onboardingId, status, step },
      waitingFor: progress.waitingFor && answerOf(progress.waitingFor),
      problem: problemOf(progress.problem),
      ...(text === undefined ? {} : { text }),
    },
  };
}

export function offboardingEvent(progress: OffboardingProgress): EventBody {
  const { customerId, offboardingId, status, step, waitingFor, problem } = progress;
  return {
    type: TYPES.offboarding[status],
    data: {
      ...{ customerId, offboardingId, status, step },
      waitingFor: waitingFor && { from: waitingFor.from, signal: waitingFor.signal },
      problem: problemOf(problem),
    },
  };
}

/** Instructions and details name people and their addresses, so they stay here. */
function waitingOf(waiting: WaitingFor) {
  if (waiting.observed === undefined) return answerOf(waiting);
  const { from, observed, since, deadline } = waiting;
  return { from, observed, since, deadline };
}

type Answer = { from: string; signal: string; since: string; deadline: string };
/** In this order: a watch compares it with what an earlier run of it has told. */
const answerOf = ({ from, signal, since, deadline }: Answer) => ({ from, signal, since, deadline });
const problemOf = (problem: Problem | null) =>
  problem && { code: problem.code, reason: problem.reason, remedy: problem.remedy };

/** @param id stays the same however often it is delivered, so that receivers can tell a repetition */
export const eventOf = (body: EventBody, id: string, source: string, time: Date): CustomerEvent => ({
  specversion: '1.0',
  id,
  source,
  subject: body.data.customerId,
  time: time.toISOString(),
  datacontenttype: 'application/json',
  ...body,
});
