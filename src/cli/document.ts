/** The request document: YAML or JSON, from a file or standard input, with every problem reported at once. */
import { readFileSync } from 'node:fs';
import { type Document, isMap, isNode, isScalar, parseDocument } from 'yaml';
import type { z } from 'zod';
import { describeIssues, type OnboardingRequest, onboardingRequestSchema } from '../onboarding/request.js';
import { UsageError } from './errors.js';

/** @param file a path, or `-` for standard input. @throws UsageError naming every problem and its line */
export function readRequest(file: string): OnboardingRequest {
  return readDocument(file, onboardingRequestSchema);
}

/** @throws UsageError naming every problem and its line */
export function readDocument<T extends z.ZodType>(file: string, schema: T): z.output<T> {
  const name = file === '-' ? 'standard input' : file;
  const source = readText(file, name);
  // JSON is YAML. Aliases are bounded, so that a small document cannot become a huge one.
  const document = parseDocument(source);
  if (document.errors.length > 0) {
    throw new UsageError(
      `${name} is not YAML or JSON:\n${document.errors.map(({ message }) => `  ${message}`).join('\n')}`,
    );
  }
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 100 }));
  if (parsed.success) return parsed.data;
  const texts = describeIssues(parsed.error);
  const problems = parsed.error.issues.map((issue, i) => {
    const offset = offsetOf(document, issue);
    return { offset, text: `  ${texts[i] ?? ''}${hint(document, issue)}${lineOf(source, offset)}` };
  });
  problems.sort((a, b) => a.offset - b.offset);
  const lines = problems.map(({ text }) => text).join('\n');
  throw new UsageError(`${name} is not valid:\n${lines}`);
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

function readText(file: string, name: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${error instanceof Error ? error.message : ''}`);
  }
}

const lineOf = (source: string, offset: number) =>
  ` (line ${String(source.slice(0, offset).split('\n').length)})`;
