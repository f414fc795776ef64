/**
 * One onboarding that is under way in its lane. People answer the text messages that they get; the operator mends what
 * is blocked; nobody does anything that the onboarding does not ask for.
 */
import { activityInfo } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import proto from '@temporalio/proto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BLOCKED, type Problem, type Progress } from '../../src/onboarding/progress.js';
import type { TestSandbox } from '../support/sandbox.js';
import type { Lane } from './lane.js';
import type { Story } from './stories.js';

/** What is done to one run. */
export type Disturbance = {
  /** Before the onboarding is started, in a fresh world. */
  prepare?: (world: TestSandbox) => void;
  /** What was broken works again, by itself, when something is tried for the third time. */
  heal?: (world: TestSandbox) => void;
  /** What a person mends when a step is blocked, before they retry it. */
  mend?: (world: TestSandbox) => void;
  /** While the n-th attempt of an activity begins, counted from 1 over the whole run. */
  atAttempt?: (n: number, live: Live) => Promise<void>;
};

/** An attempt that begins. */
export type Live = {
  handle: WorkflowHandle;
  activity: { name: string; id: string };
  /** The worker stops before this attempt does its work, or after it and before its reply. */
  workerStops: (when: 'before' | 'after') => void;
};

/** What heals by itself has done so when something is tried so often. */
const HEALED_AT_TRY = 3;
/** A run takes a second or two; a machine that does much else must not make it look stuck. */
const STUCK_AFTER_MS = 300_000;
/** What is mended so often and still blocks is not mended. */
const MOST_PROBLEMS = 20;
const POLL_MS = 10;
const LOOK_MS = 40;
const LOOKS_AT_PROGRESS = 25;
/** After these somebody may have to do something before any other activity begins. */
const ATTENDED: ReadonlySet<string> = new Set(['resolveTenant', 'sendText']);
const {
  PENDING_ACTIVITY_STATE_SCHEDULED: SCHEDULED,
  PENDING_ACTIVITY_STATE_CANCEL_REQUESTED: CANCEL_REQUESTED,
} = proto.temporal.api.enums.v1.PendingActivityState;

/** What a worker that is shut down tells of what it has at work. */
const workerStopped = () => ApplicationFailure.retryable('Worker is shutting down', 'WorkerShutdown');

/** Temporal does not retry what fails after it was asked to stop; the test server forgets it, and the workflow waits. */
const lastFailure = (error: unknown) =>
  ApplicationFailure.nonRetryable(error instanceof Error ? error.message : String(error), 'AskedToStop');

const pendingActivities = async (handle: WorkflowHandle) =>
  (await handle.describe()).raw.pendingActivities ?? [];

/** By a cancel of the workflow. */
export async function isAskedToStop(handle: WorkflowHandle, activityId: string): Promise<boolean> {
  const pending = await pendingActivities(handle);
  return pending.find((activity) => activity.activityId === activityId)?.state === CANCEL_REQUESTED;
}

export class Run {
  /** What blocked it on its way. */
  readonly problems: Problem[] = [];
  /** Attempts of activities after the first. */
  retries = 0;
  /** The longest pause between two attempts, in Temporal's time. */
  longestPauseMs = 0;
  /** Begun, of all activities. */
  private attempts = 0;
  /** Of each thing to do: an activity, or a text, whose tries are activities of their own. */
  private readonly tries = new Map<string, number>();
  private readonly failedAt = new Map<string, number>();
  /** Waits and blocks that somebody has dealt with. */
  private readonly dealtWith = new Set<string>();
  private over = false;
  private gaveUp?: string;

  constructor(
    readonly handle: WorkflowHandle,
    private readonly lane: Lane,
    private readonly story: Story,
    private readonly disturbance: Disturbance,
  ) {}

  progress = (): Promise<Progress> => this.handle.query<Progress>('progress');

  /** How it ends, or where it stuck. Asked for, since the test server does not always tell who waits for a result. */
  async toTheEnd(): Promise<string> {
    const giveUpAt = Date.now() + STUCK_AFTER_MS;
    for (let looks = 1; ; looks += 1) {
      await sleep(LOOK_MS);
      const { status } = await this.handle.describe();
      if (status.name === 'RUNNING') {
        if (looks % LOOKS_AT_PROGRESS === 0) await this.lookAfter(giveUpAt);
        continue;
      }
      this.over = true;
      // What is cancelled through Temporal itself has no result.
      if (status.name === 'CANCELLED') return 'cancelled';
      return status.name === 'COMPLETED' ? (await this.progress()).status : (this.gaveUp ?? status.name);
    }
  }

  private async lookAfter(giveUpAt: number): Promise<void> {
    const progress = await this.progress();
    // Its time was up while no activity was at work.
    if (progress.problem !== null) await this.deal(progress);
    if (Date.now() > giveUpAt) await this.giveUp(`stuck: ${saidBy(progress)}`);
  }

  private async giveUp(why: string): Promise<void> {
    this.gaveUp = why;
    await this.handle.terminate(why);
  }

  /** One attempt of an activity, as the worker is asked for it. */
  async perform(name: string, activity: (input: unknown) => Promise<unknown>, input: unknown) {
    const { temporal, world } = this.lane;
    const { activityId } = activityInfo();
    const task = name === 'sendText' ? (input as { id: string }).id : activityId;
    const tries = (this.tries.get(task) ?? 0) + 1;
    this.tries.set(task, tries);
    this.attempts += 1;
    let stops: 'before' | 'after' | undefined;
    const workerStops = (when: 'before' | 'after') => (stops = when);
    const live = { handle: this.handle, activity: { name, id: activityId }, workerStops };
    await this.disturbance.atAttempt?.(this.attempts, live);
    const failedAt = this.failedAt.get(task);
    if (failedAt !== undefined) {
      this.retries += 1;
      this.longestPauseMs = Math.max(this.longestPauseMs, (await temporal.currentTimeMs()) - failedAt);
    }
    if (tries >= HEALED_AT_TRY) {
      await world.sandbox.network.up();
      this.disturbance.heal?.(world);
    }
    try {
      if (stops === 'before') throw workerStopped();
      const result = await activity(input);
      if (stops === 'after') throw workerStopped();
      // With nothing else to wait for, time would skip days before anybody answers.
      if (ATTENDED.has(name)) await temporal.holdTime(() => this.attend());
      return result;
    } catch (error) {
      this.failedAt.set(task, await temporal.currentTimeMs());
      const blocks = error instanceof ApplicationFailure && error.type === BLOCKED;
      // After a text that is not wanted any more nothing is pending either.
      if (blocks || name === 'sendText') await temporal.holdTime(() => this.attend());
      throw blocks || !(await isAskedToStop(this.handle, activityId)) ? error : lastFailure(error);
    }
  }

  /** Until an activity is at work again, or time has to pass before one is. */
  private async attend(): Promise<void> {
    const { handle, attempts } = this;
    while (!this.over && this.attempts === attempts) {
      await sleep(POLL_MS);
      const before = await pendingActivities(handle);
      if (before.length > 0) {
        if (before.every(({ attempt, state }) => (attempt ?? 1) > 1 && state === SCHEDULED)) return;
        continue;
      }
      const progress = await this.progress();
      if ((await pendingActivities(handle)).length > 0) continue; // has been begun since
      if (progress.status !== 'waiting' && progress.problem === null) return; // it waits for a timer
      // Who is to answer has not been told: the text is tried again in a moment.
      if (progress.messages.some((message) => message.status === 'sending')) return;
      if (!(await this.deal(progress))) return;
    }
  }

  /** Somebody does what is waited for, once; false when nobody does. */
  private async deal({ step, waitingFor, problem, status, actions }: Progress): Promise<boolean> {
    const { handle, disturbance, lane, problems, dealtWith } = this;
    const key = JSON.stringify([step, status, waitingFor?.since, problem?.code, actions.length]);
    if (dealtWith.has(key)) return true;
    if (problem !== null) {
      dealtWith.add(key);
      problems.push(problem);
      const remedy = lane.remedies[problem.code];
      const isMended = disturbance.mend !== undefined || remedy !== undefined;
      if (!isMended || problems.length > MOST_PROBLEMS) {
        await this.giveUp(`blocked at ${step}: ${problem.code} ${problem.details?.join('; ') ?? ''}`);
        return false;
      }
      disturbance.mend?.(lane.world);
      await remedy?.(lane.world, problem, handle);
      await handle.signal('retryStep', { step, by: 'operator' });
      return true;
    }
    const signal = waitingFor?.signal;
    const person = signal === undefined ? undefined : this.story.people[signal];
    if (person === undefined) return false;
    dealtWith.add(key);
    await person(handle, lane.world);
    return true;
  }
}

/** What an onboarding says of itself, for those who must find out why it does not go on. */
const saidBy = ({ step, status, waitingFor, problem }: Progress) =>
  JSON.stringify({ step, status, waitingFor: waitingFor?.signal ?? null, problem: problem?.code ?? null });
