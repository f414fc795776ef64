/**
 * Whole onboardings on the time-skipping server, several at a time and each in a sandbox of its own, so that a
 * retry's pause costs nothing. People answer the text messages that they get; the operator mends what is blocked.
 */
import type { WorkflowHandle } from '@temporalio/client';
import { activityInfo } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
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

type Run = {
  handle: WorkflowHandle;
  lane: Lane;
  story: Story;
  disturbance: Disturbance;
  retries: number;
  longestPauseMs: number;
  failedAt: Map<string, number>;
  problems: Problem[];
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

  /** Plays one story to its end, as soon as a sandbox is free. */
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
      retries: 0,
      longestPauseMs: 0,
      failedAt: new Map(),
      problems: [],
    };
    this.runs.set(customerId, run);
    disturbance.prepare?.(world);
    const args = [story.request(world, customerId)];
    const { firstExecutionRunId } = await client.workflow.start('onboardCustomer', {
      taskQueue,
      workflowId,
      args,
    });
    const { status, problems } = await this.toTheEnd(run);
    await sandbox.network.up();
    return {
      status,
      problems,
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

  private async toTheEnd(run: Run): Promise<Pick<Outcome, 'status' | 'problems'>> {
    const { handle, problems } = run;
    const ended = handle.result().then(
      ({ status }: OnboardingResult) => status,
      (error: unknown) => run.gaveUp ?? String(error),
    );
    const giveUp = Date.now() + STUCK_AFTER_MS;
    for (;;) {
      const status = await Promise.race([ended, sleep(1_000)]);
      if (status !== undefined) return { status, problems };
      const { step, problem } = await handle.query<Progress>('progress');
      if (problem?.code === 'kept_failing') await this.operate(run);
      else if (Date.now() > giveUp) await this.giveUp(run, `stuck at ${step}`);
    }
  }

  /** The operator mends what is blocked, if somebody can, and retries the step. */
  private async operate(run: Run): Promise<void> {
    const { handle, disturbance, lane, problems } = run;
    for (;;) {
      const { step, problem } = await handle.query<Progress>('progress');
      if (problem === null) {
        await sleep(5);
        continue;
      }
      problems.push(problem);
      if (disturbance.mend === undefined || problems.length > 20)
        return this.giveUp(run, `blocked at ${step}`);
      disturbance.mend(lane.world);
      await handle.signal('retryStep', { step, by: 'operator' });
      return;
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
    const { lane, disturbance } = run;
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
      const result = await (activity as (input: unknown) => Promise<unknown>)(input);
      // Else time might skip days before they answer.
      if (name === 'sendText') await this.temporal.holdTime(() => this.answer(run));
      return result;
    } catch (error) {
      run.failedAt.set(activityId, await this.temporal.currentTimeMs());
      // With nothing else to wait for, time would skip to the end of the workflow's time.
      const blocks = error instanceof ApplicationFailure && error.type === BLOCKED;
      if (blocks) await this.temporal.holdTime(() => this.operate(run));
      throw error;
    }
  }

  /** Whoever got a text message does what it asks for, once the activity that sent it is over. */
  private async answer({ handle, story, lane: { world } }: Run): Promise<void> {
    for (;;) {
      const { raw } = await handle.describe();
      if ((raw.pendingActivities ?? []).length === 0) break;
      await sleep(5);
    }
    const { waitingFor } = await handle.query<Progress>('progress');
    const person = waitingFor === null ? undefined : story.people[waitingFor.signal];
    await person?.(handle, world);
  }
}
