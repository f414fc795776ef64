/** `npm run record-histories`: keeps the history of every path that the tests play, for the replay test. */
import type { Client, WorkflowClientInterceptor } from '@temporalio/client';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type proto from '@temporalio/proto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WORKFLOW_OF } from '../../src/onboarding/contract.js';

type History = proto.temporal.api.history.v1.IHistory;

/** A folder; unset where nothing is recorded. */
const FOLDER = process.env['RECORD_HISTORIES'];

/** Sees what a test starts, and keeps how it went, in the name of the test. */
export class Recorder {
  private readonly started = new Set<string>();
  /** Of those, what comes to an end. */
  private readonly ending = new Set<string>();

  /** Part of the client's options. */
  readonly interceptor: WorkflowClientInterceptor = {
    startWithDetails: (input, next) => {
      this.started.add(input.options.workflowId);
      if (input.workflowType !== WORKFLOW_OF.watch) this.ending.add(input.options.workflowId);
      return next(input);
    },
  };

  /** Whether all that was started is over, save watches, which go on for years. */
  async isOver(client: Client): Promise<boolean> {
    for (const workflowId of this.ending) {
      const { status } = await client.workflow.getHandle(workflowId).describe();
      if (status.name === 'RUNNING') return false;
      this.ending.delete(workflowId);
    }
    return true;
  }

  forget(): void {
    this.started.clear();
    this.ending.clear();
  }

  /** Everything that was started, with its children, each run by itself, each path once. */
  async keep(client: Client): Promise<void> {
    if (FOLDER === undefined) return;
    mkdirSync(FOLDER, { recursive: true });
    const recorded = readdirSync(FOLDER).map((file) => readFileSync(join(FOLDER, file), 'utf8'));
    const known = new Set(recorded.map((text) => pathOf(historyFromJSON(JSON.parse(text)))));
    const test = testName().replace(/\W+/g, '-').slice(0, 90);
    let count = 0;
    // It grows meanwhile by the children.
    for (const workflowId of this.started) {
      for (const history of await this.chainOf(client, workflowId)) {
        if (known.has(pathOf(history))) continue;
        known.add(pathOf(history));
        count += 1;
        writeFileSync(join(FOLDER, `${test}-${String(count)}.json`), written(history));
      }
    }
    this.forget();
  }

  /** The runs of a workflow, the last first. */
  private async chainOf(client: Client, workflowId: string): Promise<History[]> {
    const chain: History[] = [];
    let runId: string | undefined;
    do {
      const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      const started = history.events?.[0]?.workflowExecutionStartedEventAttributes;
      if (started == null) throw new Error(`the history of ${workflowId} has no beginning`);
      // Not every server says so, and a replay needs it.
      started.workflowId = workflowId;
      for (const { childWorkflowExecutionStartedEventAttributes: child } of history.events ?? []) {
        if (child?.workflowExecution?.workflowId != null)
          this.started.add(child.workflowExecution.workflowId);
      }
      chain.push(history);
      runId = started.continuedExecutionRunId ?? undefined;
    } while (runId !== undefined && runId !== '');
    return chain;
  }
}

/** Jest's own global, where it is jest that runs this: the benches use the same clients. */
function testName(): string {
  const { expect } = globalThis as { expect?: { getState: () => { currentTestName?: string } } };
  return expect?.getState().currentTestName ?? 'before the tests';
}

/** What happened, in its order; two runs with the same are one path. */
const pathOf = ({ events }: History): string =>
  (events ?? [])
    .map(
      (event) =>
        event.activityTaskScheduledEventAttributes?.activityType?.name ??
        event.workflowExecutionSignaledEventAttributes?.signalName ??
        event.eventType,
    )
    .join(' ');

/** Without what is about the machine: stack traces and the worker's name. An event a line, for whoever compares them. */
function written(history: History): string {
  const scrubbed = (key: string, value: unknown) =>
    key === 'stackTrace' ? '' : key === 'identity' ? 'recorded' : value;
  const { events } = JSON.parse(historyToJSON(history)) as { events: unknown[] };
  return `{"events":[\n${events.map((event) => JSON.stringify(event, scrubbed)).join(',\n')}\n]}\n`;
}
