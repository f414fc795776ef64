/** Cursors of lists, signed: Temporal takes long to find out that one is not one of its own. */
import { codeFor, sameText } from './sealed.js';

export const signedCursor = (key: Uint8Array, cursor: string) =>
  `${cursor}.${codeFor(key, 'cursor', cursor)}`;

/** Undefined for one that was never given out. */
export function readCursor(key: Uint8Array, text: string): string | undefined {
  const [cursor = ''] = text.split('.');
  return sameText(text, signedCursor(key, cursor)) ? cursor : undefined;
}
