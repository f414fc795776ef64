/**
 * How the pages, the API and the command line reach Temporal: what they ask, tell, list and start. Tests of pages put a
 * few functions in its place.
 */
import type { Client } from '@temporalio/client';
import type { Answers, Kind, Question, Signal, Told } from '../onboarding/contract.js';
import type { LinkedWorkflow } from '../onboarding/links.js';
import type {
  PreviewAnswer,
  PreviewQuestion,
  SearchAnswer,
  SearchQuestion,
} from '../onboarding/directory.js';
import type { OffboardingRequest } from '../onboarding/request.js';
import type { Report } from '../onboarding/textMessages.js';
import { ask, latest, type Latest, report, seen, type Subject, tell, view } from './customerWorkflow.js';
import { previewAssignments, searchDirectory } from './directory.js';
import { list, type Lists, type Page, type PageOf } from './list.js';
import { startOffboarding } from './offboardings.js';
import { unreadiness } from './readiness.js';
import { hasSignedOut, rememberSignOut } from './signOuts.js';
import { ensureOnboarding, startOnboarding, type Started, type StartOptions } from './start.js';

export type Retrying = { activity: string; attempt: number; lastFailure: string | undefined };

/** How a workflow stands, with what only Temporal knows of it. */
export type Standing<P> = P & {
  /** `RUNNING`, or how it ended: one that was terminated could not say so itself. */
  execution: string;
  /** Activities that are tried again, with the failure of the last attempt. */
  retrying: Retrying[];
};

type AnswersOf<K extends Kind> = {
  [Q in Question<K>]: Q extends 'progress' ? Standing<Answers[K][Q]> : Answers[K][Q];
};
/** What is answered, by kind and question. */
export type AllAnswers = { [K in Kind]: AnswersOf<K> };
export type Answer<K extends Kind, Q extends Question<K>> = AllAnswers[K][Q];

export type Onboarding = Answer<'onboarding', 'progress'>;
export type Watch = Answer<'watch', 'progress'>;
export type Offboarding = Answer<'offboarding', 'progress'>;

/** All that a page of a link shows. */
export type View<K extends LinkedWorkflow> = Pick<AllAnswers[K], 'progress' | 'request'>;

export type Port = {
  /** @throws OnboardingNotFoundError, NoWorkerError, RefusedError when it failed before it began */
  ask: <K extends Kind, Q extends Question<K>>(subject: Subject<K>, question: Q) => Promise<Answer<K, Q>>;
  /** Progress and request in one look. @throws as `ask` does */
  view: <K extends LinkedWorkflow>(subject: Subject<K>) => Promise<View<K>>;
  /** @throws RefusedError with the workflow's own reason; NoWorkerError when no worker takes it in time */
  tell: <K extends Kind, S extends Signal<K>>(
    subject: Subject<K>,
    signal: S,
    input: Told<K, S>,
  ) => Promise<void>;
  /** One page, newest first. */
  list: <L extends keyof Lists>(
    kind: L,
    filter: Lists[L]['filter'],
    page: PageOf,
  ) => Promise<Page<Lists[L]['found']>>;

  /** The latest run of it; undefined where there is none. Needs no worker. */
  latest: (subject: Subject) => Promise<Latest | undefined>;
  /** @throws RefusedError when an onboarding or an offboarding of the customer is running; WrongSettingsError */
  start: (options: StartOptions) => Promise<Started>;
  /** The same, but finds the onboarding that the same request has started before. */
  ensure: (options: StartOptions) => Promise<Started & { created: boolean }>;
  /** Starts an offboarding, or finds the one that runs. @throws RefusedError */
  offboard: (request: OffboardingRequest) => Promise<void>;
  /** What MessageMedia reports of a text, to whichever of the customer's workflows may have sent it. */
  report: (customerId: string, reported: Report) => Promise<void>;

  /** That the contact is on our pages: they are not texted for a while. Nothing where the workflow is over. */
  seen: (subject: Subject<LinkedWorkflow>, contact: string) => Promise<void>;

  /** @throws DirectoryError when the tenant's directory gave no answer */
  search: (question: SearchQuestion) => Promise<SearchAnswer>;
  /** @throws DirectoryError */
  preview: (question: PreviewQuestion) => Promise<PreviewAnswer>;
  rememberSignOut: (session: { id: string; seconds: number }) => Promise<void>;
  /** @throws when Temporal does not answer: nobody is let in then */
  hasSignedOut: (sessionId: string) => Promise<boolean>;
  /** Why nothing works just now; undefined when all is well. */
  unreadiness: () => Promise<string | undefined>;
  namespace: string;
};

export const portTo = (client: Client, taskQueue: string): Port => ({
  ask: (subject, question) => ask(client, subject, question),
  view: (subject) => view(client, subject),
  tell: (subject, signal, input) => tell(client, subject, signal, input),
  list: (kind, filter, page) => list(client, kind, filter, page),
  latest: (subject) => latest(client, subject),
  start: (options) => startOnboarding(client, taskQueue, options),
  ensure: (options) => ensureOnboarding(client, taskQueue, options),
  offboard: (request) => startOffboarding(client, taskQueue, request),
  report: (customerId, reported) => report(client, customerId, reported),
  seen: (subject, contact) => seen(client, subject, contact),
  search: (question) => searchDirectory(client, taskQueue, question),
  preview: (question) => previewAssignments(client, taskQueue, question),
  rememberSignOut: (session) => rememberSignOut(client, taskQueue, session),
  hasSignedOut: (sessionId) => hasSignedOut(client, sessionId),
  unreadiness: () => unreadiness(client),
  namespace: client.options.namespace,
});
