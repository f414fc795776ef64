/** The watch over a finished onboarding: what it is told, what it says about itself, and what it carries on. */
import { z } from 'zod';
import type { DriftReport } from './drift.js';
import type { HandoverPackage } from './handover.js';
import type { SetupLink } from './links.js';
import type { Assigned, Problem } from './progress.js';
import type { ContactRole, OnboardingRequest } from './request.js';
import type { HandoverReason, SigningCertificate } from './rollover.js';
import { SIGNALS } from './signals.js';
import type { StepStatus, WatchStepName } from './steps.js';
import { type TestSignIn, testSignInSchema } from './testSignIn.js';
import type { TextMessage } from './textMessages.js';

/** What a finished onboarding hands over: all that was agreed, and where it stands in the tenant. */
export type Agreed = {
  onboardingId: string;
  request: OnboardingRequest;
  tenantId: string;
  applicationId: string;
  appId: string;
  servicePrincipalId: string;
  roleIds: Record<string, string>;
  /** Null when the step was skipped: the policy is then the customer's own affair. */
  claimsPolicyId: string | null;
  certificate: { name: string; thumbprint: string; expiresAt: string };
  /** Absent of onboardings that asked for it at the handover, where the request says so. */
  ssoForced?: boolean;
  /** Thumbprints in the metadata that the Hub was given. */
  trusted: string[];
  /** Null for a large choice, which is too much to carry along: then they are not compared. */
  assignments: Assigned[] | null;
  /** Names of contacts who asked for no more texts. */
  optedOut: string[];
  /** When each last said STOP or START, by their name. */
  optChangedAt?: Record<string, string>;
};

const person = z.string().trim().min(1).max(100);

export const WATCH_SIGNALS = {
  /** The sum is what tells which XML the Hub has: it may have changed since it was read. */
  confirmHandover: z.strictObject({
    confirmedBy: person,
    metadataSha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe('Of the XML that was pasted'),
  }),
  reportTestSignIn: testSignInSchema,
  makeLink: SIGNALS.makeLink,
  revokeLink: SIGNALS.revokeLink,
  checkNow: z.strictObject({ by: person.optional() }),
  endWatch: z
    .strictObject({ by: person.optional(), reason: z.string().trim().min(1).max(500).optional() })
    .default({}),
} as const;
export type WatchSignal = keyof typeof WATCH_SIGNALS;

/** How many of the texts that were due each contact has been sent, by their name. */
export type Texted = Record<string, number>;

/** A handover that somebody is to confirm. */
export type PendingHandover = {
  reason: HandoverReason;
  /** The certificate that makes it necessary. */
  thumbprint: string;
  /** Thumbprints in the XML. */
  thumbprints: string[];
  /** Milliseconds since the epoch. */
  since: number;
  deadline: number;
  texted: Texted;
  /** Who has said that the Hub has it; the next look at the certificates takes that. */
  confirmedBy?: string;
};

/** A test sign-in that is to be opened, or is open. */
export type PendingTest = {
  /** Milliseconds since the epoch. */
  since: number;
  deadline: number;
  texted: Texted;
  /** `maybe`: it was begun to be opened. */
  open: 'no' | 'maybe' | 'yes';
  /** Our own, as it was added. */
  replyUrl?: string;
};

/** What a run of the workflow hands to the next. */
export type WatchState = {
  trusted: string[];
  agreed: string;
  agreedSince: number;
  /** Of the last certificate made by this service. */
  generation: number;
  /** Thumbprint of that one, which reads may not show yet. */
  added: string | null;
  /** Thumbprint of an older certificate that somebody has gone back to. */
  wentBackTo?: string | null;
  /** What is to be handed over, or was last. */
  handover: HandoverPackage | null;
  pending: PendingHandover | null;
  /** Of the active certificate. */
  test: PendingTest | null;
  nextCheck: number;
  /** How it stood when other systems were last told; absent where they never were. */
  told?: string;
  progress: Omit<
    WatchProgress,
    | 'customerId'
    | 'companyName'
    | 'tenant'
    | 'onboardingId'
    | 'status'
    | 'step'
    | 'waitingFor'
    | 'problem'
    | 'nextCheck'
  >;
};

export type WatchInput = { agreed: Agreed; state?: WatchState };

export type WatchStep = {
  name: WatchStepName;
  title: string;
  status: StepStatus;
  finishedAt?: string;
  note?: string;
};

/** `drifted`: all is well but the configuration; `atRisk`: sign-in breaks soon, or is broken. */
export const WATCH_STATUSES = [
  'watching',
  'running',
  'waiting',
  'drifted',
  'atRisk',
  'blocked',
  'stopped',
] as const;
export type WatchStatus = (typeof WATCH_STATUSES)[number];

export type WatchProgress = {
  customerId: string;
  companyName: string;
  tenant: string;
  onboardingId: string;
  status: WatchStatus;
  step: WatchStepName;
  steps: WatchStep[];
  waitingFor: {
    signal: 'confirmHandover' | 'reportTestSignIn';
    from: ContactRole;
    instruction: string;
    since: string;
    deadline: string;
  } | null;
  problem: Problem | null;
  certificates: (SigningCertificate & { active: boolean; trusted: boolean })[];
  rollovers: { at: string; from: string; to: string }[];
  drift: DriftReport | null;
  /** Who said that the Hub has what was last handed over; null while it is to be. */
  handoverConfirmedBy: string | null;
  /** Of the latest certificate, oldest first; the latest 20. */
  testSignIns: (TestSignIn & { at: string })[];
  /** Links to the pages that were made, without their secret; the latest 50. */
  links: SetupLink[];
  /** Texts to contacts; the latest 50. */
  messages: TextMessage[];
  /** Names of contacts who asked for no more texts. */
  optedOut: string[];
  /** When each last said STOP or START, by their name. */
  optChangedAt?: Record<string, string>;
  /** When each was last told to be on our pages, by their name. */
  seenAt?: Record<string, string>;
  /** What others did in the portal, and what sign-in is at risk of; the latest 20. */
  noticed: { at: string; what: string }[];
  nextCheck: string;
  /** How many checks there have been, those included that failed. */
  checks: number;
  /** When the latest of them was begun; null before the first has ended. */
  checkedAt: string | null;
  /** What people did; the latest 20. */
  actions: { at: string; signal: WatchSignal; by: string }[];
  /** Input that was refused, and why; the latest 20. */
  refused: { at: string; signal: WatchSignal; reason: string }[];
};
