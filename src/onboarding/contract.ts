/** How the customer's workflows are spoken to: their names, what they are given and return, answer and hear. */
import type { Unassigned } from './choice.js';
import type { PreviewAnswer, PreviewQuestion, SearchAnswer, SearchQuestion } from './directory.js';
import type { HandoverPackage } from './handover.js';
import { offboardingWorkflowId, onboardingWorkflowId, watchWorkflowId } from './names.js';
import type { OffboardingProgress, OffboardingResult, OffboardingSignal } from './offboarding.js';
import type { Finding, SurveyInput } from './preflight.js';
import type { OnboardingResult, Progress } from './progress.js';
import type { OffboardingRequest, OnboardingRequest, OnboardingRequestInput } from './request.js';
import type { SignalName } from './signals.js';
import type { WatchInput, WatchProgress, WatchSignal } from './watch.js';

/** By the name that Temporal knows a workflow by. */
export type Workflows = {
  /** @param startedBy who started it, for the record */
  onboardCustomer: (document: OnboardingRequestInput, startedBy?: string | null) => Promise<OnboardingResult>;
  watchSso: (input: WatchInput) => Promise<void>;
  offboardCustomer: (document: OffboardingRequest) => Promise<OffboardingResult>;
  surveyTenant: (input: SurveyInput) => Promise<{ findings: Finding[] }>;
  searchDirectory: (question: SearchQuestion) => Promise<SearchAnswer>;
  previewAssignments: (question: PreviewQuestion) => Promise<PreviewAnswer>;
  rememberSignOut: (session: { seconds: number }) => Promise<void>;
};

/** Those that people speak to. A customer has one of each at most. */
export type Kind = 'onboarding' | 'watch' | 'offboarding';

export const WORKFLOW_OF = {
  onboarding: 'onboardCustomer',
  watch: 'watchSso',
  offboarding: 'offboardCustomer',
} as const satisfies Record<Kind, keyof Workflows>;

export const WORKFLOW_ID_OF: Record<Kind, (customerId: string) => string> = {
  onboarding: onboardingWorkflowId,
  watch: watchWorkflowId,
  offboarding: offboardingWorkflowId,
};

/** What each answers, by the name of the query. */
export type Answers = {
  onboarding: {
    progress: Progress;
    /** With its defaults. */
    request: OnboardingRequest;
    /** Null before the step `handover`. */
    handover: HandoverPackage | null;
    /** Of a large choice. */
    unassigned: Unassigned[];
  };
  watch: {
    progress: WatchProgress;
    /** The onboarding's. */
    request: OnboardingRequest;
    /** As last handed over; null before the first time. */
    handover: HandoverPackage | null;
  };
  offboarding: { progress: OffboardingProgress };
};

/** What each is told: a signal, and an update of the same name. The schemas stand with the names. */
export type Heard = {
  onboarding: SignalName;
  watch: WatchSignal;
  offboarding: OffboardingSignal;
};
