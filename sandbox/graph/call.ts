/** One call of Graph, apart from HTTP, so that `$batch` takes the same way as a request of its own. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Tenant, User, World } from '../world.js';
import { badRequest, GraphError } from './graphError.js';
import { countOf, queried, refuseForSingle, selected } from './queryOptions.js';
import { type EntitySet, type SetName, SETS, setOf } from './sets.js';

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
  /** Where the client sees Graph, with its version: links in replies begin with it. */
  serviceRoot: string;
  /** Below the service root, decoded; `{name}` parts of the route are in `params`. */
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: unknown;
};

/** `text` in place of a body: for `/$count`. */
export type Reply = { status: number; body?: object; text?: string; headers?: Record<string, string> };

export { badRequest, GraphError } from './graphError.js';

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
  const parsed = schema.safeParse(withoutTypes(body));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') {
    throw badRequest(`Invalid property '${issue.keys[0] ?? ''}'.`);
  }
  const [property = ''] = issue?.path ?? [];
  throw badRequest(`Invalid value specified for property '${String(property)}' of resource '${resource}'.`);
}

/** Clients that were generated (Kiota, Terraform's) say the type of each object, which Graph takes. */
function withoutTypes(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withoutTypes);
  if (typeof body !== 'object' || body === null) return body;
  const named = Object.entries(body).filter(([name]) => !/^(.*@odata\.type|@odata\.context)$/.test(name));
  return Object.fromEntries(named.map(([name, value]) => [name, withoutTypes(value)]));
}

/** Any one of the permissions will do. */
export function requirePermission(call: Call, ...anyOf: string[]): void {
  if (!anyOf.some((permission) => call.caller.roles.includes(permission))) throw denied();
}

/** `Application.ReadWrite.OwnedBy` manages only what its own client created. */
export function requireOwnership(call: Call, objectId: string): void {
  if (call.caller.roles.includes('Application.ReadWrite.All')) return;
  const { roles, tenant, servicePrincipalId } = call.caller;
  if (!roles.includes('Application.ReadWrite.OwnedBy') || !tenant.owners.has(objectId, servicePrincipalId)) {
    throw denied();
  }
}

/** What a reply shows, for `$expand`: the objects in it, and their ids, which `$select` may have left out. */
export type Shown = { set: EntitySet | undefined; name: string; objects: { id: string; shown: object }[] };
const shownIn = new WeakMap<object, Shown>();
export const shownBy = (body: object): Shown | undefined => shownIn.get(body);

const context = ({ serviceRoot }: Call, what: string) => `${serviceRoot}/$metadata#${what}`;
const isSet = (name: string): name is SetName => Object.hasOwn(SETS, name);
const idOf = (value: object) => ('id' in value && typeof value.id === 'string' ? value.id : '');

/** Cut down to `$select`; annotations, such as the type among several types, always stay. */
function cut(value: object, fields: string[] | undefined): object {
  if (fields === undefined) return { ...value };
  const entries = Object.entries(value);
  return Object.fromEntries(entries.filter(([name]) => name.startsWith('@') || fields.includes(name)));
}

/** One object. `what` is its set, or a type that has none. */
export function entity(call: Call, what: string, value: object): object {
  const set = isSet(what) ? setOf(what) : undefined;
  if (call.method === 'GET') refuseForSingle(call);
  const shown = cut(value, selected(call, set));
  const body = { '@odata.context': context(call, `${what}/$entity`), ...shown };
  shownIn.set(body, { set, name: what, objects: [{ id: idOf(value), shown: body }] });
  return body;
}

/** A page of a collection; Graph's default page is 100, and `$skiptoken` is opaque. `what` names it, if not its set. */
export function collection(call: Call, name: SetName, all: readonly object[], what: string = name): object {
  const set = setOf(name);
  const top = Number(call.query.get('$top') ?? 100);
  if (!Number.isInteger(top) || top < 1 || top > 999) {
    throw badRequest(`Invalid page size specified: '${String(top)}'. Must be between 1 and 999 inclusive.`);
  }
  const select = selected(call, set);
  const values = queried(call, set, all);
  const token = call.query.get('$skiptoken');
  const start = token === null ? 0 : Number(Buffer.from(token, 'base64url').toString('utf8'));
  if (!Number.isInteger(start)) throw badRequest("Invalid value specified for '$skiptoken'.");
  const page = values.slice(start, start + top);
  const shown = page.map((value) => cut(value, select));
  const next = new URLSearchParams(call.query);
  next.set('$skiptoken', Buffer.from(String(start + top)).toString('base64url'));
  const more = start + top < values.length;
  const body = {
    '@odata.context': context(call, what),
    ...countOf(call, set, values.length),
    ...(more ? { '@odata.nextLink': `${call.serviceRoot}${call.path}?${next.toString()}` } : {}),
    value: shown,
  };
  const objects = page.map((value, i) => ({ id: idOf(value), shown: shown[i] ?? {} }));
  shownIn.set(body, { set, name, objects });
  return body;
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
