/** `$expand`: what an object is linked to, as the address of the link shows it. */
import { type Call, shownBy, type Shown } from './call.js';
import { GraphError, unsupported } from './graphError.js';

/** Graph shows no more of them in one object. */
const MOST = 20;

type Wanted = { name: string; query: URLSearchParams };

/** Adds to each object of the body what `$expand` names. @throws GraphError */
export function expand(
  call: Call,
  body: object,
  list: (path: string, query: URLSearchParams) => object,
): void {
  const option = call.query.get('$expand');
  if (option === null) return;
  const { set, name, objects } = shownBy(body) ?? { set: undefined, name: '', objects: [] };
  for (const wanted of option.split(/,(?![^(]*\))/).map((item) => understood(item.trim(), set))) {
    for (const { id, shown } of objects) {
      const found = list(`/${name}/${id}/${wanted.name}`, wanted.query);
      const links: unknown = 'value' in found ? found.value : [];
      Object.assign(shown, { [wanted.name]: Array.isArray(links) ? links.slice(0, MOST) : links });
    }
  }
}

function understood(item: string, set: Shown['set']): Wanted {
  const [, name = '', options] = /^(\w+)(?:\((.*)\))?$/s.exec(item) ?? [];
  if (set?.navigations.includes(name) !== true) {
    if (set?.otherNavigations.includes(name) === true) {
      throw unsupported(`Expand is not allowed for property '${name}' according to the entity schema.`);
    }
    const type = set?.type ?? 'entity';
    throw new GraphError(
      400,
      'BadRequest',
      `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`,
    );
  }
  const query = new URLSearchParams({ $top: String(MOST) });
  for (const nested of (options ?? '').split(';').filter((text) => text !== '')) {
    const [, option = '', value = ''] = /^(\$\w+)=(.*)$/s.exec(nested.trim()) ?? [];
    if (option !== '$select') throw unsupported(`'${option}' is not supported in $expand.`);
    query.set(option, value);
  }
  return { name, query };
}
