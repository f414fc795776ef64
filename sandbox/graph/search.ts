/** `$search` on directory objects, as Graph has it: an advanced query with a syntax and a header of its own. */
import { type Advanced, isEventual } from './advanced.js';
import { GraphError, unsupported } from './graphError.js';
import type { EntitySet } from './sets.js';

/** These match by word, others by their beginning. */
const BY_WORD = ['displayName', 'description'];

/** `"field:text"`, several joined by OR or by AND. */
export function searched<T extends object>(
  call: Advanced & { world: { rules: { searchTakesSpecials: boolean } } },
  { searchable }: EntitySet,
  values: readonly T[],
): readonly T[] {
  const search = call.query.get('$search');
  if (search === null) return values;
  // Unconfirmed: Graph's words where a set has no search at all.
  if (searchable.length === 0) throw unsupported('Search is not supported for the current query.');
  if (!isEventual(call)) {
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
  const any = search
    .split(/(?<=") OR (?=")/)
    .map((clauses) => clauses.split(/(?<=") AND (?=")/).map((clause) => parsed(clause, searchable)));
  return values.filter((value) =>
    any.some((all) =>
      all.every(({ field, text }) => {
        const found: unknown = Object.entries(value).find(([name]) => name === field)?.[1];
        return typeof found === 'string' && matches(field, found.toLowerCase(), text);
      }),
    ),
  );
}

function parsed(clause: string, searchable: readonly string[]): { field: string; text: string } {
  const [, field = '', text = ''] = /^"(\w+):((?:[^"\\]|\\["\\])+)"$/s.exec(clause.trim()) ?? [];
  if (!searchable.includes(field)) throw unsupported(`Unrecognized search term: '${clause}'.`);
  return { field, text: text.replace(/\\(["\\])/g, '$1').toLowerCase() };
}

function matches(field: string, value: string, text: string): boolean {
  if (value.startsWith(text)) return true;
  if (!BY_WORD.includes(field)) return false;
  const words = value.split(/[^\p{L}\p{N}]+/u);
  return text.split(/[^\p{L}\p{N}]+/u).every((part) => words.some((word) => word.startsWith(part)));
}
