/**
 * Whole onboardings on the time-skipping server, several at a time and each in a sandbox of its own, so that a
 * retry's pause costs nothing. People answer the text messages that they get; the operator mends what is blocked.
 */
import { WorkflowFailedError, type WorkflowHandle } from '@temporalio/client';
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import proto from '@temporalio/proto';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectDeps } from '../../src/activities/connect.js';
import type { Deps } from '../../src/activities/deps.js';
import { type Activities, createActivities } from '../../src/activities/index.js';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import {
  BLOCKED,
  type OnboardingResult,
  type Problem,
  type Progress,
} from '../../src/onboarding/progress.js';
import type { MadeRequest } from '../../src/sandbox/requests.js';
import type { SentMessage, Tenant } from '../../src/sandbox/world.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { bystandersOf, idsOf, stateOf } from '../support/state.js';
import { type TestTemporal, timeSkippingServer } from '../support/temporal.js';
import type { Story } from './stories.js';

/** What is done to one run. */
export type Disturbance = {
  /** Before the onboarding is started, in a fresh world. */
  prepare?: (world: TestSandbox) => void;
  /** What was broken works again, by itself, when an activity begins its third attempt. */
  heal?: (world: TestSandbox) => void;
  /** What a person mends when a step is blocked, before they retry it. */
  mend?: (world: TestSandbox) => void;
  /** While the n-th attempt of an activity begins, counted from 1 over the whole run. */
  atAttempt?: (n: number, live: Live) => Promise<void>;
};

/** A run that is under way. */
export type Live = {
  handle: WorkflowHandle;
  activity: { name: string; id: string };
  /** The worker stops before this attempt does its work, or after it and before its reply. */
  workerStops: (when: 'before' | 'after') => void;
};

export type Outcome = {
  /** How it ended, or where it stuck. */
  status: string;
  /** As the onboarding itself tells it. */
  progress: Progress;
  /** What stands in the tenant and in the inbox, ids and times aside. */
  state: unknown;
  bystandersUntouched: boolean;
  tenant: Tenant;
  inbox: SentMessage[];
  /** What blocked it on its way. */
  problems: Problem[];
  requests: MadeRequest[];
  /** Attempts of activities after the first. */
  retries: number;
  /** The longest pause between two attempts, in Temporal's time. */
  longestPauseMs: number;
  seconds: number;
};

/** Attempts after which something that heals by itself has done so. */
const HEALED_AT_ATTEMPT = 3;
/** Within the patience of a test; a run takes a second or two. */
const STUCK_AFTER_MS = 60_000;
/** What is mended so often and still blocks is not mended. */
const MOST_PROBLEMS = 20;
const POLL_MS = 10;
const {
  PENDING_ACTIVITY_STATE_SCHEDULED: SCHEDULED,
  PENDING_ACTIVITY_STATE_CANCEL_REQUESTED: CANCEL_REQUESTED,
} = proto.temporal.api.enums.v1.PendingActivityState;
/** After these somebody may have to do something before any other activity begins. */
const ATTENDED: ReadonlySet<string> = new Set(['resolveTenant', 'sendText']);
/** A reply that never comes is waited for so long. */
const REQUEST_TIMEOUT_MS = 1_000;

/** A sandbox, and the activities that work in it. */
type Lane = { world: TestSandbox; requests: MadeRequest[]; deps: Deps; activities: Activities };

async function openLane(): Promise<Lane> {
  const requests: MadeRequest[] = [];
  const world = await startTestSandbox({ requests });
  const deps = connectDeps({ ...world.settings, requestTimeoutMs: REQUEST_TIMEOUT_MS });
  return { world, requests, deps, activities: createActivities(deps) };
}

/** What a worker that is shut down tells of what it has at work. */
const workerStopped = () => ApplicationFailure.retryable('Worker is shutting down', 'WorkerShutdown');

/** Temporal does not retry what fails after it was asked to stop; the test server forgets it, and the workflow waits. */
const lastFailure = (error: unknown) =>
  ApplicationFailure.nonRetryable(error instanceof Error ? error.message : String(error), 'AskedToStop');

/** By a cancel of the workflow. */
export async function isAskedToStop(handle: WorkflowHandle, activityId: string): Promise<boolean> {
  const { raw } = await handle.describe();
  const activity = (raw.pendingActivities ?? []).find((pending) => pending.activityId === activityId);
  return activity?.state === CANCEL_REQUESTED;
}

type Run = {
  handle: WorkflowHandle;
  lane: Lane;
  story: Story;
  disturbance: Disturbance;
  /** Begun, of all activities. */
  attempts: number;
  retries: number;
  longestPauseMs: number;
  failedAt: Map<string, number>;
  problems: Problem[];
  /** Waits and blocks that somebody has dealt with. */
  dealtWith: Set<string>;
  over: boolean;
  gaveUp?: string;
};

export type OpenStage = { stage: Stage; close: () => Promise<void> };

/** A server, a worker, and so many sandboxes. */
export async function openStage(lanes: number): Promise<OpenStage> {
  const temporal = await timeSkippingServer({ always: true });
  const opened = await Promise.all(Array.from({ length: lanes }, openLane));
  const stage = new Stage(temporal, opened);
  const stop = await temporal.startWorker(stage.activities(opened[0]!.activities));
  const close = async () => {
    await stop();
    await Promise.all(opened.map(({ world }) => world.stop()));
    await temporal.stop();
  };
  return { stage, close };
}

export class Stage {
  private readonly runs = new Map<string, Run>();
  private readonly idle: Lane[];
  private readonly waiting: (() => void)[] = [];
  private count = 0;

  constructor(
    private readonly temporal: TestTemporal,
    lanes: Lane[],
  ) {
    this.idle = [...lanes];
  }

  /** Plays one story to its end, as soon as a lane is free. */
  async play(story: Story, disturbance: Disturbance = {}): Promise<Outcome> {
    const lane = this.idle.pop() ?? (await this.nextIdle());
    try {
      return await this.playIn(lane, story, disturbance);
    } finally {
      this.idle.push(lane);
      this.waiting.shift()?.();
    }
  }

  private async nextIdle() {
    await new Promise<void>((resolve) => this.waiting.push(resolve));
    return this.idle.pop()!;
  }

  private async playIn(lane: Lane, story: Story, disturbance: Disturbance): Promise<Outcome> {
    const begun = performance.now();
    const { world, requests } = lane;
    const { sandbox } = world;
    sandbox.reset();
    requests.length = 0;
    // As after a restart of the worker: no token is remembered from the run before.
    for (const { id } of sandbox.world.tenants) lane.deps.forgetTokens(id);
    const ids = idsOf(sandbox);
    const before = bystandersOf(sandbox, ids);
    this.count += 1;
    const customerId = `run-${String(this.count)}`;
    const { client, taskQueue } = this.temporal;
    const workflowId = onboardingWorkflowId(customerId);
    const handle = client.workflow.getHandle(workflowId);
    const run: Run = {
      handle,
      lane,
      story,
      disturbance,
      attempts: 0,
      retries: 0,
      longestPauseMs: 0,
      failedAt: new Map(),
      problems: [],
      dealtWith: new Set(),
      over: false,
    };
    this.runs.set(customerId, run);
    disturbance.prepare?.(world);
    const args = [story.request(world, customerId)];
    const { firstExecutionRunId } = await client.workflow.start('onboardCustomer', {
      taskQueue,
      workflowId,
      args,
    });
    const status = await this.toTheEnd(run);
    this.runs.delete(customerId);
    await sandbox.network.up();
    return {
      status,
      problems: run.problems,
      progress: await handle.query<Progress>('progress'),
      state: stateOf(sandbox, [
        [customerId, '<customer>'],
        [firstExecutionRunId, '<onboarding>'],
        [firstExecutionRunId.slice(0, 8), '<onboarding>'],
      ]),
      bystandersUntouched: bystandersOf(sandbox, ids) === before,
      tenant: sandbox.world.tenants[0]!,
      inbox: sandbox.world.messages.inbox,
      requests: [...requests],
      retries: run.retries,
      longestPauseMs: run.longestPauseMs,
      seconds: (performance.now() - begun) / 1000,
    };
  }

  /** How it ends; what is cancelled through Temporal itself has no result. */
  private async toTheEnd(run: Run): Promise<string> {
    const { handle } = run;
    const ended = handle
      .result()
      .then(
        ({ status }: OnboardingResult) => status,
        (error: unknown) =>
          run.gaveUp ??
          (error instanceof WorkflowFailedError && error.cause instanceof CancelledFailure
            ? 'cancelled'
            : String(error)),
      )
      .finally(() => (run.over = true));
    const giveUp = Date.now() + STUCK_AFTER_MS;
    for (;;) {
      const status = await Promise.race([ended, sleep(1_000)]);
      if (status !== undefined) return status;
      const progress = await handle.query<Progress>('progress');
      // Its time was up while no activity was at work.
      if (progress.problem !== null) await this.deal(run, progress);
      if (Date.now() > giveUp) await this.giveUp(run, `stuck at ${progress.step}`);
    }
  }

  private async giveUp(run: Run, why: string): Promise<void> {
    run.gaveUp = why;
    await run.handle.terminate(why);
  }

  /** Each activity runs in the sandbox of its onboarding. */
  activities(names: Activities): Activities {
    const dispatched = Object.keys(names).map((name) => [
      name,
      (input: unknown) => this.perform(name, input),
    ]);
    return Object.fromEntries(dispatched) as Activities;
  }

  private async perform(name: string, input: unknown): Promise<unknown> {
    const { attempt, activityId, workflowExecution } = activityInfo();
    const run = this.runs.get(workflowExecution?.workflowId.split('/')[1] ?? '')!;
    const { lane, disturbance, handle } = run;
    run.attempts += 1;
    let stops: 'before' | 'after' | undefined;
    const workerStops = (when: 'before' | 'after') => (stops = when);
    await disturbance.atAttempt?.(run.attempts, {
      handle,
      activity: { name, id: activityId },
      workerStops,
    });
    const failedAt = run.failedAt.get(activityId);
    if (failedAt !== undefined) {
      run.retries += 1;
      run.longestPauseMs = Math.max(run.longestPauseMs, (await this.temporal.currentTimeMs()) - failedAt);
    }
    if (attempt >= HEALED_AT_ATTEMPT) {
      await lane.world.sandbox.network.up();
      disturbance.heal?.(lane.world);
    }
    const activity = new Map<string, unknown>(Object.entries(lane.activities)).get(name);
    try {
      if (stops === 'before') throw workerStopped();
      const result = await (activity as (input: unknown) => Promise<unknown>)(input);
      if (stops === 'after') throw workerStopped();
      // With nothing else to wait for, time would skip days before anybody answers.
      if (ATTENDED.has(name)) await this.temporal.holdTime(() => this.attend(run));
      return result;
    } catch (error) {
      run.failedAt.set(activityId, await this.temporal.currentTimeMs());
      const blocks = error instanceof ApplicationFailure && error.type === BLOCKED;
      if (blocks) await this.temporal.holdTime(() => this.attend(run));
      throw blocks || !(await isAskedToStop(handle, activityId)) ? error : lastFailure(error);
    }
  }

  /** Until an activity is at work again, or time has to pass before one is. */
  private async attend(run: Run): Promise<void> {
    const { handle, attempts } = run;
    const pending = async () => (await handle.describe()).raw.pendingActivities ?? [];
    while (!run.over && run.attempts === attempts) {
      await sleep(POLL_MS);
      const before = await pending();
      if (before.length > 0) {
        if (before.every(({ attempt, state }) => (attempt ?? 1) > 1 && state === SCHEDULED)) return;
        continue;
      }
      const progress = await handle.query<Progress>('progress');
      if ((await pending()).length > 0) continue; // has been begun since
      if (progress.status !== 'waiting' && progress.problem === null) return; // it waits for a timer
      if (!(await this.deal(run, progress))) return;
    }
  }

  /** Somebody does what is waited for, once; false when nobody does. */
  private async deal(run: Run, { step, waitingFor, problem, status, actions }: Progress): Promise<boolean> {
    const { handle, story, disturbance, lane, problems, dealtWith } = run;
    const key = JSON.stringify([step, status, waitingFor?.since, problem?.code, actions.length]);
    if (dealtWith.has(key)) return true;
    if (problem !== null) {
      dealtWith.add(key);
      problems.push(problem);
      if (disturbance.mend === undefined || problems.length > MOST_PROBLEMS) {
        await this.giveUp(run, `blocked at ${step}`);
        return false;
      }
      disturbance.mend(lane.world);
      await handle.signal('retryStep', { step, by: 'operator' });
      return true;
    }
    const person = waitingFor === null ? undefined : story.people[waitingFor.signal];
    if (person === undefined) return false;
    dealtWith.add(key);
    await person(handle, lane.world);
    return true;
  }
}
