/** Of which kinds the Graph requests in a sandbox's log are: by method, address, options, and properties that are written. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { templateOf } from '../../sandbox/graph/routes.js';

const batch = z.object({
  requests: z.array(z.object({ method: z.string(), url: z.string(), body: z.unknown().optional() })),
});
const line = z.object({ method: z.string(), url: z.string(), body: z.unknown() });

/**
 * Such as `GET /users $filter=mail eq '…'`, `GET /applications/{id} $select web`, `PATCH /applications/{id} writes web.logoutUrl`,
 * or `batched GET /groups/{id}`.
 */
export function requestKindsIn(logFile: string): Set<string> {
  const lines = readFileSync(logFile, 'utf8').trim().split('\n');
  return new Set(lines.flatMap((text) => kindsOf(line.parse(JSON.parse(text)))));
}

function kindsOf({ method, url, body }: z.output<typeof line>): string[] {
  const items = url.endsWith('/$batch') ? batch.parse(body).requests : undefined;
  if (items === undefined) return kindsOfOne(method, url, body, '');
  return items.flatMap((item) => kindsOfOne(item.method, `/v1.0${item.url}`, item.body, 'batched '));
}

function kindsOfOne(method: string, url: string, body: unknown, how: string): string[] {
  const { pathname, searchParams } = new URL(url, 'https://sandbox.invalid');
  const template = templateOf(decodeURIComponent(pathname))?.replace('/v1.0', '') ?? pathname;
  const kind = `${how}${method} ${template}`;
  return [
    kind,
    ...[...searchParams].flatMap(([name, value]) => optionsOf(name, value).map((text) => `${kind} ${text}`)),
    ...propertiesOf(body).map((name) => `${kind} writes ${name}`),
  ];
}

/** A list's items each by itself, since an order or a combination is no other kind; values are left out. */
function optionsOf(name: string, value: string): string[] {
  // Where a page goes on is Graph's own business.
  if (name === '$skiptoken') return [];
  if (name === '$select') return value.split(',').map((field) => `$select ${field}`);
  if (name === '$top') return [name];
  const masked = value.replace(/"(\w+):[^"]*"/g, '"$1:…"').replace(/'(?:[^']|'')*'/g, "'…'");
  return [`${name}=${masked.replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…')}`];
}

const objectShape = z.record(z.string(), z.unknown());

/** Two deep, and into the items of lists. */
function propertiesOf(body: unknown): string[] {
  return Object.entries(objectShape.safeParse(body).data ?? {}).flatMap(([name, value]) => {
    const inner = (Array.isArray(value) ? value : [value]).flatMap((one: unknown) =>
      Object.keys(objectShape.safeParse(one).data ?? {}),
    );
    return [name, ...inner.map((part) => `${name}.${part}`)];
  });
}
