/** Reply URLs and their indexes, by which a sign-in may ask for one of them. */
import { activityInfo } from '@temporalio/activity';
import { z } from 'zod';
import type { GraphClient } from '../../graph/client.js';
import { BlockedError, NotYetVisibleError, remember } from '../failures.js';
import { SAML_APPLICATION_FIELDS, samlApplication } from './samlApplication.js';
import { newProblem } from '../../onboarding/problems/catalogue.js';

type Setting = { uri: string; index?: number | null | undefined };
export type ReplyUrls = { redirectUris: string[]; redirectUriSettings: Setting[] };

/** Reads that may show an older state before Graph is believed to keep something else than was written. */
const PATIENCE = 6;

const ordered = (values: readonly string[]) => JSON.stringify([...values].sort());
/** Graph keeps no order, and shows a setting without an index for each URI (O2, O22). */
const indexes = (settings: readonly Setting[]) =>
  ordered(settings.flatMap(({ uri, index }) => (index == null ? [] : [`${String(index)} ${uri}`])));

export const sameUrls = (one: readonly string[], other: readonly string[]) => ordered(one) === ordered(other);
const sameIndexes = (one: readonly Setting[], other: readonly Setting[]) => indexes(one) === indexes(other);
export const sameReplyUrls = (one: ReplyUrls, other: ReplyUrls) =>
  sameUrls(one.redirectUris, other.redirectUris) &&
  sameIndexes(one.redirectUriSettings, other.redirectUriSettings);

/** The reply URL with index 0 is the default. */
export const indexed = (uris: readonly string[]): Setting[] => uris.map((uri, index) => ({ uri, index }));

const written = z.object({
  applicationId: z.string(),
  redirectUriSettings: z.array(z.object({ uri: z.string(), index: z.int().nullish() })),
});

/** With the indexes that an attempt before this one was about to write, where they are gone with its lost reply. */
export function withRemembered(applicationId: string, found: ReplyUrls): ReplyUrls {
  const before = written.safeParse(activityInfo().heartbeatDetails).data;
  if (before?.applicationId !== applicationId) return found;
  const indexOf = (uri: string) =>
    before.redirectUriSettings.find((setting) => setting.uri === uri)?.index ?? null;
  const redirectUriSettings = found.redirectUriSettings.map(({ uri, index }) => ({
    uri,
    index: index ?? indexOf(uri),
  }));
  return { ...found, redirectUriSettings };
}

/** The settings that are there, or the agreed ones where none has an index: a request of ours was cut off. */
export const settingsOr = (found: ReplyUrls, agreed: readonly string[]): Setting[] =>
  found.redirectUriSettings.some(({ index }) => index != null) ? found.redirectUriSettings : indexed(agreed);

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

export async function readReplyUrls(graph: GraphClient, applicationId: string): Promise<ReplyUrls> {
  const found = await graph.get(
    samlApplication,
    '/applications/{id}',
    { id: applicationId },
    { select: SAML_APPLICATION_FIELDS },
  );
  return found.web ?? { redirectUris: [], redirectUriSettings: [] };
}

/**
 * Graph refuses the URLs and their indexes in one request (O1), so the indexes follow in one of their own, with an entry
 * for each URL: whether they reset with the URLs, and whether an entry left out takes its URL along, is unproven. Read
 * back, because it is. Writes nothing where nothing differs.
 * @param also what else of the application goes with the first request
 * @throws NotYetVisibleError while a read still shows something else
 */
export async function writeReplyUrls(
  graph: GraphClient,
  applicationId: string,
  change: {
    found: ReplyUrls;
    wanted: ReplyUrls;
    also?: { identifierUris?: string[]; logoutUrl?: string | null };
  },
): Promise<void> {
  const { found, wanted, also = {} } = change;
  const { identifierUris, ...ofWeb } = also;
  const id = { id: applicationId };
  const urlsDiffer = !sameUrls(found.redirectUris, wanted.redirectUris);
  const web = { ...(urlsDiffer ? { redirectUris: wanted.redirectUris } : {}), ...ofWeb };
  const first = {
    ...(identifierUris === undefined ? {} : { identifierUris }),
    ...(Object.keys(web).length === 0 ? {} : { web }),
  };
  // The first request may take the indexes away before the second has set them.
  if (urlsDiffer) remember({ applicationId, redirectUriSettings: wanted.redirectUriSettings });
  if (Object.keys(first).length > 0) await graph.patch('/applications/{id}', id, first);
  if (sameReplyUrls(found, wanted)) return;
  const redirectUriSettings = wanted.redirectUris.map((uri) => {
    const setting = wanted.redirectUriSettings.find((candidate) => candidate.uri === uri);
    return { uri, index: setting?.index ?? null };
  });
  await graph.patch('/applications/{id}', id, { web: { redirectUriSettings } });
  if (sameReplyUrls(await readReplyUrls(graph, applicationId), wanted)) return;
  if (activityInfo().attempt < PATIENCE) {
    throw new NotYetVisibleError('the reply URLs are not to be seen yet as they were written');
  }
  throw new BlockedError(
    newProblem('reply_urls_not_kept', { details: [JSON.stringify({ ...wanted, redirectUriSettings })] }),
  );
}
