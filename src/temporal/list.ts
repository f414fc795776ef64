/** Finding onboardings by Temporal's visibility. */
import { type Client, defaultPayloadConverter } from '@temporalio/client';
import proto from '@temporalio/proto';
import { customerIdOf } from '../onboarding/names.js';
import {
  CUSTOMER_ID,
  ONBOARDING_STATUS,
  ONBOARDING_STEP,
  TENANT,
  WAITING_FOR,
} from '../onboarding/searchAttributes.js';

export type Listed = {
  customerId: string;
  onboardingId: string;
  tenant: string | undefined;
  status: string | undefined;
  step: string | undefined;
  waitingFor: string | undefined;
  startedAt: string;
  closedAt: string | undefined;
  workflowStatus: string;
};

/** The values are names of ours, or of the shape of one, never free text: they become part of a query. */
export type ListFilter = {
  status?: string | undefined;
  step?: string | undefined;
  waitingFor?: string | undefined;
  /** How the customer's id begins, or their tenant. */
  search?: string | undefined;
  startedBefore?: Date | undefined;
};

const PAGE_SIZE = 100;

/** All that match, newest first. */
export async function listOnboardings(client: Client, filter: ListFilter): Promise<Listed[]> {
  const listed: Listed[] = [];
  let cursor: string | undefined;
  do {
    const page = await pageOfOnboardings(client, filter, { size: PAGE_SIZE, cursor });
    listed.push(...page.onboardings);
    cursor = page.next;
  } while (cursor !== undefined);
  return listed;
}

/** One page, newest first; `next` is the cursor of the one after it. */
export async function pageOfOnboardings(
  client: Client,
  filter: ListFilter,
  { size, cursor }: { size: number; cursor?: string | undefined },
): Promise<{ onboardings: Listed[]; next: string | undefined }> {
  const { executions, nextPageToken } = await client.workflowService.listWorkflowExecutions({
    namespace: client.options.namespace,
    query: queryFor(filter),
    pageSize: size,
    ...(cursor === undefined ? {} : { nextPageToken: Buffer.from(cursor, 'base64url') }),
  });
  const more = nextPageToken.length > 0;
  return {
    onboardings: executions.map(listedOf),
    next: more ? Buffer.from(nextPageToken).toString('base64url') : undefined,
  };
}

function queryFor({ search, startedBefore, ...filter }: ListFilter): string {
  const conditions = Object.entries({
    [ONBOARDING_STATUS.name]: filter.status,
    [ONBOARDING_STEP.name]: filter.step,
    [WAITING_FOR.name]: filter.waitingFor,
  }).flatMap(([name, value]) => (value === undefined ? [] : [`${name} = '${literal(value)}'`]));
  // One that was terminated keeps the last status that it had.
  const over = filter.status === 'done' || filter.status === 'cancelled';
  if (conditions.length > 0 && !over) conditions.push("ExecutionStatus = 'Running'");
  if (search !== undefined) {
    const text = literal(search.toLowerCase());
    conditions.push(`(${CUSTOMER_ID.name} STARTS_WITH '${text}' OR ${TENANT.name} = '${text}')`);
  }
  if (startedBefore !== undefined) conditions.push(`StartTime < '${startedBefore.toISOString()}'`);
  return ["WorkflowType = 'onboardCustomer'", ...conditions].join(' AND ');
}

/** @throws TypeError for what could end a literal of the query */
function literal(value: string): string {
  if (!/^[A-Za-z0-9.-]*$/.test(value)) throw new TypeError('not a name that can be searched for');
  return value;
}

const { WorkflowExecutionStatus } = proto.temporal.api.enums.v1;

function listedOf({
  execution,
  searchAttributes,
  startTime,
  closeTime,
  status,
}: proto.temporal.api.workflow.v1.IWorkflowExecutionInfo): Listed {
  const value = ({ name }: { name: string }): string | undefined => {
    const payload = searchAttributes?.indexedFields?.[name];
    const found: unknown = payload && defaultPayloadConverter.fromPayload(payload);
    const [first] = Array.isArray(found) ? (found as unknown[]) : [found];
    return typeof first === 'string' ? first : undefined;
  };
  const at = (time: typeof startTime) =>
    time == null ? undefined : new Date(Number(time.seconds) * 1000 + (time.nanos ?? 0) / 1e6).toISOString();
  const name = WorkflowExecutionStatus[status ?? 0] ?? '';
  return {
    customerId: value(CUSTOMER_ID) ?? customerIdOf(execution?.workflowId ?? ''),
    onboardingId: execution?.runId ?? '',
    tenant: value(TENANT),
    status: value(ONBOARDING_STATUS),
    step: value(ONBOARDING_STEP),
    waitingFor: value(WAITING_FOR),
    startedAt: at(startTime) ?? '',
    closedAt: at(closeTime),
    workflowStatus: name.replace('WORKFLOW_EXECUTION_STATUS_', ''),
  };
}
