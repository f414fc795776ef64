/** How all customers' workflows stand, as Temporal's visibility tells it: for metrics, which name none of them. */
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { type Kind, WORKFLOW_OF } from '../onboarding/contract.js';
import {
  CERTIFICATE_EXPIRES,
  ONBOARDING_STATUS,
  ONBOARDING_STEP,
  PROBLEM,
  STATUS_SINCE,
  WAITING_FOR,
} from '../onboarding/searchAttributes.js';
import { recentPollers } from './pollers.js';
import { searchAttributeOf } from './searchAttributeOf.js';

/** As many as the server gives at once: it answers few such questions a second. */
const PAGE_SIZE = 1_000;

export type Open = {
  kind: Kind;
  status: string;
  step: string;
  waitingFor: string;
  problem: string | undefined;
  statusSince: string | undefined;
  certificateExpires: string | undefined;
};

/** How those that are over ended: as meant, given up by somebody, or otherwise, which nobody meant. */
const OUTCOMES = {
  done: `${ONBOARDING_STATUS.name} IN ('done', 'stopped') AND ExecutionStatus = 'Completed'`,
  cancelled: `${ONBOARDING_STATUS.name} = 'cancelled' AND ExecutionStatus != 'Running'`,
  failed: "ExecutionStatus IN ('Failed', 'TimedOut')",
  terminated: "ExecutionStatus = 'Terminated'",
} as const;
export type Outcome = keyof typeof OUTCOMES;

/** Of those that Temporal still has. */
export type Ended = { kind: Kind; outcome: Outcome; count: number };

export type Queue = {
  type: 'workflow' | 'activity';
  pollers: number;
  backlog: number;
  backlogAgeMs: number;
};

export type Census = { open: Open[]; ended: Ended[]; queues: Queue[] };

const KINDS: readonly Kind[] = ['onboarding', 'watch', 'offboarding'];
const OUTCOME_NAMES: readonly Outcome[] = ['done', 'cancelled', 'failed', 'terminated'];

export async function takeCensus(client: Client, taskQueue: string, now = Date.now()): Promise<Census> {
  const open: Open[] = [];
  const ended: Ended[] = [];
  for (const kind of KINDS) {
    const ours = `WorkflowType = '${WORKFLOW_OF[kind]}' AND TaskQueue = '${taskQueue.replaceAll("'", "''")}'`;
    open.push(...(await openOf(client, kind, ours)));
    for (const outcome of OUTCOME_NAMES) {
      const { count } = await client.workflow.count(`${ours} AND ${OUTCOMES[outcome]}`);
      ended.push({ kind, outcome, count });
    }
  }
  const queues = await Promise.all([
    queueOf(client, taskQueue, 'workflow', now),
    queueOf(client, taskQueue, 'activity', now),
  ]);
  return { open, ended, queues };
}

async function openOf(client: Client, kind: Kind, ours: string): Promise<Open[]> {
  const open: Open[] = [];
  let nextPageToken: Uint8Array = new Uint8Array(); // the first page
  do {
    // Not the client's own list, which reads memos too: they are encrypted.
    const page = await client.workflowService.listWorkflowExecutions({
      namespace: client.options.namespace,
      query: `${ours} AND ExecutionStatus = 'Running'`,
      pageSize: PAGE_SIZE,
      nextPageToken,
    });
    for (const info of page.executions) {
      open.push({
        kind,
        status: searchAttributeOf(info, ONBOARDING_STATUS) ?? 'unknown',
        step: searchAttributeOf(info, ONBOARDING_STEP) ?? 'unknown',
        waitingFor: searchAttributeOf(info, WAITING_FOR) ?? 'unknown',
        problem: searchAttributeOf(info, PROBLEM),
        statusSince: searchAttributeOf(info, STATUS_SINCE),
        certificateExpires: searchAttributeOf(info, CERTIFICATE_EXPIRES),
      });
    }
    ({ nextPageToken } = page);
  } while (nextPageToken.length > 0);
  return open;
}

const { TASK_QUEUE_TYPE_ACTIVITY, TASK_QUEUE_TYPE_WORKFLOW } = proto.temporal.api.enums.v1.TaskQueueType;

async function queueOf(client: Client, name: string, type: Queue['type'], now: number): Promise<Queue> {
  const { pollers, stats } = await client.workflowService.describeTaskQueue({
    namespace: client.options.namespace,
    taskQueue: { name },
    taskQueueType: type === 'workflow' ? TASK_QUEUE_TYPE_WORKFLOW : TASK_QUEUE_TYPE_ACTIVITY,
    reportStats: true,
  });
  const { approximateBacklogCount, approximateBacklogAge } = stats ?? {};
  return {
    type,
    pollers: recentPollers(pollers, now).length,
    backlog: Number(approximateBacklogCount ?? 0),
    backlogAgeMs:
      Number(approximateBacklogAge?.seconds ?? 0) * 1_000 + (approximateBacklogAge?.nanos ?? 0) / 1e6,
  };
}
