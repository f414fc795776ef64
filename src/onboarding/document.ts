/** A document that a person wrote, YAML or JSON: read with every problem reported at once, each with its line. */
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';
import { describeIssues } from './describeIssues.js';

export type DocumentProblem = { message: string; line: number };
export type ReadDocument<T> = { value: T } | { problems: DocumentProblem[] };

type Problem = { message: string; offset: number };

/** More are of no use to anybody, and would fill a page. */
const MOST_PROBLEMS = 100;
const LONGEST_MESSAGE = 500;

/** The value as the schema has it, or what is wrong, in the order of the document. Never throws. */
export function readDocument<T extends z.ZodType>(source: string, schema: T): ReadDocument<z.output<T>> {
  const lines = new LineCounter();
  const refused = (problems: Problem[]) => ({
    problems: problems
      .sort((a, b) => a.offset - b.offset)
      .slice(0, MOST_PROBLEMS)
      .map(({ message, offset }) => ({
        message: message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE)}…` : message,
        line: Math.max(1, lines.linePos(offset).line),
      })),
  });
  try {
    // JSON is YAML. The library compares each key with all keys before it: of many, that takes minutes.
    const document = parseDocument(source, { uniqueKeys: false, lineCounter: lines });
    const unreadable = [...document.errors.map(unreadableAt), ...keysTwice(document)];
    if (unreadable.length > 0) return refused(unreadable);
    // Aliases are bounded, so that a small document cannot become a huge one.
    const parsed = schema.safeParse(document.toJS({ maxAliasCount: 100 }));
    if (parsed.success) return { value: parsed.data };
    const issues = parsed.error.issues.slice(0, 10 * MOST_PROBLEMS);
    const texts = describeIssues(parsed.error);
    return refused(
      issues.map((issue, i) => ({
        offset: offsetOf(document, issue),
        message: `${texts[i] ?? ''}${hint(document, issue)}`,
      })),
    );
  } catch (error) {
    // An alias too many or without an anchor, or nested deeper than can be followed.
    const why = error instanceof RangeError ? 'it is nested too deeply' : (error as Error).message;
    return refused([{ message: `${NOT_READABLE}: ${why}`, offset: 0 }]);
  }
}

const NOT_READABLE = 'not YAML or JSON';

const unreadableAt = ({ message, pos: [offset] }: Document.Parsed['errors'][number]): Problem => ({
  message: `${NOT_READABLE}: ${message}`,
  offset,
});

function keysTwice(document: Document): Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value)) {
          problems.push({
            message: `${NOT_READABLE}: the key "${String(key.value)}" is there twice`,
            offset: key.range?.[0] ?? 0,
          });
        }
        seen.add(key.value);
      }
    },
  });
  return problems;
}

/** Where the value is; for a key that should not be there, the key; for one that is missing, where it belongs. */
function offsetOf(document: Document, { path, ...issue }: z.core.$ZodIssue): number {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    if (!isNode(node)) continue;
    const extra = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
    const key = isMap(node)
      ? node.items
          .map((item) => item.key)
          .find((candidate) => isScalar(candidate) && candidate.value === extra)
      : undefined;
    return (isNode(key) ? key : node).range?.[0] ?? 0;
  }
  return 0;
}

/** YAML takes +61491570156 for a number. */
function hint(document: Document, { path, ...issue }: z.core.$ZodIssue): string {
  const unquoted =
    issue.code === 'invalid_type' && issue.expected === 'string' && typeof document.getIn(path) === 'number';
  return unquoted ? ', put it in quotes' : '';
}
