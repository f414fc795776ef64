/** `$filter` as far as Graph answers it without an advanced query: equality, beginnings, and both joined. */
import { type Call, GraphError } from './call.js';

const unsupported = () =>
  new GraphError(400, 'Request_UnsupportedQuery', 'Unsupported or invalid query filter clause specified.');

type Condition = (value: object) => boolean;

/** Values for which it holds; what is no `field eq 'value'` or the like, joined by `and` and `or`, is refused. */
export function filtered<T extends object>(call: Call, values: T[], allowed: readonly string[]): T[] {
  const filter = call.query.get('$filter');
  if (filter === null) return values;
  const any = split(filter, 'or').map((clause) => split(clause, 'and').map((one) => condition(one, allowed)));
  return values.filter((value) => any.some((all) => all.every((holds) => holds(value))));
}

/** At the word, where it is not within a quoted text. */
function split(text: string, word: 'and' | 'or'): string[] {
  const parts: string[] = [];
  let part = '';
  for (const token of text.match(/'(?:[^']|'')*'|\s+(?:and|or)\s+|[\s\S]/g) ?? []) {
    if (token.trim() === word && /\s/.test(token)) {
      parts.push(part);
      part = '';
    } else {
      part += token;
    }
  }
  return [...parts, part];
}

const QUOTED = String.raw`'((?:[^']|'')*)'`;
const EQUAL = new RegExp(String.raw`^(\w+) eq ${QUOTED}$`);
const ANY = new RegExp(String.raw`^(\w+)/any\((\w+):\s?(\w+) eq ${QUOTED}\)$`);
const BEGINS = new RegExp(String.raw`^startswith\((\w+),\s?${QUOTED}\)$`, 'i');

function condition(clause: string, allowed: readonly string[]): Condition {
  const text = clause.trim();
  const equal = EQUAL.exec(text);
  const any = ANY.exec(text);
  const begins = BEGINS.exec(text);
  if (any !== null && any[2] !== any[3]) throw unsupported();
  const field = equal?.[1] ?? any?.[1] ?? begins?.[1];
  const quoted = equal?.[2] ?? any?.[4] ?? begins?.[2];
  if (field === undefined || quoted === undefined || !allowed.includes(field)) throw unsupported();
  const wanted = quoted.replaceAll("''", "'").toLowerCase();
  const matches = (item: unknown) =>
    typeof item === 'string' &&
    (begins === null ? item.toLowerCase() === wanted : item.toLowerCase().startsWith(wanted));
  return (value) => {
    const found = Object.entries(value).find(([name]) => name === field)?.[1] as unknown;
    return any === null ? matches(found) : Array.isArray(found) && found.some(matches);
  };
}
