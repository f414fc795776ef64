/** Temporal's API key from a file (`TEMPORAL_API_KEY_FILE`), which is replaced under the same name when keys are rotated. */
import { readFileSync } from 'node:fs';

/** For how long a key that was read is used before the file is read again. */
const FRESH_MS = 10_000;

/** What reads the key: at most every ten seconds; while the file cannot be read, the last key counts. @throws Error at the first reading */
export function apiKeyFrom(file: string, now: () => number = Date.now): () => string {
  const read = () => {
    const key = readFileSync(file, 'utf8').trim();
    if (key === '') throw new Error(`${file} is empty`);
    return key;
  };
  let key = read();
  let readAt = now();
  return () => {
    if (now() - readAt < FRESH_MS) return key;
    readAt = now();
    try {
      key = read();
    } catch {
      // It is being replaced, or gone: the server says so if the last one is not good any more.
    }
    return key;
  };
}
