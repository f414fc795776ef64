/** One call of Graph, apart from HTTP, so that `$batch` takes the same way as a request of its own. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Tenant, User, World } from '../world.js';
import { selected } from './queryOptions.js';

export type Caller = {
  tenant: Tenant;
  clientId: string;
  servicePrincipalId: string;
  roles: string[];
  /** Who uses the client; undefined when it acts for itself. */
  user?: User;
};

export type Call = {
  world: World;
  caller: Caller;
  method: string;
  /** Below `/v1.0`, decoded; `{name}` parts of the route are in `params`. */
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: unknown;
};

export type Reply = { status: number; body?: object; headers?: Record<string, string> };

/** Graph's own kind of error. */
export class GraphError extends Error {
  readonly headers: Record<string, string> = {};

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: { code: string; message: string; target?: string }[] = [],
  ) {
    super(message);
  }
}

export const badRequest = (
  message: string,
  details: { code: string; message: string; target?: string }[] = [],
) => new GraphError(400, 'Request_BadRequest', message, details);

export const notFound = (id: string) =>
  new GraphError(
    404,
    'Request_ResourceNotFound',
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
  );

export const denied = () =>
  new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');

export function errorBody(
  error: GraphError,
  now: number,
  requestId: string,
  clientRequestId: string,
): object {
  const { code, message, details } = error;
  return {
    error: {
      code,
      message,
      ...(details.length === 0 ? {} : { details }),
      innerError: {
        date: new Date(now).toISOString().slice(0, 19),
        'request-id': requestId,
        'client-request-id': clientRequestId,
      },
    },
  };
}

/** The body, or Graph's refusal of a property that it does not know or cannot take. */
export function parseBody<T extends z.ZodType>(
  schema: T,
  body: unknown,
  resource = 'Application',
): z.output<T> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    throw badRequest(`Invalid property '${issue.keys[0] ?? ''}'.`);
  }
  const [property = ''] = issue?.path ?? [];
  throw badRequest(`Invalid value specified for property '${String(property)}' of resource '${resource}'.`);
}

/** Any one of the permissions will do. */
export function requirePermission(call: Call, ...anyOf: string[]): void {
  if (!anyOf.some((permission) => call.caller.roles.includes(permission))) throw denied();
}

/** `Application.ReadWrite.OwnedBy` manages only what its own client created. */
export function requireOwnership(call: Call, objectId: string): void {
  if (call.caller.roles.includes('Application.ReadWrite.All')) return;
  const owner = call.caller.tenant.owners.get(objectId);
  if (
    !call.caller.roles.includes('Application.ReadWrite.OwnedBy') ||
    owner !== call.caller.servicePrincipalId
  ) {
    throw denied();
  }
}

const context = (world: World, what: string) => `${world.origin}/v1.0/$metadata#${what}`;

/** One object, cut down to `$select`. */
export function entity(call: Call, what: string, value: object): object {
  const fields = selected(call, what);
  const shown = Object.entries(value).filter(([name]) => fields === undefined || fields.includes(name));
  return { '@odata.context': context(call.world, `${what}/$entity`), ...Object.fromEntries(shown) };
}

/** A page of a collection; Graph's default page is 100, and `$skiptoken` is opaque. */
export function collection(call: Call, what: string, values: readonly object[]): object {
  const top = Number(call.query.get('$top') ?? 100);
  if (!Number.isInteger(top) || top < 1 || top > 999)
    throw badRequest(`Invalid page size specified: '${String(top)}'.`);
  const token = call.query.get('$skiptoken');
  const start = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8'));
  const page = values.slice(start, start + top);
  const select = selected(call, what);
  const shown = page.map((value) =>
    select === undefined
      ? value
      : Object.fromEntries(Object.entries(value).filter(([name]) => select.includes(name))),
  );
  const next = new URLSearchParams(call.query);
  next.set('$skiptoken', Buffer.from(String(start + top)).toString('base64url'));
  const more = start + top < values.length;
  return {
    '@odata.context': context(call.world, what),
    ...(call.query.get('$count') === 'true' ? { '@odata.count': values.length } : {}),
    ...(more ? { '@odata.nextLink': `${call.world.origin}/v1.0${call.path}?${next.toString()}` } : {}),
    value: shown,
  };
}

/** Graph keeps no order in the lists of an object (O22): the items in another order at each call. */
export function shuffled<T>(world: World, items: readonly T[]): T[] {
  if (!world.rules.shufflesLists || items.length < 2) return [...items];
  world.shuffles += 1;
  const start = world.shuffles % items.length;
  const turned = [...items.slice(start), ...items.slice(0, start)];
  return world.shuffles % 2 === 0 ? turned : turned.reverse();
}

export const newId = () => randomUUID();
export const iso = (ms: number) => new Date(ms).toISOString().replace(/\.(\d{3})Z$/, '.$10000Z');
