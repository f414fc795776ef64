/** The request document: YAML or JSON, from a file or standard input, with every problem reported at once. */
import { readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
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
  const lines = describeIssues(parsed.error).map((line, i) => {
    const node: unknown = document.getIn(parsed.error.issues[i]?.path ?? [], true);
    return `  ${line}${lineOf(source, node)}`;
  });
  throw new UsageError(`${name} is not a valid document; nothing was started:\n${lines.join('\n')}`);
}

function readText(file: string, name: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UsageError(`${name} cannot be read: ${error instanceof Error ? error.message : ''}`);
  }
}

function lineOf(source: string, node: unknown): string {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  const [start] = Array.isArray(range) ? (range as unknown[]) : [];
  return typeof start === 'number' ? ` (line ${String(source.slice(0, start).split('\n').length)})` : '';
}
