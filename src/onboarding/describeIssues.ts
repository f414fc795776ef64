/** What is wrong with a document, for whoever wrote it. */
import type { z } from 'zod';

/** Lines such as `contacts[0].mobile: must be an international number`, every problem of the document at once. */
export function describeIssues(error: z.ZodError): string[] {
  return error.issues.map((issue) => {
    const path = issue.path
      .map((part, i) =>
        typeof part === 'number' ? `[${String(part)}]` : `${i > 0 ? '.' : ''}${String(part)}`,
      )
      .join('');
    return `${path === '' ? 'document' : path}: ${issue.message}`;
  });
}
