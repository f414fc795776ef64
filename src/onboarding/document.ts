/** A document that a person wrote, YAML or JSON: read with every problem reported at once, each with its line. */
import { type Document, isMap, isNode, isScalar, parseDocument } from 'yaml';
import type { z } from 'zod';
import { describeIssues } from './request.js';

export type DocumentProblem = { message: string; line: number };
export type ReadDocument<T> = { value: T } | { problems: DocumentProblem[] };

/** The value as the schema has it, or what is wrong, in the order of the document. */
export function readDocument<T extends z.ZodType>(source: string, schema: T): ReadDocument<z.output<T>> {
  // JSON is YAML. Aliases are bounded, so that a small document cannot become a huge one.
  const document = parseDocument(source);
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos: [offset] }) => ({
      message: `not YAML or JSON: ${message}`,
      line: lineAt(source, offset),
    }));
    return { problems };
  }
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (parsed.success) return { value: parsed.data };
  const texts = describeIssues(parsed.error);
  const problems = parsed.error.issues.map((issue, i) => {
    const offset = offsetOf(document, issue);
    return { offset, message: `${texts[i] ?? ''}${hint(document, issue)}` };
  });
  problems.sort((a, b) => a.offset - b.offset);
  return { problems: problems.map(({ message, offset }) => ({ message, line: lineAt(source, offset) })) };
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

const lineAt = (source: string, offset: number) => source.slice(0, offset).split('\n').length;
