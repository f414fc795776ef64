/**
 * Our use of @microsoft/microsoft-graph-client: one client per tenant, Graph v1.0 only, replies validated, errors
 * typed.
 */
import { Client, GraphError } from '@microsoft/microsoft-graph-client';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { parseRetryAfter } from '../onboarding/retryAfter.js';
import { chainOf, type GraphClientOptions, Template } from './middleware.js';
import { GraphRequestError } from './requestError.js';

/** Values for `{name}` in a path template; encoded, and quoted as OData asks where the template has quotes. */
type PathValues = Record<string, string>;
/** `search` is an advanced query: Graph answers it from an index that lags. */
type Query = { select?: readonly string[]; filter?: string; search?: string; top?: number };

/** Quotes a value for `$filter`: quotes doubled. `graph.list` encodes the whole filter. */
export const odataString = (value: string) => `'${value.replaceAll("'", "''")}'`;

const expand = (template: string, values: PathValues) =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`no value for {${name}} in ${template}`);
    return encodeURIComponent(value.replaceAll("'", "''"));
  });

/** Of one collection, of at least 100 objects each: no tenant of ours comes near, and no fault pages for ever. */
const MOST_PAGES = 1_000;

const page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.url().optional() });

export class GraphClient {
  private readonly client: Client;

  constructor(private readonly options: GraphClientOptions) {
    this.client = Client.initWithMiddleware({
      baseUrl: options.baseUrl,
      defaultVersion: 'v1.0',
      middleware: chainOf(options),
    });
  }

  /** Reads one object. A 404 throws like any other error. */
  async get<T extends z.ZodType>(schema: T, path: string, values: PathValues, query: Query = {}) {
    return this.parse(schema, `GET ${path}`, await this.send('GET', path, values, { query }));
  }

  /** Reads one object, or undefined when the tenant does not (yet) know it. */
  async find<T extends z.ZodType>(schema: T, path: string, values: PathValues, query: Query = {}) {
    try {
      return await this.get(schema, path, values, query);
    } catch (error) {
      if (error instanceof GraphRequestError && error.status === 404) return undefined;
      throw error;
    }
  }

  /** Reads a collection to its last page. */
  async list<T extends z.ZodType>(item: T, path: string, values: PathValues, query: Query = {}) {
    const items: z.output<T>[] = [];
    let link: string | undefined;
    for (let pages = 1; ; pages += 1) {
      const read = await this.page(item, path, values, query, link);
      items.push(...read.items);
      link = read.next;
      if (link === undefined) return items;
      if (pages === MOST_PAGES) {
        const detail = `there are more than ${String(MOST_PAGES)} pages`;
        throw new GraphRequestError({ request: `GET ${path}`, status: 502, code: 'EndlessPages', detail });
      }
    }
  }

  /** Reads one page of a collection: the first, or the one that `next` of the page before it leads to. */
  async page<T extends z.ZodType>(
    item: T,
    path: string,
    values: PathValues,
    query: Query,
    link?: string,
  ): Promise<{ items: z.output<T>[]; next: string | undefined }> {
    if (link !== undefined) this.refuseForeign(link, path);
    const extra = link === undefined ? { query } : { query, absoluteUrl: link };
    const reply = this.parse(page, `GET ${path}`, await this.send('GET', path, values, extra));
    return {
      items: reply.value.map((value) => this.parse(item, `GET ${path}`, value)),
      next: reply['@odata.nextLink'],
    };
  }

  async post<T extends z.ZodType>(schema: T, path: string, values: PathValues, body: object) {
    return this.parse(schema, `POST ${path}`, await this.send('POST', path, values, { body }));
  }

  /** For calls that answer 204. */
  async postNoReply(path: string, values: PathValues, body: object): Promise<void> {
    this.expectNoReply(`POST ${path}`, await this.send('POST', path, values, { body }));
  }

  async patch(path: string, values: PathValues, body: object): Promise<void> {
    this.expectNoReply(`PATCH ${path}`, await this.send('PATCH', path, values, { body }));
  }

  /** Graph's upsert by alternate key: the new object (201), or undefined when it existed and was updated (204). */
  async upsert<T extends z.ZodType>(schema: T, path: string, values: PathValues, body: object) {
    const reply = await this.send('PATCH', path, values, { body, headers: { Prefer: 'create-if-missing' } });
    return reply === undefined || reply === null ? undefined : this.parse(schema, `PATCH ${path}`, reply);
  }

  /** True when it deleted the object; false when that is, or seems to be, gone already. */
  async delete(path: string, values: PathValues): Promise<boolean> {
    try {
      this.expectNoReply(`DELETE ${path}`, await this.send('DELETE', path, values, {}));
      return true;
    } catch (error) {
      if (error instanceof GraphRequestError && error.status === 404) return false;
      throw error;
    }
  }

  /** For a refusal inside a batch, which is itself answered with 200. */
  refused(): void {
    this.options.onRefused?.();
  }

  /** The resource's address, as `@odata.id` in a `$ref` wants it. */
  reference(path: string): string {
    return `${this.options.baseUrl}/v1.0${path}`;
  }

  /** A link is followed with the tenant's token, so it must lead back to Graph. */
  private refuseForeign(link: string, path: string): void {
    if (new URL(link).origin === new URL(this.options.baseUrl).origin) return;
    const detail = 'the next page is said to be at another host';
    throw new GraphRequestError({ request: `GET ${path}`, status: 502, code: 'ForeignNextLink', detail });
  }

  /** Graph answers these with 204; whatever answers something else, such as a proxy, has done nothing. */
  private expectNoReply(request: string, reply: unknown): void {
    if (reply === undefined) return;
    const detail = 'a reply where there should be none';
    throw new GraphRequestError({ request, status: 502, code: 'UnreadableReply', detail });
  }

  private parse<T extends z.ZodType>(schema: T, request: string, value: unknown): z.output<T> {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    const detail = z.prettifyError(result.error);
    throw new GraphRequestError({ request, status: 502, code: 'UnreadableReply', detail });
  }

  private async send(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    values: PathValues,
    extra: { query?: Query; body?: object; headers?: Record<string, string>; absoluteUrl?: string },
  ): Promise<unknown> {
    const { query = {}, body, headers = {}, absoluteUrl } = extra;
    const request = this.client.api(absoluteUrl ?? expand(path, values));
    // A link to a page has its query within it.
    const { select, filter, search, top } = absoluteUrl === undefined ? query : {};
    if (select !== undefined) request.select([...select]);
    // The client does not encode & # + in a filter.
    if (filter !== undefined) request.filter(encodeURIComponent(filter));
    if (search !== undefined) request.search(encodeURIComponent(search));
    if (top !== undefined) request.top(top);
    const consistency = query.search === undefined ? {} : { ConsistencyLevel: 'eventual' };
    request.headers({ 'client-request-id': randomUUID(), ...consistency, ...headers });
    request.middlewareOptions([new Template(path)]);
    request.option('signal', AbortSignal.timeout(this.options.timeoutMs));
    try {
      if (method === 'GET') return await request.get();
      if (method === 'DELETE') return await request.delete();
      return method === 'POST' ? await request.post(body) : await request.patch(body);
    } catch (error) {
      throw toRequestError(`${method} ${path}`, error);
    }
  }
}

function toRequestError(request: string, error: unknown): GraphRequestError {
  if (!(error instanceof GraphError)) {
    const name = error instanceof Error ? error.name : 'Error';
    return new GraphRequestError({ request, status: null, code: name, detail: String(error) });
  }
  const headers = error.headers instanceof Headers ? error.headers : undefined;
  return new GraphRequestError({
    request,
    status: error.statusCode === -1 ? null : error.statusCode,
    code: error.code ?? '',
    detail: error.message,
    retryAfterMs: parseRetryAfter(headers?.get('retry-after')),
    requestId: error.requestId ?? headers?.get('request-id') ?? undefined,
  });
}
