/** The workflows of a customer as a client sees them: asking one, telling it something, and what went wrong, in words. */
import {
  type Client,
  isGrpcCancelledError,
  isGrpcDeadlineError,
  QueryNotRegisteredError,
  type WorkflowHandle,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
} from '@temporalio/client';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type InternalSignals,
  type Kind,
  type Question,
  type Signal,
  type Told,
  VIEW,
  WORKFLOW_ID_OF,
} from '../onboarding/contract.js';
import { LINKED, type LinkedWorkflow } from '../onboarding/links.js';
import type { Report } from '../onboarding/textMessages.js';
import { isUnreachable, TemporalUnreachableError } from './connection.js';
import { codeOf, GRPC, saidBy } from './grpc.js';
import { countWorkers } from './pollers.js';
import type { Answer, Retrying, View } from './port.js';

/** What any client may be told; `hint` is what helps where there is a command line. */
class CustomerWorkflowError extends Error {
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
  }
}
/** Refused: by the workflow itself, or because of the state it is in. */
export class RefusedError extends CustomerWorkflowError {}
/** There is no such workflow of this customer. */
export class OnboardingNotFoundError extends CustomerWorkflowError {}
/** No worker polls the task queue, or it fails each time, so queries and updates stay unanswered. */
export class NoWorkerError extends CustomerWorkflowError {}

/** How long a worker may take. Temporal asks the one that knew the workflow last for 10 s before it asks any other. */
const ANSWER_WITHIN_MS = 25_000;
/** How long Temporal itself may take, which asks no worker then. */
const DESCRIBE_WITHIN_MS = 5_000;

export type Subject<K extends Kind = Kind> = {
  kind: K;
  customerId: string;
  /** An earlier one than the latest. */
  runId?: string | undefined;
};

const MISSING_HINT = {
  onboarding:
    'List them with "sso-onboard list", or what watches over customers with "sso-onboard list --watches".',
  offboarding: undefined,
  watch: 'A finished onboarding starts it when its request has "watch".',
};

export const handleOf = (client: Client, { kind, customerId, runId }: Subject) =>
  client.workflow.getHandle(WORKFLOW_ID_OF[kind](customerId), runId);

export type Latest = { runId: string; startedAt: Date; isRunning: boolean };

/** Needs no worker; undefined where there is none. */
export async function latest(client: Client, subject: Subject): Promise<Latest | undefined> {
  try {
    const { runId, startTime, status } = await handleOf(client, subject).describe();
    return { runId, startedAt: startTime, isRunning: status.name === 'RUNNING' };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

/** @throws OnboardingNotFoundError, NoWorkerError, RefusedError when it failed before it began */
export async function ask<K extends Kind, Q extends Question<K>>(
  client: Client,
  subject: Subject<K>,
  question: Q,
): Promise<Answer<K, Q>> {
  const handle = handleOf(client, subject);
  // Before the query: an execution that is closed here has said its last.
  const known = question === 'progress' ? await knownOf(client, handle, subject) : undefined;
  const answer = await answered(handle, subject, query<Answer<K, Q>>(client, handle, question));
  return known !== undefined && isObject(answer) ? Object.assign(answer, known) : answer;
}

/** Progress and request by two calls, where asking for each takes three. @throws as `ask` does */
export async function view<K extends LinkedWorkflow>(client: Client, subject: Subject<K>): Promise<View<K>> {
  const handle = handleOf(client, subject);
  const known = await knownOf(client, handle, subject);
  const both = await answered(handle, subject, bothOf<K>(client, handle));
  Object.assign(both.progress, known);
  return both;
}

async function bothOf<K extends LinkedWorkflow>(client: Client, handle: WorkflowHandle): Promise<View<K>> {
  try {
    return await query(client, handle, VIEW);
  } catch (error) {
    if (!(error instanceof QueryNotRegisteredError)) throw error;
    // A worker of an earlier version, or a workflow that did not begin.
    const [progress, request] = await Promise.all([
      query<View<K>['progress']>(client, handle, 'progress'),
      query<View<K>['request']>(client, handle, 'request'),
    ]);
    return { progress, request };
  }
}

const isObject = <T>(value: T): value is T & object => typeof value === 'object' && value !== null;

const query = <A>(client: Client, handle: WorkflowHandle, name: string): Promise<A> =>
  client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () => handle.query<A>(name));

async function answered<A>(handle: WorkflowHandle, subject: Subject, answer: Promise<A>): Promise<A> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof QueryNotRegisteredError) throw new RefusedError(await failureOf(handle, subject));
    throw await explained(error, handle, subject);
  }
}

/** What only Temporal knows of it. */
async function knownOf(
  client: Client,
  handle: WorkflowHandle,
  subject: Subject,
): Promise<{ execution: string; retrying: Retrying[] }> {
  const { status, raw } = await described(client, handle).catch(async (reason: unknown) => {
    throw await explained(reason, handle, subject);
  });
  const retrying = (raw.pendingActivities ?? [])
    .filter(({ attempt }) => (attempt ?? 1) > 1)
    .map(({ activityType, attempt, lastFailure }) => ({
      activity: activityType?.name ?? '',
      attempt: attempt ?? 1,
      lastFailure: lastFailure?.message ?? undefined,
    }));
  return { execution: status.name, retrying };
}

/**
 * Also before it is told anything: a payload that its workers could not decrypt would stop it. An onboarding's memo is
 * what shows that the keys differ.
 * @throws TemporalUnreachableError, WorkflowNotFoundError, ValueError when it was started with a key that is not known here
 */
const described = (client: Client, handle: WorkflowHandle) =>
  client
    .withDeadline(Date.now() + DESCRIBE_WITHIN_MS, () => handle.describe())
    .catch((reason: unknown) => {
      if (isUnreachable(reason)) throw new TemporalUnreachableError('Temporal does not answer any more.');
      throw reason;
    });

/** One that failed at once, for a request that came around the CLI. */
async function failureOf(handle: WorkflowHandle, { kind, customerId }: Subject): Promise<string> {
  const why = await handle.result().then(
    () => 'it answers no questions',
    (error: unknown) =>
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error),
  );
  return `The ${kind} of "${customerId}" did not begin: ${why}`;
}

/**
 * Tells it something by the update of that name, whose validator answers at once.
 * @throws RefusedError with the workflow's own reason; NoWorkerError when no worker takes it in time
 */
export async function tell<K extends Kind, S extends Signal<K>>(
  client: Client,
  subject: Subject<K>,
  name: S,
  input: Told<K, S>,
): Promise<void> {
  const { kind, customerId } = subject;
  const handle = handleOf(client, subject);
  try {
    await described(client, handle);
    const updateId = randomUUID();
    await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
      again(() => handle.executeUpdate(name, { args: [input], updateId })),
    );
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError) {
      throw new RefusedError(`Refused: ${error.cause?.message ?? error.message}`);
    }
    if (error instanceof WorkflowNotFoundError) {
      const { status } = await handle.describe().catch(async (reason: unknown) => {
        throw await explained(reason, handle, subject);
      });
      throw new RefusedError(
        `Refused: the ${kind} of "${customerId}" is over (${status.name.toLowerCase()}).`,
      );
    }
    const why = await explained(error, handle, subject);
    // The server keeps an update that nobody has taken: saying "failed" would be a lie.
    if (!(why instanceof NoWorkerError)) throw why;
    const later = `A worker may still take ${name} when it comes: see how the ${kind} stands before you send it again.`;
    throw new NoWorkerError(`${why.message} ${later}`, why.hint);
  }
}

/**
 * A report of a text message, to the onboarding and the watch: either may have sent the text, and a STOP counts for both.
 * What comes again is no news to them.
 */
export async function report(client: Client, customerId: string, { report, value }: Report): Promise<void> {
  for (const kind of LINKED) {
    const handle = handleOf(client, { kind, customerId });
    try {
      await described(client, handle);
      await handle.signal(report, value);
    } catch (error) {
      // Over: it need not know any more. Otherwise the callback is sent again.
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
}

/** That a contact is on our pages. Over: nobody is texted any more. */
export async function seen(client: Client, subject: Subject<LinkedWorkflow>, contact: string): Promise<void> {
  const args: InternalSignals['contactSeen'] = [{ contact }];
  try {
    await client.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
      handleOf(client, subject).signal('contactSeen', ...args),
    );
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
}

const TRIES = 3;
const PAUSE_MS = 300;

/** Something else that comes while a workflow task is being completed fails it, and its updates with it. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries === TRIES || codeOf(error) !== GRPC.failedPrecondition) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

/** What the client's error means. */
async function explained(
  error: unknown,
  handle: WorkflowHandle,
  { kind, customerId }: Subject,
): Promise<unknown> {
  const missing = new OnboardingNotFoundError(`There is no ${kind} of "${customerId}".`, MISSING_HINT[kind]);
  if (error instanceof WorkflowNotFoundError) return missing;
  const said = saidBy(error);
  const code = said?.code;
  if (code === GRPC.notFound) return missing;
  if (code === GRPC.unavailable) {
    return new TemporalUnreachableError(`Temporal does not answer any more: ${said?.details ?? ''}`);
  }
  if (code === GRPC.failedPrecondition) {
    return new NoWorkerError(
      `The worker fails at the ${kind} of "${customerId}" each time: its log says why.`,
      `Mostly it has another PAYLOAD_KEY than the one with which this was started. Give it that one too. If that key is lost and only later signals were encrypted with it, go back to before them: temporal workflow reset --workflow-id ${handle.workflowId} --type LastWorkflowTask --reapply-exclude Signal --reason "unreadable signals". Otherwise terminate ${handle.workflowId} in the Temporal UI.`,
    );
  }
  const unanswered =
    isGrpcDeadlineError(error) ||
    // Nobody here cancels: the server gives up just before we do.
    isGrpcCancelledError(error) ||
    error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
    /no poller/i.test(said?.details ?? '');
  if (!unanswered) return error;
  const { taskQueue } = await handle.describe();
  const { workflowService, options } = handle.client;
  if ((await countWorkers(workflowService, options.namespace, taskQueue)) > 0) {
    return new NoWorkerError(
      `No worker answers on the task queue "${taskQueue}" in time, though some take work from it: they are busy, or have just stopped. Nothing is lost.`,
      'Try again in a minute. If it stays so, start another worker.',
    );
  }
  return new NoWorkerError(
    `No worker answers on the task queue "${taskQueue}".`,
    'Start one with "sso-onboard worker" (or "npm start").',
  );
}
