/** Query options: each is answered as Graph answers it, or refused with Graph's error; none is ignored. */
import { type Advanced, isAdvanced, isEventual } from './advanced.js';
import { filtered } from './filter.js';
import { GraphError, unsupported } from './graphError.js';
import { searched } from './search.js';
import type { EntitySet } from './sets.js';

const OPTIONS = [
  '$select',
  '$filter',
  '$search',
  '$top',
  '$skip',
  '$skiptoken',
  '$count',
  '$orderby',
  '$expand',
];

/** Names of options are taken in any case, as by Graph. @throws GraphError for one that does not exist */
export function canonical(query: URLSearchParams): URLSearchParams {
  const options = new URLSearchParams();
  for (const [name, value] of query) {
    const lower = name.toLowerCase();
    if (!name.startsWith('$')) options.append(name, value);
    else if (OPTIONS.includes(lower)) options.append(lower, value);
    else throw new GraphError(400, 'BadRequest', `The query parameter '${name}' is not supported.`);
  }
  for (const name of OPTIONS) {
    if (options.getAll(name).length > 1) {
      throw new GraphError(
        400,
        'BadRequest',
        `Query option '${name}' was specified more than once, but it must be specified at most once.`,
      );
    }
  }
  return options;
}

/** `$select` and `$expand` are all that a single object knows. @throws GraphError for others */
export function refuseForSingle({ query }: Pick<Advanced, 'query'>): void {
  const others = OPTIONS.filter((name) => name !== '$select' && name !== '$expand');
  if (!others.some((name) => query.has(name))) return;
  throw new GraphError(
    400,
    'BadRequest',
    'The query specified in the URI is not valid. The requested resource is not a collection. Query options $filter, $orderby, $count, $skip, and $top can be applied only on collections.',
  );
}

/** Those that the query asks for, in its order. @throws GraphError */
export function queried<T extends object>(
  call: Advanced & { world: { rules: { searchTakesSpecials: boolean } } },
  set: EntitySet,
  values: readonly T[],
): readonly T[] {
  if (call.query.has('$skip')) throw unsupported("'$skip' is not supported by the service.");
  const found = searched(call, set, filtered(call, set, values));
  const order = call.query.get('$orderby');
  return order === null ? found : ordered(call, set, found, order);
}

/** The number of all that were found: of directory objects, only where an eventual answer is taken. */
export function countOf(call: Advanced, set: EntitySet, found: number): { '@odata.count'?: number } {
  const asked = call.query.get('$count');
  if (asked !== null && asked !== 'true' && asked !== 'false') {
    throw new GraphError(400, 'BadRequest', `Invalid value '${asked}' for $count query option found.`);
  }
  if (asked !== 'true') return {};
  // Documented: without the header, Graph leaves the number out and says nothing.
  if (set.isDirectory) return isEventual(call) ? { '@odata.count': found } : {};
  throw unsupported('$count is not currently supported.');
}

function ordered<T extends object>(
  call: Advanced,
  set: EntitySet,
  values: readonly T[],
  order: string,
): readonly T[] {
  const keys = order.split(',').map((clause) => {
    const [, name = '', direction] = /^\s*([\w/]+)(?:\s+(asc|desc))?\s*$/.exec(clause) ?? [];
    if (!set.names.includes(name)) {
      throw new GraphError(
        400,
        'BadRequest',
        `Could not find a property named '${name}' on type 'microsoft.graph.${set.type}'.`,
      );
    }
    const known = set.sortable[name];
    const needsMore = set.isDirectory && (known === 'advanced' || call.query.has('$filter'));
    if (known === undefined || (needsMore && !isAdvanced(call))) {
      throw unsupported('Sorting not supported for current query.');
    }
    return { name, sign: direction === 'desc' ? -1 : 1 };
  });
  const text = (value: T, name: string) => {
    const found: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
    return typeof found === 'string' ? found : '';
  };
  return values.toSorted((a, b) => {
    for (const { name, sign } of keys) {
      const difference = text(a, name).localeCompare(text(b, name), 'en', { sensitivity: 'base' });
      if (difference !== 0) return difference * sign;
    }
    return 0;
  });
}

/** The names in `$select`; undefined where there is none. @throws GraphError for a name that the type does not have */
export function selected(
  { query, serviceRoot }: Pick<Advanced, 'query'> & { serviceRoot: string },
  set: EntitySet | undefined,
): string[] | undefined {
  const select = query.get('$select');
  if (select === null) return undefined;
  const fields = select.split(',').map((field) => field.trim());
  if (fields.includes('*')) return undefined;
  const known = set && [...set.names, ...(serviceRoot.endsWith('/beta') ? set.betaNames : [])];
  const unknown = known && fields.find((field) => !known.includes(field));
  if (set !== undefined && unknown !== undefined) {
    throw new GraphError(
      400,
      'BadRequest',
      `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type 'microsoft.graph.${set.type}'.`,
    );
  }
  return fields;
}
