/** What the `progress` query answers: everything an operator needs to know, and nothing secret. */
import type { SetupLink } from './links.js';
import type { Unassigned } from './choice.js';
import type { ContactRole, OnboardingRequest } from './request.js';
import type { AnswerName, SignalName } from './signals.js';
import { type StepName, STEPS, type StepStatus } from './steps.js';
import type { TestSignIn } from './testSignIn.js';
import type { TextMessage } from './textMessages.js';

/** A fault that only a person can mend. */
export type Problem = {
  /** Stable, for programs: `missing_permissions`, `identifier_taken`, … */
  code: string;
  reason: string;
  remedy: string;
  /** One line per thing concerned, such as a user that was not found. */
  details?: string[];
};

/** `ApplicationFailure.type` of such a fault; its first detail is the `Problem`. */
export const BLOCKED = 'Blocked';

/** `ApplicationFailure.type` of a server's pause that outlasts a step's time; its first detail is an `AskedToWait`. */
export const ASKED_TO_WAIT = 'AskedToWait';
export type AskedToWait = { waitMs: number };

export type StepProgress = {
  name: StepName;
  title: string;
  status: StepStatus;
  /** How often its work was begun; more than 1 after a `retryStep`. */
  attempts: number;
  startedAt?: string;
  finishedAt?: string;
  note?: string;
  problem?: Problem;
};

/** Somebody does it elsewhere without telling us, so the workflow checks again and again. */
export const OBSERVED = ['assignments', 'signIn'] as const;
export type Observed = (typeof OBSERVED)[number];

/** What ends the waiting: an answer, by the signal of that name; or something we observe, at once upon `retryStep`. */
export type Awaited = { signal: AnswerName; observed?: never } | { observed: Observed; signal?: never };

export type WaitingFor = Awaited & {
  from: ContactRole | 'operator';
  /** What that person is to do, in plain words. */
  instruction: string;
  since: string;
  deadline: string;
};

export type Assigned = {
  principal: string;
  principalId: string;
  type: 'user' | 'group';
  role: string | null;
  /** Why the assignment alone may not let anybody in. */
  warning?: string;
};

export type HubSignInProof =
  /** Entra ID's sign-in log shows a sign-in to the application, other than our test. */
  | { restsOn: 'signInLog'; at: string }
  /** The Hub asks Entra ID with the values that were agreed. */
  | { restsOn: 'probe'; at: string }
  /** Somebody said that the Hub's form is filled in. */
  | { restsOn: 'confirmation'; by: string }
  | { restsOn: 'nothing' };

/** Whether the Hub has the settings that somebody says they have saved. */
export type SettingsCheck = { at: string; confirmedBy: string } & CheckOutcome;
/** `unknown`: the Hub could not be asked, and the step `hubSignIn` tries again. */
export type CheckOutcome =
  { state: 'running' | 'agrees' | 'unknown' } | { state: 'differs'; problem: Problem };

/** Of a choice of more than 200. */
export type ManyAssigned = {
  assigned: number;
  unassigned: number;
  /** The first of those that could not be assigned; the query `unassigned` tells all. */
  examples: Unassigned[];
};

export type Artefacts = {
  tenantId?: string;
  consentedBy?: string;
  /** What their sign-in proved: a role that may consent, or only who they are; absent where somebody told it. */
  consentedAs?: 'administrator' | 'signedIn';
  applicationId?: string;
  appId?: string;
  servicePrincipalId?: string;
  claimsPolicyId?: string;
  certificate?: { name: string; thumbprint: string; expiresAt: string };
  metadataUrl?: string;
  /** SHA-256 of the federation metadata that was handed over. */
  metadataSha256?: string;
  handoverConfirmedBy?: string;
  assignments?: Assigned[];
  /** The latest 20, oldest first. */
  testSignIns?: (TestSignIn & { at: string })[];
  /** Our own, while it may be on the application. */
  testReplyUrl?: string;
  /** How it was verified that users can sign in to the Hub: the best evidence there is. */
  hubSignIn?: HubSignInProof;
  /** Who has switched it on, and who can still sign in without SSO. */
  forceSso?: { confirmedBy: string; administratorWithoutSso: string };
  manyAssignments?: ManyAssigned;
};

export const ONBOARDING_STATUSES = [
  'running',
  'waiting',
  'blocked',
  'rollingBack',
  'cancelled',
  'done',
] as const;
export type OnboardingStatus = (typeof ONBOARDING_STATUSES)[number];

export type Progress = {
  customerId: string;
  companyName: string;
  tenant: string;
  onboardingId: string;
  status: OnboardingStatus;
  /** The step at hand. */
  step: StepName;
  steps: StepProgress[];
  waitingFor: WaitingFor | null;
  problem: Problem | null;
  artefacts: Artefacts;
  /** Where an administrator of the tenant consents; null until the tenant is found. */
  consentUrl: string | null;
  /** What a look at the Hub said of the latest confirmation; absent where nothing can be looked at. */
  settingsCheck?: SettingsCheck;
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
  /** Who started it, where that was said. */
  startedBy: string | null;
  /** What people did, oldest first; `reportedBy` told it for them. */
  actions: { at: string; signal: SignalName; by: string; reportedBy?: string; consentId?: string }[];
  /** Input that was refused, and why; the latest 20. */
  refused: { at: string; signal: SignalName; reason: string }[];
  /** After a cancel: what was removed from the tenant and what was left there. */
  rollback: { removed: string[]; kept: string[] } | null;
};

/** Before anything has happened. */
export const newProgress = (
  { customerId, companyName, tenant }: OnboardingRequest,
  onboardingId: string,
  startedBy: string | null,
): Progress => ({
  customerId,
  companyName,
  tenant,
  onboardingId,
  status: 'running',
  step: 'consent',
  steps: STEPS.map(({ name, title }) => ({ name, title, status: 'pending', attempts: 0 })),
  waitingFor: null,
  problem: null,
  artefacts: {},
  startedBy,
  consentUrl: null,
  links: [],
  messages: [],
  optedOut: [],
  actions: [],
  refused: [],
  rollback: null,
});

/** What the workflow returns: how it ended, and what stands in the tenant. */
export type OnboardingResult = Pick<
  Progress,
  'customerId' | 'onboardingId' | 'status' | 'artefacts' | 'rollback'
> & {
  /** By an operator, or since nobody had asked for them. */
  skipped: StepName[];
};
