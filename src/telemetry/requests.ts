/** How long requests to others take, and how they end. */
import { SpanStatusCode } from '@opentelemetry/api';
import { parseRetryAfter } from '../onboarding/retryAfter.js';
import { count, measure } from './meter.js';
import { requestSpan } from './span.js';

type Reply = { status: number; headers: { get: (name: string) => string | null } };

/**
 * Of the request itself, up to the head of its answer; also as a span. Throws what `send` throws.
 * @param path a template: what stands in addresses is not told
 */
export async function timed<R extends Reply>(
  peer: 'graph' | 'messages' | 'webhook',
  { method, path }: { method: string; path?: string },
  send: () => Promise<R>,
): Promise<R> {
  const attributes = { 'peer.service': peer, 'http.request.method': method, 'url.template': path };
  return requestSpan(`${method} ${path ?? peer}`, attributes, async (span) => {
    const reply = await measured(peer, method, send);
    span.setAttribute('http.response.status_code', reply.status);
    if (reply.status >= 400) span.setStatus({ code: SpanStatusCode.ERROR });
    return reply;
  });
}

async function measured<R extends Reply>(peer: string, method: string, send: () => Promise<R>): Promise<R> {
  const begun = performance.now();
  const took = () => (performance.now() - begun) / 1000;
  const request = { 'peer.service': peer, 'http.request.method': method };
  try {
    const reply = await send();
    measure('http.client.request.duration', took(), {
      ...request,
      'http.response.status_code': reply.status,
      'sso.throttled': isThrottled(reply),
    });
    return reply;
  } catch (error) {
    const isLate = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
    measure('http.client.request.duration', took(), {
      ...request,
      'error.type': isLate ? 'timeout' : 'no_reply',
      'sso.throttled': false,
    });
    throw error;
  }
}

/** 503 and 504 say so too, where they say for how long. */
const isThrottled = ({ status, headers }: Reply) =>
  status === 429 || (status > 500 && parseRetryAfter(headers.get('retry-after')) !== undefined);

/** No more are told apart: what a server says is not ours to bound. */
const MOST_CODES = 60;
const codes = new Set<string>();

/** An answer that fails an activity. `status`: null where there was none. */
export function graphRefused({ status, code }: { status: number | null; code: string }): void {
  if (codes.size < MOST_CODES && /^[A-Za-z0-9_]{1,60}$/.test(code)) codes.add(code);
  count('sso.graph.refusals', {
    'http.response.status_code': status ?? 'none',
    'sso.graph.code': codes.has(code) ? code : 'other',
  });
}
