/** Finding a customer's workflows by Temporal's visibility, for as long as Temporal keeps them. */
import type { Client } from '@temporalio/client';
import proto from '@temporalio/proto';
import { type Kind, WORKFLOW_OF } from '../onboarding/contract.js';
import { customerIdOf } from '../onboarding/names.js';
import {
  CUSTOMER_ID,
  ONBOARDING_STATUS,
  ONBOARDING_STEP,
  TENANT,
  WAITING_FOR,
} from '../onboarding/searchAttributes.js';
import { searchAttributeOf } from './searchAttributeOf.js';

type ListedWorkflow = {
  customerId: string;
  tenant: string | undefined;
  status: string | undefined;
  step: string | undefined;
  waitingFor: string | undefined;
  /** `RUNNING`, or how it ended. */
  workflowStatus: string;
};

export type Listed = ListedWorkflow & {
  onboardingId: string;
  startedAt: string;
  closedAt: string | undefined;
  /** Of one that is done: what there is of the customer since, the offboarding rather than the watch. */
  since: Since | undefined;
};

export type Since = {
  workflow: 'watch' | 'offboarding';
  status: string | undefined;
  workflowStatus: string;
};

/** A watch outlives its onboarding in Temporal, which forgets what has been over for long. */
export type ListedWatch = ListedWorkflow;

/** The values are names of ours, or of the shape of one, never free text: they become part of a query. */
export type ListFilter = {
  status?: string | undefined;
  step?: string | undefined;
  waitingFor?: string | undefined;
  /** How the customer's id begins, or their tenant. */
  search?: string | undefined;
  startedBefore?: Date | undefined;
  /** What the customer's id must begin with, one of them; an empty list finds nobody. */
  prefixes?: readonly string[] | undefined;
};

export type WatchFilter = Pick<ListFilter, 'status' | 'waitingFor' | 'search' | 'prefixes'>;

/** `cursor`: of the page before. */
export type PageOf = { size: number; cursor?: string | undefined };

const PAGE_SIZE = 100;

export type Lists = {
  onboarding: { filter: ListFilter; found: Listed };
  watch: { filter: WatchFilter; found: ListedWatch };
};

/** `next`: the cursor of the page after it. */
export type Page<T> = { found: T[]; next: string | undefined };

const LIST_OF: {
  [L in keyof Lists]: (
    client: Client,
    filter: Lists[L]['filter'],
    page: PageOf,
  ) => Promise<Page<Lists[L]['found']>>;
} = { onboarding: onboardings, watch: watches };

/** One page, newest first. */
export const list = <L extends keyof Lists>(
  client: Client,
  kind: L,
  filter: Lists[L]['filter'],
  page: PageOf,
): Promise<Page<Lists[L]['found']>> => LIST_OF[kind](client, filter, page);

/** Every workflow of every customer that the server still has, newest first; of a watch, its last run. */
export async function* everyWorkflow(client: Client, taskQueue: string): AsyncGenerator<Execution> {
  const conditions = [isOf('onboarding', 'watch', 'offboarding'), "ExecutionStatus != 'ContinuedAsNew'"];
  let cursor: string | undefined;
  do {
    const { found, next } = await find(client, conditions, { size: PAGE_SIZE, cursor });
    yield* found.filter((execution) => execution.taskQueue === taskQueue);
    cursor = next;
  } while (cursor !== undefined);
}

/** All that match, newest first, or the first so many of them. */
export async function allPages<T>(
  read: (page: PageOf) => Promise<Page<T>>,
  limit = Number.POSITIVE_INFINITY,
): Promise<T[]> {
  const all: T[] = [];
  let cursor: string | undefined;
  do {
    const { found, next } = await read({ size: Math.min(PAGE_SIZE, limit - all.length), cursor });
    all.push(...found);
    cursor = next;
  } while (cursor !== undefined && all.length < limit);
  return all.slice(0, limit);
}

async function onboardings(
  client: Client,
  { startedBefore, ...filter }: ListFilter,
  page: PageOf,
): Promise<Page<Listed>> {
  const conditions = [isOf('onboarding'), ...conditionsOf(filter)];
  const { status, step, waitingFor } = filter;
  // One that was terminated keeps the last status that it had.
  const isOver = status === 'done' || status === 'cancelled';
  const asked = [status, step, waitingFor].some((value) => value !== undefined);
  if (asked && !isOver) conditions.push("ExecutionStatus = 'Running'");
  if (startedBefore !== undefined) conditions.push(`StartTime < '${startedBefore.toISOString()}'`);
  const { found, next } = await find(client, conditions, page);
  const since = await sinceThen(client, found.filter(isDone));
  const listed = found.map(({ runId, ...onboarding }) => ({
    ...onboarding,
    onboardingId: runId,
    since: since.get(runId),
  }));
  return { found: listed, next };
}

/** Those that run, or ended otherwise than somebody meant, unless others are asked for; one of each customer. */
async function watches(client: Client, filter: WatchFilter, page: PageOf): Promise<Page<ListedWatch>> {
  const { found, next } = await find(
    client,
    [isOf('watch'), `ExecutionStatus IN (${executionStatusesOf(filter)})`, ...conditionsOf(filter)],
    page,
  );
  const byCustomer = new Map<string, ListedWatch>();
  // Those that run come first: an earlier one that was terminated is no news then.
  for (const { runId: _, startedAt: __, closedAt: ___, ...watch } of found) {
    if (!byCustomer.has(watch.customerId)) byCustomer.set(watch.customerId, watch);
  }
  return { found: [...byCustomer.values()], next };
}

function executionStatusesOf({ status, waitingFor }: WatchFilter): string {
  if (status === 'stopped') return "'Completed', 'Canceled'";
  // What one says about itself holds while it runs.
  if (status !== undefined || waitingFor !== undefined) return "'Running'";
  return "'Running', 'Failed', 'Terminated', 'TimedOut'";
}

function conditionsOf({
  status,
  step,
  waitingFor,
  search,
  prefixes,
}: Omit<ListFilter, 'startedBefore'>): string[] {
  const conditions = Object.entries({
    [ONBOARDING_STATUS.name]: status,
    [ONBOARDING_STEP.name]: step,
    [WAITING_FOR.name]: waitingFor,
  }).flatMap(([name, value]) => (value === undefined ? [] : [`${name} = '${literal(value)}'`]));
  if (search !== undefined) {
    const text = literal(search.toLowerCase());
    conditions.push(`(${CUSTOMER_ID.name} STARTS_WITH '${text}' OR ${TENANT.name} = '${text}')`);
  }
  if (prefixes !== undefined) {
    const some = prefixes.map((prefix) => `${CUSTOMER_ID.name} STARTS_WITH '${literal(prefix)}'`);
    conditions.push(some.length === 0 ? `${CUSTOMER_ID.name} = ''` : `(${some.join(' OR ')})`);
  }
  return conditions;
}

const KINDS = ['onboarding', 'watch', 'offboarding'] as const satisfies Kind[];

const isOf = (...kinds: Kind[]) =>
  `WorkflowType IN (${kinds.map((kind) => `'${WORKFLOW_OF[kind]}'`).join(', ')})`;

/** @throws TypeError for what could end a literal of the query */
function literal(value: string): string {
  if (!/^[A-Za-z0-9.-]*$/.test(value)) throw new TypeError('not a name that can be searched for');
  return value;
}

type Execution = ListedWorkflow & {
  /** Undefined of one that nobody speaks to. */
  kind: Kind | undefined;
  taskQueue: string;
  runId: string;
  startedAt: string;
  closedAt: string | undefined;
};

const isDone = ({ status, workflowStatus }: Execution) => status === 'done' && workflowStatus === 'COMPLETED';

/** By the run of the onboarding. */
async function sinceThen(client: Client, onboardings: Execution[]): Promise<Map<string, Since>> {
  const since = new Map<string, Since>();
  if (onboardings.length === 0) return since;
  const customers = [...new Set(onboardings.map(({ customerId }) => `'${literal(customerId)}'`))];
  const conditions = [
    isOf('watch', 'offboarding'),
    "ExecutionStatus != 'ContinuedAsNew'",
    `${CUSTOMER_ID.name} IN (${customers.join(', ')})`,
  ];
  const later = await allPages((page) => find(client, conditions, page));
  for (const { runId, customerId, startedAt } of onboardings) {
    const [latest] = later
      .filter((found) => found.customerId === customerId && found.startedAt > startedAt)
      .filter(({ kind, status }) => kind === 'watch' || status !== 'cancelled')
      .sort((a, b) => (a.kind ?? '').localeCompare(b.kind ?? '') || b.startedAt.localeCompare(a.startedAt));
    if (latest === undefined) continue;
    const { kind, status, workflowStatus } = latest;
    const workflow = kind === 'watch' ? 'watch' : 'offboarding';
    since.set(runId, { workflow, status, workflowStatus });
  }
  return since;
}

async function find(
  client: Client,
  conditions: string[],
  { size, cursor }: PageOf,
): Promise<{ found: Execution[]; next: string | undefined }> {
  const { executions, nextPageToken } = await client.workflowService.listWorkflowExecutions({
    namespace: client.options.namespace,
    query: conditions.join(' AND '),
    pageSize: size,
    ...(cursor === undefined ? {} : { nextPageToken: Buffer.from(cursor, 'base64url') }),
  });
  const more = nextPageToken.length > 0;
  return {
    found: executions.map(executionOf),
    next: more ? Buffer.from(nextPageToken).toString('base64url') : undefined,
  };
}

const { WorkflowExecutionStatus } = proto.temporal.api.enums.v1;

function executionOf(info: proto.temporal.api.workflow.v1.IWorkflowExecutionInfo): Execution {
  const { execution, type, startTime, closeTime, status, taskQueue } = info;
  const value = (key: { name: string }) => searchAttributeOf(info, key);
  const at = (time: typeof startTime) =>
    time == null ? undefined : new Date(Number(time.seconds) * 1000 + (time.nanos ?? 0) / 1e6).toISOString();
  const name = WorkflowExecutionStatus[status ?? 0] ?? '';
  return {
    kind: KINDS.find((kind) => WORKFLOW_OF[kind] === type?.name),
    taskQueue: taskQueue ?? '',
    customerId: value(CUSTOMER_ID) ?? customerIdOf(execution?.workflowId ?? ''),
    runId: execution?.runId ?? '',
    tenant: value(TENANT),
    status: value(ONBOARDING_STATUS),
    step: value(ONBOARDING_STEP),
    waitingFor: value(WAITING_FOR),
    startedAt: at(startTime) ?? '',
    closedAt: at(closeTime),
    workflowStatus: name.replace('WORKFLOW_EXECUTION_STATUS_', ''),
  };
}
