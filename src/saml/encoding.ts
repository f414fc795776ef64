/** The text of a document, from its bytes. */
import { X509Certificate } from 'node:crypto';
import { FETCH_AGAIN, MetadataError, oneLine } from './metadataError.js';

/** Real documents are about 10 KB. */
export const MAX_METADATA_BYTES = 256 * 1024;

export type DecodedText = {
  text: string;
  /** Lower case, such as `utf-8`. */
  encoding: string;
  /** What the XML declaration says, in lower case; null without. */
  declaredEncoding: string | null;
};

/** Of one byte per character, so the declaration is all that tells them from each other (WHATWG: Encoding, 4.2). */
const SINGLE_BYTE =
  /^(?:iso-?8859-?(?:[1-8]|1[03-6])|latin-?[1-6]|windows-(?:125[0-8]|874)|cp-?125[0-8]|koi8-[ru]|ibm866|macintosh|x-mac-cyrillic|tis-620)$/;

/**
 * UTF-16 by its mark or its zeros, as Windows programs save it; of 8 bits where it is declared; else UTF-8.
 * @throws MetadataError
 */
export function decode(bytes: Uint8Array): DecodedText {
  if (bytes.byteLength > MAX_METADATA_BYTES) {
    throw new MetadataError(
      'too_large',
      `The document has ${String(bytes.byteLength)} bytes; metadata of one identity provider is far below 256 KiB.`,
      'If it is the metadata of a whole federation, take the one EntityDescriptor out of it.',
    );
  }
  const wide = utf16(bytes);
  const narrow = wide ?? declaredIn(Buffer.from(bytes.subarray(0, 200)).toString('latin1'));
  const encoding = wide ?? (narrow !== null && SINGLE_BYTE.test(narrow) ? labelOf(narrow) : 'utf-8');
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return { text, encoding, declaredEncoding: declaredIn(text.slice(0, 200)) };
  } catch {
    throw binary(bytes, narrow);
  }
}

/** As the decoder knows it: it takes `iso8859-2` and `latin2`, but not `cp-1250`. */
const labelOf = (name: string) => name.replace(/^cp-?125/, 'windows-125').replace(/^latin-/, 'latin');

function utf16([first = 0, second = 0]: Uint8Array): string | null {
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
  return (first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c) ? 'utf-16be' : null;
}

const declaredIn = (head: string): string | null =>
  /^[^<]{0,3}<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.-]{1,40})["']/.exec(head)?.[1]?.toLowerCase() ?? null;

function binary(bytes: Uint8Array, encoding: string | null): MetadataError {
  try {
    const { subject } = new X509Certificate(bytes);
    return new MetadataError('certificate', `This is a certificate (${oneLine(subject)}), not metadata.`);
  } catch {
    const zip = bytes[0] === 0x50 && bytes[1] === 0x4b;
    const text = `neither UTF-8 nor UTF-16 text${encoding === null ? '' : ` (it declares ${encoding})`}`;
    const what = zip ? 'a ZIP archive or an Office document' : text;
    return new MetadataError('binary', `The document is ${what}.`, FETCH_AGAIN);
  }
}
