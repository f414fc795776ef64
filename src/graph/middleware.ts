/**
 * What a request of the Graph client passes through: its token, then Node's fetch. The library's own retrying is left out,
 * because it re-sends POSTs: Temporal is the one that retries.
 */
import type { TokenCredential } from '@azure/identity';
import type { Context, Middleware } from '@microsoft/microsoft-graph-client';
import type { Dispatcher } from 'undici';
import { timed } from '../telemetry/requests.js';
import { named, tokenFrom } from './token.js';

export type GraphClientOptions = {
  /** Such as `https://graph.microsoft.com`. */
  baseUrl: string;
  credential: TokenCredential;
  /** Trusts a private certificate authority, if there is one. */
  dispatcher?: Dispatcher | undefined;
  /** No request takes longer. */
  timeoutMs: number;
  /**
   * There was no token, or Graph refused it or what it permits: the next must come from a new credential, since one
   * keeps its token, and after a 429 its silence.
   */
  onRefused?: (() => void) | undefined;
};

/** The whole chain, in its order. */
export function chainOf(options: GraphClientOptions): Middleware {
  const chain = new BearerToken(options);
  chain.setNext(new Fetch(options.dispatcher));
  return chain;
}

/** What a request is for, whose address has the names of people in it. */
export class Template {
  constructor(readonly path: string) {}
}

/** The last link of the chain: Node's fetch, whose network errors keep their code. */
class Fetch implements Middleware {
  constructor(private readonly dispatcher: Dispatcher | undefined) {}

  async execute(context: Context): Promise<void> {
    const options: RequestInit & { dispatcher?: Dispatcher | undefined } = {
      ...context.options,
      dispatcher: this.dispatcher,
    };
    try {
      const method = options.method ?? 'GET';
      const template = context.middlewareControl?.getMiddlewareOptions(Template);
      const request = template instanceof Template ? { method, path: template.path } : { method };
      context.response = await timed('graph', request, () => fetch(context.request, options));
    } catch (error) {
      throw named(networkCode(error), error);
    }
  }
}

/** Gets the token before the request, so that a refused token can be told from a refused request. */
class BearerToken implements Middleware {
  private next: Middleware | undefined;

  constructor(private readonly options: GraphClientOptions) {}

  setNext(next: Middleware): void {
    this.next = next;
  }

  async execute(context: Context): Promise<void> {
    const { credential, baseUrl, onRefused, timeoutMs } = this.options;
    const token = await tokenFrom(credential, `${baseUrl}/.default`, timeoutMs).catch((error: unknown) => {
      onRefused?.();
      throw error;
    });
    const headers = new Headers(context.options?.headers);
    headers.set('Authorization', `Bearer ${token}`);
    context.options = { ...context.options, headers: Object.fromEntries(headers) };
    await this.next?.execute(context);
    const status = context.response?.status;
    if (status === 401 || status === 403) onRefused?.();
  }
}

/** Such as ECONNREFUSED or UND_ERR_SOCKET; fetch hides it in the cause. */
function networkCode(error: unknown): string {
  if (!(error instanceof Error)) return 'NetworkError';
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return error.name === 'TypeError' ? 'NetworkError' : error.name;
}
