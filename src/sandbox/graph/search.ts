/** `$search` on directory objects, as Graph has it: an advanced query with a syntax and a header of its own. */
import { type Call, GraphError } from './call.js';

const unsupported = (message: string) => new GraphError(400, 'Request_UnsupportedQuery', message);

/** `"field:text"`, several joined by OR. Display names match by word, other fields by their beginning. */
export function searched<T extends object>(call: Call, values: T[], fields: readonly string[]): T[] {
  const search = call.query.get('$search');
  if (search === null) return values;
  if (call.headers['consistencylevel']?.toLowerCase() !== 'eventual') {
    throw unsupported(
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
    );
  }
  if (!call.world.rules.searchTakesSpecials && /[&#]/.test(search)) {
    throw new GraphError(
      400,
      'BadRequest',
      `Syntax error: character '&' or '#' is not valid in '${search}'.`,
    );
  }
  const clauses = search.split(/ OR /).map((clause) => {
    const [, field = '', text = ''] = /^"(\w+):((?:[^"\\]|\\["\\])+)"$/s.exec(clause.trim()) ?? [];
    if (!fields.includes(field)) throw unsupported(`Unrecognized search term: '${clause}'.`);
    return { field, text: text.replace(/\\(["\\])/g, '$1').toLowerCase() };
  });
  return values.filter((value) =>
    clauses.some(({ field, text }) => {
      const found: unknown = Object.entries(value).find(([name]) => name === field)?.[1];
      return typeof found === 'string' && matches(field, found.toLowerCase(), text);
    }),
  );
}

function matches(field: string, value: string, text: string): boolean {
  if (value.startsWith(text)) return true;
  if (field !== 'displayName') return false;
  const words = value.split(/[^\p{L}\p{N}]+/u);
  return text.split(/[^\p{L}\p{N}]+/u).every((part) => words.some((word) => word.startsWith(part)));
}
