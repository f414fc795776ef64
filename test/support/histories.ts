/** How large histories are: what Temporal limits, and what each run costs. */
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';

export type HistorySize = { events: number; bytes: number; largestPayload: number };

export async function historySize(client: Client, workflowId: string, runId?: string): Promise<HistorySize> {
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const payloads: number[] = [0];
  const look = (value: unknown): void => {
    if (value instanceof Uint8Array) payloads.push(value.byteLength);
    else if (Array.isArray(value)) value.forEach(look);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
  };
  look(history.events);
  return {
    events: history.events?.length ?? 0,
    bytes: proto.temporal.api.history.v1.History.encode(history).finish().byteLength,
    largestPayload: Math.max(...payloads),
  };
}

/** The runs of a workflow, last first, that continued as new. */
export async function runsOf(client: Client, workflowId: string): Promise<string[]> {
  const runs: string[] = [];
  let runId: string | undefined;
  for (;;) {
    const { events } = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    const started = events?.[0]?.workflowExecutionStartedEventAttributes;
    runs.push(started?.originalExecutionRunId ?? '');
    const before = started?.continuedExecutionRunId;
    if (before == null || before === '') return runs;
    runId = before;
  }
}
