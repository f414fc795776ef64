/** Raw requests to one tenant: what came back, as it came, with nothing retried or judged. */
import type { TokenCredential } from '@azure/identity';
import { fetch, type Dispatcher } from 'undici';
import { z } from 'zod';
import { tokenFrom } from '../src/graph/token.js';
import { GraphRequestError } from '../src/graph/requestError.js';
import { parseRetryAfter } from '../src/onboarding/retryAfter.js';
import type { Method } from './check.js';

export type RawRequest = {
  method: Method;
  /** Below `/v1.0`. */
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
};

/** `status` is null when no reply came; `body` then says what the network said. */
export type RawReply = { status: number | null; body?: unknown; retryAfterMs?: number | undefined };

export type Connection = {
  tenantId: string;
  graphBaseUrl: string;
  authorityHost: string;
  /** Of Microsoft's template for applications that are not in its gallery; it differs from cloud to cloud. */
  templateId: string;
  credential: TokenCredential;
  dispatcher?: Dispatcher | undefined;
  timeoutMs: number;
};

const MAX_REPLY_BYTES = 4 * 1024 * 1024;

export async function sendToGraph(connection: Connection, request: RawRequest): Promise<RawReply> {
  const { graphBaseUrl, credential, timeoutMs } = connection;
  const token = await tokenFrom(credential, `${graphBaseUrl}/.default`, timeoutMs);
  const { method, path, headers = {}, body } = request;
  return receive(connection, `${graphBaseUrl}/v1.0${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/** Public; no token goes along. */
export const fetchMetadata = (connection: Connection, appId: string): Promise<RawReply> =>
  receive(
    connection,
    `${connection.authorityHost}/${connection.tenantId}/federationmetadata/2007-06/federationmetadata.xml?appid=${encodeURIComponent(appId)}`,
    { method: 'GET' },
  );

type Init = { method: string; headers?: Record<string, string>; body?: string };

async function receive({ dispatcher, timeoutMs }: Connection, url: string, init: Init): Promise<RawReply> {
  try {
    const reply = await fetch(url, {
      ...init,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...(dispatcher === undefined ? {} : { dispatcher }),
    });
    const text = (await reply.text()).slice(0, MAX_REPLY_BYTES);
    return {
      status: reply.status,
      body: parsed(text),
      retryAfterMs: parseRetryAfter(reply.headers.get('retry-after')),
    };
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'NetworkError';
    return { status: null, body: { error: { code, message: 'no reply' } } };
  }
}

/** Undefined for no body at all; a text that is not JSON stays a text. */
function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const errorBody = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** A refusal as the product's own rules judge it; undefined for a success. */
export function refusalOf(request: string, reply: RawReply): GraphRequestError | undefined {
  if (reply.status !== null && reply.status < 400) return undefined;
  const error = errorBody.safeParse(reply.body).data?.error;
  return new GraphRequestError({
    request,
    status: reply.status,
    code: error?.code ?? '',
    detail: error?.message ?? '',
    retryAfterMs: reply.retryAfterMs,
  });
}
