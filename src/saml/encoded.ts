/** SAML that is wrapped for its way through a browser: base64, in a form or a query, and what is in it. */
import { X509Certificate } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { MAX_METADATA_BYTES } from './encoding.js';
import { KINDS } from './kinds.js';
import { USE_METADATA } from './metadataError.js';

/** Line ends and signs as queries, HTML, JSON and programs write them. */
const WRITTEN: readonly [RegExp, string][] = [
  [/%25(?=[0-9a-f]{2})/gi, '%'],
  [/%(?:0[ad9]|20)/gi, ''],
  [/%2b/gi, '+'],
  [/%2f/gi, '/'],
  [/%3d/gi, '='],
  [/&#(?:x0*[ad9]|0*(?:9|10|13));|&nbsp;|\\[rnt]/gi, ''],
  [/&#(?:x0*2b|0*43);|&plus;|\\u002b/gi, '+'],
  [/&#(?:x0*2f|0*47);|&sol;|\\u002f|\\(?=\/)/gi, '/'],
  [/&#(?:x0*3d|0*61);|&equals;|\\u003d/gi, '='],
];

/** The base64 that a text is, however its line ends and signs are written; undefined when it is none. */
export function base64In(text: string): string | undefined {
  const compact = text.replace(/[\s\u200b\ufeff]+/g, '');
  // As the form or the query of a sign-in carries it, perhaps with a RelayState.
  const field = /(?:^|[?&])SAML(?:Response|Request)=([^&]*(?:&#\w+;[^&]*)*)/.exec(compact)?.[1];
  const bare = (field ?? compact)
    .replace(/^data:[\w.+/-]*(?:;[\w=-]+)*;base64,/i, '')
    .replace(/^["']|["']$/g, '');
  const plain = WRITTEN.reduce((written, [from, to]) => written.replace(from, to), bare);
  return plain.length >= 16 && /^[A-Za-z0-9+/_-]+={0,2}$/.test(plain) ? plain : undefined;
}

/** What bytes that were base64 are, in words. */
export function contentOf(bytes: Buffer): string {
  try {
    new X509Certificate(bytes);
    return 'a certificate';
  } catch {
    // no certificate
  }
  const texts = [bytes.toString('utf8')];
  try {
    // The HTTP-Redirect binding deflates.
    texts.push(inflateRawSync(bytes, { maxOutputLength: MAX_METADATA_BYTES }).toString('utf8'));
  } catch {
    // not deflated
  }
  for (const text of texts) {
    const root = /^\uFEFF?\s*(?:<\?xml[^>]*>\s*)?<(?:[\w.-]+:)?(\w+)/.exec(text)?.[1];
    if (root !== undefined)
      return KINDS.get(root)?.what ?? `XML with the root element <${root.slice(0, 50)}>`;
  }
  return 'something that is not XML';
}

/** Real forms have three. */
const MAX_INPUTS = 50;

/** What a form of the HTTP-POST binding, or of WS-Federation, has in it, alone or in a page. */
export function formFieldIn(page: string): { what: string; remedy: string } | undefined {
  for (const tag of tagsIn(page)) {
    const name = attributeOf(tag, 'name')?.toLowerCase();
    if (name === 'wresult')
      return { what: 'a reply of WS-Federation', remedy: remedyFor('a reply of WS-Federation') };
    if (name !== 'samlresponse' && name !== 'samlrequest') continue;
    const encoded = base64In(attributeOf(tag, 'value') ?? '');
    const what =
      encoded === undefined
        ? `a ${name === 'samlrequest' ? 'SAML request' : 'SAML response'} that cannot be read`
        : contentOf(Buffer.from(encoded, 'base64'));
    return { what, remedy: remedyFor(what) };
  }
  return undefined;
}

const remedyFor = (what: string) =>
  /response|reply|assertion/.test(what)
    ? `${USE_METADATA} Do not pass the form on: until it expires, whoever has it may be taken for its user.`
    : USE_METADATA;

/** The text of each input or textarea, by searching: an expression would take the square of a page without ends. */
function* tagsIn(page: string): Generator<string> {
  const opening = /<(input|textarea)\b/gi;
  for (let count = 0; count < MAX_INPUTS; count += 1) {
    const found = opening.exec(page);
    if (found === null) return;
    const end = page.indexOf('>', opening.lastIndex);
    if (end === -1) return;
    const tag = page.slice(found.index, end);
    const close = found[1]?.toLowerCase() === 'textarea' ? page.indexOf('<', end) : -1;
    yield close === -1 ? tag : `${tag} value="${page.slice(end + 1, close).replaceAll('"', '')}"`;
    opening.lastIndex = end;
  }
}

function attributeOf(tag: string, name: string): string | undefined {
  const found = new RegExp(`[\\s"']${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag);
  return found?.[1] ?? found?.[2] ?? found?.[3];
}
