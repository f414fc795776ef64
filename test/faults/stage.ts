/**
 * Whole onboardings on time-skipping servers, several at a time, so that a retry's pause costs nothing. What one has
 * left is told as its outcome.
 */
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import type { Problem, Progress } from '../../src/onboarding/progress.js';
import type { MadeRequest } from '../../sandbox/requests.js';
import type { SentMessage, Tenant } from '../../sandbox/world.js';
import { TEMPLATE_IDS } from '../support/sandbox.js';
import { bystandersOf, idsOf, stateOf } from '../support/state.js';
import { type Lane, openLane } from './lane.js';
import { type Disturbance, Run } from './run.js';
import type { Story } from './stories.js';

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

export class Stage {
  private readonly idle: Lane[];
  private readonly waiting: (() => void)[] = [];
  private count = 0;

  private constructor(private readonly lanes: readonly Lane[]) {
    this.idle = [...lanes];
  }

  static async open(lanes: number): Promise<Stage> {
    const opened: Lane[] = [];
    // One after the other: a server that does not start within 5 seconds is given up.
    while (opened.length < lanes) opened.push(await openLane());
    return new Stage(opened);
  }

  async close(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.close()));
  }

  /** Plays one story to its end, as soon as a lane is free. */
  async play(story: Story, disturbance: Disturbance = {}): Promise<Outcome> {
    const lane = this.idle.pop() ?? (await this.nextIdle());
    this.count += 1;
    try {
      return await playIn(lane, `run-${String(this.count)}`, story, disturbance);
    } finally {
      this.idle.push(lane);
      this.waiting.shift()?.();
    }
  }

  private async nextIdle() {
    await new Promise<void>((resolve) => this.waiting.push(resolve));
    return this.idle.pop()!;
  }
}

async function playIn(
  lane: Lane,
  customerId: string,
  story: Story,
  disturbance: Disturbance,
): Promise<Outcome> {
  const begun = performance.now();
  const { world, requests, deps } = lane;
  const { client, taskQueue } = lane.temporal;
  const { sandbox } = world;
  sandbox.reset();
  requests.length = 0;
  deps.templateId = story.fromTemplate === true ? TEMPLATE_IDS.global : undefined;
  // As after a restart of the worker: no token is remembered from the run before.
  for (const { id } of sandbox.world.tenants) deps.forgetTokens(id);
  const ids = idsOf(sandbox);
  const before = bystandersOf(sandbox, ids);
  const workflowId = onboardingWorkflowId(customerId);
  const run = new Run(client.workflow.getHandle(workflowId), lane, story, disturbance);
  lane.run = run;
  disturbance.prepare?.(world);
  const args = [story.request(world, customerId)];
  const { firstExecutionRunId } = await client.workflow.start('onboardCustomer', {
    taskQueue,
    workflowId,
    args,
  });
  const status = await run.toTheEnd();
  lane.run = undefined;
  await sandbox.network.up();
  return {
    status,
    progress: await run.progress(),
    state: stateOf(sandbox, [
      [customerId, '<customer>'],
      [firstExecutionRunId, '<onboarding>'],
      [firstExecutionRunId.slice(0, 8), '<onboarding>'],
    ]),
    bystandersUntouched: bystandersOf(sandbox, ids) === before,
    tenant: sandbox.world.tenants[0]!,
    inbox: sandbox.world.messages.inbox,
    problems: run.problems,
    requests: [...requests],
    retries: run.retries,
    longestPauseMs: run.longestPauseMs,
    seconds: (performance.now() - begun) / 1000,
  };
}
