/** `$batch`: up to 20 calls in one, each answered, and each throttled, for itself. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Faults } from '../faults.js';
import { reading } from '../replica.js';
import type { MadeRequest } from '../requests.js';
import { badRequest, type Call, errorBody, GraphError, parseBody, type Reply } from './call.js';
import { type Answer, templateOf } from './routes.js';

const batch = z.strictObject({
  requests: z.array(
    // What else an item has is ignored: msgraph-core for Python writes `depends_on`.
    z.object({
      id: z.string().min(1),
      method: z.enum(['GET', 'POST', 'PATCH', 'DELETE']),
      url: z.string().min(1),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown().optional(),
      dependsOn: z.array(z.string()).optional(),
    }),
  ),
});
type Item = z.infer<typeof batch>['requests'][number];

type Watch = { answer: Answer; faults: Faults; requests?: MadeRequest[] | undefined };

export function answerBatch(call: Omit<Call, 'params'>, watch: Watch): Reply {
  const { requests } = parseBody(batch, call.body);
  if (requests.length > 20) throw badRequest('The number of batch request steps must not exceed 20.');
  const ids = requests.map(({ id }) => id.toLowerCase());
  if (new Set(ids).size !== ids.length) throw badRequest('Request ids in a batch must be unique.');
  const failed = new Set<string>();
  const written = new Map<string, number>();
  const responses = requests.map((item) => {
    const dependsOnFailed = item.dependsOn?.some((id) => failed.has(id)) === true;
    const reply = dependsOnFailed
      ? problem(call, new GraphError(424, 'FailedDependency', 'The request it depends on failed.'))
      : isBusy(call, item, written)
        ? problem(call, new GraphError(400, 'Directory_ConcurrencyViolation', BUSY))
        : answerItem(call, item, watch);
    if (reply.status >= 400) failed.add(item.id);
    const headers = { 'Content-Type': 'application/json', ...reply.headers };
    return {
      id: item.id,
      status: reply.status,
      headers,
      ...(reply.text === undefined ? {} : { body: reply.text }),
      ...(reply.body === undefined ? {} : { body: reply.body }),
    };
  });
  // Graph answers in any order.
  return { status: 200, body: { responses: responses.reverse() } };
}

const BUSY = 'Error due to concurrent requests being made to the tenant. Please wait briefly and retry.';

/** Q4 */
function isBusy(
  { world }: Omit<Call, 'params'>,
  { method, url }: Item,
  written: Map<string, number>,
): boolean {
  if (method === 'GET' || world.rules.batchedWritesPass) return false;
  const before = written.get(url) ?? 0;
  written.set(url, before + 1);
  return before % 2 === 1;
}

function answerItem(call: Omit<Call, 'params'>, item: Item, { answer, faults, requests }: Watch): Reply {
  const url = new URL(item.url, 'https://batch.invalid');
  const path = decodeURIComponent(url.pathname);
  const { method, body } = item;
  const whole = `${new URL(call.serviceRoot).pathname}${path}`;
  const made: MadeRequest = {
    method,
    template: templateOf(whole) ?? whole,
    batched: true,
    reads: new Set(),
  };
  requests?.push(made);
  const hit = faults.hit(method, whole);
  const headers = Object.fromEntries(
    Object.entries(item.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const answered = () => {
    if (body !== undefined && !headers['content-type']?.startsWith('application/json')) {
      throw badRequest('Write requests (excluding DELETE) must contain the Content-Type header declaration.');
    }
    return answer({ ...call, method, path, query: url.searchParams, headers, body });
  };
  try {
    // As msgraph-core for Python writes it (msgraph-sdk-python#1015).
    if (/^\w+:/.test(item.url)) {
      const message = `Resource not found for the segment '${item.url.split('/')[0] ?? ''}'.`;
      throw new GraphError(400, 'BadRequest', message);
    }
    if (hit?.kind === 'status') {
      if (hit.processed === true) answered();
      const retryAfter = hit.retryAfter === undefined ? {} : { 'Retry-After': hit.retryAfter };
      return { ...problem(call, new GraphError(hit.status, hit.code, hit.message)), headers: retryAfter };
    }
    const behind = hit?.kind === 'stale' ? hit : undefined;
    return reading.run({ behind, kinds: made.reads }, answered);
  } catch (error) {
    if (error instanceof GraphError) return problem(call, error);
    throw error;
  }
}

const problem = (call: Omit<Call, 'params'>, error: GraphError): Reply => ({
  status: error.status,
  headers: error.headers,
  body: errorBody(error, call.world.now(), randomUUID(), call.headers['client-request-id'] ?? randomUUID()),
});
