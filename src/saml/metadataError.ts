/** Why a document cannot be used as metadata, in words for whoever passed it on. */

/** The document cannot be used as metadata; `message` says what it is instead, `remedy` what to do. */
export class MetadataError extends Error {
  constructor(
    /** Stable, for programs: `url`, `assertion`, `doctype`, … */
    readonly code: string,
    message: string,
    readonly remedy: string = USE_METADATA,
  ) {
    super(message);
  }
}

export const USE_METADATA =
  'Use the XML that the identity provider serves as its metadata (Entra ID: the App Federation Metadata Url).';
export const FETCH_AGAIN = 'Fetch the metadata again and pass it on as a file, unopened and unedited.';

export const notXml = (problem: string) =>
  new MetadataError(
    'not_xml',
    `The document is not well-formed XML: ${oneLine(problem).replace(/\.$/, '')}.`,
    FETCH_AGAIN,
  );

/** Documents and parsers are quoted; that may be long, and may steer a terminal. */
export const oneLine = (words: string) =>
  words
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .slice(0, 200)
    .trim();
