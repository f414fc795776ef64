/** Onboardings in real processes: a sandbox in ours, workers in their own, and people who answer when it is their turn. */
import type { Client, WorkflowHandle } from '@temporalio/client';
import Table3 from 'cli-table3';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { onboardingWorkflowId } from '../../src/onboarding/names.js';
import type { OnboardingResult, Progress } from '../../src/onboarding/progress.js';
import type { Fault } from '../../sandbox/faults.js';
import type { MadeRequest } from '../../sandbox/requests.js';
import { leftovers, type Left } from '../faults/leftovers.js';
import { STORIES } from '../faults/stories.js';
import { startTestSandbox, type TestSandbox } from '../support/sandbox.js';
import { bystandersOf, idsOf, stateOf } from '../support/state.js';
import { workerEnvironment, WorkerProcess } from '../support/workerProcess.js';

const POLL_MS = 100;

export class Playground {
  readonly taskQueue = `chaos-${randomUUID()}`;
  private readonly workers: WorkerProcess[] = [];

  private constructor(
    readonly world: TestSandbox,
    readonly requests: MadeRequest[],
    private readonly client: Client,
    private readonly address: string,
  ) {}

  static async open(client: Client, address: string, { webhook = false } = {}): Promise<Playground> {
    const requests: MadeRequest[] = [];
    return new Playground(await startTestSandbox({ requests, webhook }), requests, client, address);
  }

  /** `dist` may be that of another version. */
  startWorker(dist?: string, more: Record<string, string> = {}): WorkerProcess {
    const env = {
      ...workerEnvironment(this.world, this.taskQueue),
      TEMPORAL_ADDRESS: this.address,
      ...more,
    };
    const worker = new WorkerProcess(env, dist);
    worker.start();
    this.workers.push(worker);
    return worker;
  }

  /** In a fresh world, in which this fault is set before anything is asked. */
  async start(fault?: Fault): Promise<ChaoticOnboarding> {
    const { sandbox } = this.world;
    sandbox.reset();
    if (fault !== undefined) sandbox.faults.add(fault);
    this.requests.length = 0;
    const ids = idsOf(this.world.sandbox);
    const bystanders = bystandersOf(this.world.sandbox, ids);
    const customerId = `run-${randomUUID().slice(0, 12)}`;
    const workflowId = onboardingWorkflowId(customerId);
    const args = [STORIES.onboarding.request(this.world, customerId)];
    const { taskQueue } = this;
    await this.client.workflow.start('onboardCustomer', { taskQueue, workflowId, args });
    return new ChaoticOnboarding(this.world, this.client.workflow.getHandle(workflowId), customerId, {
      ids,
      bystanders,
    });
  }

  /** Until the fault has struck. */
  async struck(): Promise<void> {
    while (this.world.sandbox.faults.struck === 0) await sleep(20);
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.kill()));
    await this.world.stop();
  }
}

export class ChaoticOnboarding {
  private readonly answered = new Set<string>();

  constructor(
    private readonly world: TestSandbox,
    readonly handle: WorkflowHandle,
    private readonly customerId: string,
    private readonly before: { ids: Set<string>; bystanders: string },
  ) {}

  /** Undefined while nobody can answer: the worker or the server is gone. */
  async progress(): Promise<Progress | undefined> {
    return this.handle.query<Progress>('progress').catch(() => undefined);
  }

  /** People answer until the progress is as wanted. */
  async until(wanted: (progress: Progress) => boolean): Promise<void> {
    for (;;) {
      const progress = await this.progress();
      if (progress !== undefined && wanted(progress)) return;
      const signal = progress?.waitingFor?.signal;
      if (signal !== undefined && !this.answered.has(signal)) {
        const done = STORIES.onboarding.people[signal as keyof typeof STORIES.onboarding.people];
        await done(this.handle, this.world)
          .then(() => this.answered.add(signal))
          .catch(() => undefined);
      }
      await sleep(POLL_MS);
    }
  }

  /** The activity at work. */
  async activity(): Promise<string | undefined> {
    const { raw } = await this.handle.describe();
    return raw.pendingActivities?.[0]?.activityType?.name ?? undefined;
  }

  /** Every activity it has had. */
  async activities(): Promise<Set<string>> {
    const { events } = await this.handle.fetchHistory();
    const names = (events ?? []).map(
      ({ activityTaskScheduledEventAttributes: scheduled }) => scheduled?.activityType?.name,
    );
    return new Set(names.filter((name) => name != null));
  }

  /** To the end; what it has left. */
  async finish(): Promise<Left> {
    await this.until(({ status }) => status === 'done' || status === 'cancelled');
    const { status } = (await this.handle.result()) as OnboardingResult;
    const progress = (await this.progress())!;
    const { sandbox } = this.world;
    return {
      status,
      problems: [],
      progress,
      tenant: sandbox.world.tenants[0]!,
      inbox: [...sandbox.world.messages.inbox],
      bystandersUntouched: bystandersOf(sandbox, this.before.ids) === this.before.bystanders,
      state: stateOf(sandbox, [
        [this.customerId, '<customer>'],
        [progress.onboardingId, '<onboarding>'],
        [progress.onboardingId.slice(0, 8), '<onboarding>'],
      ]),
    };
  }
}

type Row = { kills: number; lost: number; duplicated: number };

/** What was killed and what came of it. */
export class Toll {
  private readonly rows = new Map<string, Row>();

  /** `kills` that one onboarding went through. */
  count(what: string, kills: number, left: Left, agreed: Left): string[] {
    const row = this.rows.get(what) ?? { kills: 0, lost: 0, duplicated: 0 };
    const complaints = leftovers(left, agreed);
    this.rows.set(what, {
      kills: row.kills + kills,
      lost: row.lost + (left.status === 'done' ? 0 : 1),
      duplicated: row.duplicated + (left.status === 'done' && complaints.length > 0 ? 1 : 0),
    });
    return complaints;
  }

  print(): void {
    const table = new Table3({
      head: ['Chaos', 'kills', 'lost', 'duplicated'],
      colAligns: ['left', 'right', 'right', 'right'],
      style: { head: [], border: [] },
    });
    for (const [what, { kills, lost, duplicated }] of this.rows) table.push([what, kills, lost, duplicated]);
    const total = (name: keyof Row) => [...this.rows.values()].reduce((sum, row) => sum + row[name], 0);
    table.push(['total', total('kills'), total('lost'), total('duplicated')]);
    process.stdout.write(`\n${table.toString()}\n`);
  }
}
