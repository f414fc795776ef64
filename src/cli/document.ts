/** Documents from a file or standard input, with every problem reported at once. */
import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { readDocument } from '../onboarding/document.js';
import { checkedRequestSchema } from '../onboarding/checkedRequest.js';
import type { OnboardingRequest } from '../onboarding/request.js';
import { UsageError } from './errors.js';

/** @param file a path, or `-` for standard input. @throws UsageError naming every problem and its line */
export function readRequest(file: string): OnboardingRequest {
  return readFile(file, checkedRequestSchema);
}

/** @throws UsageError naming every problem and its line */
export function readFile<T extends z.ZodType>(file: string, schema: T): z.output<T> {
  const read = readDocument(readBytes(file).toString('utf8'), schema);
  if ('value' in read) return read.value;
  const lines = read.problems.map(({ message, line }) => `  ${message} (line ${String(line)})`);
  throw new UsageError(`${nameOf(file)} is not valid:\n${lines.join('\n')}`);
}

/** @param file a path, or `-` for standard input. @throws UsageError */
export function readBytes(file: string): Buffer {
  try {
    return readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw new UsageError(`${nameOf(file)} cannot be read: ${error instanceof Error ? error.message : ''}`);
  }
}

const nameOf = (file: string) => (file === '-' ? 'standard input' : file);
