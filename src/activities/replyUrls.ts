/** Reply URLs and their indexes, by which a sign-in may ask for one of them. */
import type { z } from 'zod';
import type { samlApplication } from './samlSettings.js';

type Web = NonNullable<z.infer<typeof samlApplication>['web']>;
export type ReplyUrls = Pick<Web, 'redirectUris' | 'redirectUriSettings'>;

/**
 * Those to write: the agreed ones, the first as the default, which is index 0, and all others as they are. Of these only
 * the one that held that index gets another, since each is used once. Undefined when nothing is to be written.
 */
export function withReplyUrls(found: ReplyUrls, agreed: readonly string[]): ReplyUrls | undefined {
  const [defaultUrl] = agreed;
  const settings = found.redirectUriSettings.filter(({ uri }) => uri !== defaultUrl);
  const missing = agreed.filter((uri) => !found.redirectUris.includes(uri));
  const isDefault = found.redirectUriSettings.some(({ uri, index }) => uri === defaultUrl && index === 0);
  if (missing.length === 0 && isDefault) return undefined;
  const taken = new Set([0, ...settings.map(({ index }) => index)]);
  const free = () => {
    let index = 1;
    while (taken.has(index)) index += 1;
    taken.add(index);
    return index;
  };
  const kept = settings.map(({ uri, index }) => ({ uri, index: index === 0 ? free() : index }));
  const added = missing
    .filter((uri) => uri !== defaultUrl && !kept.some((setting) => setting.uri === uri))
    .map((uri) => ({ uri, index: free() }));
  return {
    redirectUris: [...new Set([...agreed, ...found.redirectUris])],
    redirectUriSettings: [
      ...(defaultUrl === undefined ? [] : [{ uri: defaultUrl, index: 0 }]),
      ...kept,
      ...added,
    ],
  };
}

export const withoutReplyUrl = (
  { redirectUris, redirectUriSettings }: ReplyUrls,
  url: string,
): ReplyUrls => ({
  redirectUris: redirectUris.filter((uri) => uri !== url),
  redirectUriSettings: redirectUriSettings.filter(({ uri }) => uri !== url),
});
