/** How the customer's workflows are spoken to: their names, what they are given and return, answer and hear. */
import type { z } from 'zod';
import type { Assignment, Tally, Unassigned } from './choice.js';
import type { PreviewAnswer, PreviewQuestion, SearchAnswer, SearchQuestion } from './directory.js';
import type { HandoverPackage } from './handover.js';
import type { LinkedWorkflow } from './links.js';
import { offboardingWorkflowId, onboardingWorkflowId, watchWorkflowId } from './names.js';
import { OFFBOARDING_SIGNALS, type OffboardingProgress, type OffboardingResult } from './offboarding.js';
import type { Finding, SurveyInput } from './preflight.js';
import type { OnboardingResult, Progress } from './progress.js';
import type { OffboardingRequest, OnboardingRequest, OnboardingRequestInput } from './request.js';
import { SIGNALS } from './signals.js';
import { WATCH_SIGNALS, type WatchInput, type WatchProgress } from './watch.js';

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

export type Question<K extends Kind> = keyof Answers[K] & string;

/** Two of the answers at once, for the pages of a link: by this query, to those that have links. */
export const VIEW = 'progressAndRequest';
export type ViewOf<K extends LinkedWorkflow> = Pick<Answers[K], 'progress' | 'request'>;

/** What each hears: by name, a signal and an update, which takes what its schema takes. */
export const HEARD = {
  onboarding: SIGNALS,
  watch: WATCH_SIGNALS,
  offboarding: OFFBOARDING_SIGNALS,
} as const satisfies Record<Kind, Record<string, z.ZodType>>;

export type Signal<K extends Kind> = keyof (typeof HEARD)[K] & string;

export type Told<K extends Kind, S extends Signal<K>> = z.input<Extract<(typeof HEARD)[K][S], z.ZodType>>;

/** What our own workflows and activities ask each other: nobody else has to do with it. */
export type InternalQueries = {
  /** Of a large choice, to the onboarding: so many from a position on. */
  chosen: (from: number, count: number) => Assignment[];
};

/** And what our workflows tell each other. */
export type InternalSignals = {
  /** To an onboarding, from the child that assigns a large choice: how far it is. */
  assignmentProgress: [tally: Tally];
  /** To an onboarding, from the customer's watch. That there is one to tell is all that is asked. */
  watchAsks: [];
  /** To whichever has sent a contact a link: they are on its pages. Told every half an hour at most. */
  contactSeen: [seen: { contact: string }];
  /** To an offboarding, from the customer's watch: nothing of it is at work any more. */
  watchEnded: [];
};
