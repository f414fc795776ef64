/** What people pass on instead of metadata: told by its beginning, by its root element, or from its base64. */
import { base64In, contentOf, formFieldIn } from './encoded.js';
import { FETCH_AGAIN, MetadataError, oneLine, USE_METADATA } from './metadataError.js';

/** By its beginning. @throws MetadataError */
export function refuseOtherKinds(trimmed: string): void {
  const refuse = (code: string, message: string, remedy?: string): never => {
    throw new MetadataError(code, message, remedy);
  };
  const head = trimmed.slice(0, 2000);
  if (trimmed === '') refuse('empty', 'The document is empty.');
  const words = trimmed.split(/\s+/);
  if (words.every((word) => /^<?https?:\/\/[^\s<>]+>?$/i.test(word))) {
    const several = words.length > 1;
    refuse(
      'url',
      several ? `These are ${String(words.length)} URLs, not XML.` : 'This is a URL, not the XML behind it.',
      'Open the URL, and pass on the XML that it returns.',
    );
  }
  if (/^-----BEGIN /.test(head)) {
    const secret = /^-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(head);
    if (secret) {
      const remedy = 'Do not pass it on to anybody; replace it if you already have.';
      refuse('private_key', 'This is a PRIVATE KEY, not metadata.', remedy);
    }
    const label = /^-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(head)?.[1] ?? 'CERTIFICATE';
    refuse(
      'pem',
      label === 'CERTIFICATE'
        ? 'This is a PEM certificate, not metadata.'
        : `This is PEM (${label}), not metadata.`,
    );
  }
  const form = formFieldIn(trimmed);
  if (form !== undefined) {
    refuse('saml_form', `This is the HTML form that carries ${form.what}, not the metadata.`, form.remedy);
  }
  if (/^(<\?xml[^>]*>\s*)?(<!--[^]{0,500}?-->\s*)?(<!doctype html|<html)/i.test(head)) {
    refuse('html', 'This is an HTML page, perhaps a sign-in page.');
  }
  if (/^This XML file does not appear to have any style information/i.test(head)) {
    const remedy = 'Save the page with "Save as" or download the address; do not copy it from the window.';
    refuse('browser_view', "This is a browser's view of XML, not the XML itself.", remedy);
  }
  if (/^&lt;/.test(head)) {
    refuse('escaped_xml', 'This is XML whose angle brackets were escaped (&lt; for <).', FETCH_AGAIN);
  }
  if (/^\{\\rtf/.test(head)) refuse('rich_text', 'This is a word processor document (RTF).', FETCH_AGAIN);
  if (/^[{[]/.test(head))
    refuse('json', 'This is JSON, perhaps OpenID Connect configuration, not SAML metadata.');
  if (head.startsWith('```')) {
    refuse('markdown', 'There is a Markdown fence (```) around what may be XML.', FETCH_AGAIN);
  }
  if (/^eyJ[\w-]+(\.[\w-]*){2,4}$/.test(trimmed)) {
    const remedy = `${USE_METADATA} Do not pass the token on: whoever has it may be taken for its user.`;
    refuse('jwt', 'This is a JSON Web Token of OpenID Connect or OAuth, not SAML metadata.', remedy);
  }
  if (trimmed.startsWith('<')) return;
  const xmlAt = trimmed.search(/<\?xml|<(?:[\w.-]+:)?EntityDescriptor\b/);
  if (xmlAt > 0) {
    const quoted = oneLine(trimmed.slice(0, Math.min(xmlAt, 60)));
    refuse('text_before_xml', `There are words before the XML: "${quoted}".`, FETCH_AGAIN);
  }
  refuseEncoded(trimmed);
}

/** Base64 of something, or nothing that we know. */
function refuseEncoded(trimmed: string): never {
  const encoded = base64In(trimmed);
  if (encoded === undefined) throw new MetadataError('not_xml', 'The document is not XML.');
  const what = contentOf(Buffer.from(encoded, 'base64'));
  const remedy = what === 'metadata' ? 'Decode it, and pass on the XML itself.' : USE_METADATA;
  throw new MetadataError('base64', `This is base64 of ${what}.`, remedy);
}
