/** Cursors of lists, signed: Temporal takes long to find out that one is not one of its own. */
import { codeFor, isCodeFor, type Keys } from './sealed.js';

export const signedCursor = (keys: Keys, cursor: string) => `${cursor}.${codeFor(keys, 'cursor', cursor)}`;

/** Undefined for one that was never given out. */
export function readCursor(keys: Keys, text: string): string | undefined {
  const [, cursor, code] = /^([^.]*)\.([^.]*)$/.exec(text) ?? [];
  if (cursor === undefined || code === undefined) return undefined;
  return isCodeFor(keys, 'cursor', cursor, code) ? cursor : undefined;
}
