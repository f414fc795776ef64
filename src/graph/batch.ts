/** Graph's `$batch`: up to 20 requests in one, each answered for itself. */
import { z } from 'zod';
import type { GraphClient } from './client.js';
import { parseRetryAfter } from '../onboarding/retryAfter.js';
import { GraphRequestError } from './requestError.js';

/** Graph: a batch takes at most 20 requests. */
export const BATCH_SIZE = 20;

export type BatchItem = {
  method: 'GET' | 'POST' | 'DELETE';
  /** Below `/v1.0`, encoded already. */
  url: string;
  body?: object;
  /** Named in errors instead of `url`, which may hold personal data. */
  template: string;
};

const batchReply = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.int(),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown(),
    }),
  ),
});

const errorBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/**
 * Sends the items in batches, in order; each result is the item's body or its GraphRequestError. `onUsedShare` hears
 * of the share of a quota that is used, which Graph tells from 0.8 on. Throws when a batch fails.
 */
export async function sendBatch(
  graph: GraphClient,
  items: readonly BatchItem[],
  onUsedShare: (share: number) => void = () => undefined,
): Promise<unknown[]> {
  const results: unknown[] = [];
  for (let start = 0; start < items.length; start += BATCH_SIZE) {
    const slice = items.slice(start, start + BATCH_SIZE);
    const requests = slice.map(({ method, url, body }, i) => ({
      id: String(i),
      method,
      url,
      ...(body === undefined ? {} : { body, headers: { 'Content-Type': 'application/json' } }),
    }));
    const { responses } = await graph.post(batchReply, '/$batch', {}, { requests });
    if (responses.some(({ status }) => status === 401 || status === 403)) graph.refused();
    for (const [i, item] of slice.entries()) {
      const request = `${item.method} ${item.template}`;
      const reply = responses.find((response) => response.id === String(i));
      const share = Number(header(reply?.headers, 'x-ms-throttle-limit-percentage') ?? NaN);
      if (!Number.isNaN(share)) onUsedShare(share);
      results.push(reply === undefined ? missing(request) : result(request, reply));
    }
  }
  return results;
}

const header = (headers: Record<string, string> | undefined, wanted: string) =>
  Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === wanted)?.[1];

const missing = (request: string) =>
  new GraphRequestError({
    request,
    status: 502,
    code: 'MissingInBatchReply',
    detail: 'no answer for this item',
  });

function result(
  request: string,
  reply: { status: number; headers?: Record<string, string> | undefined; body: unknown },
): unknown {
  if (reply.status < 400) return reply.body;
  const parsed = errorBody.safeParse(reply.body);
  return new GraphRequestError({
    request,
    status: reply.status,
    code: parsed.success ? parsed.data.error.code : '',
    detail: parsed.success ? parsed.data.error.message : '',
    retryAfterMs: parseRetryAfter(header(reply.headers, 'retry-after')),
  });
}
